import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Dense } from '../../ops/definition.ts'
import type { Symbols } from '../../ops/dims.ts'
import { evaluate } from '../../ops/evaluate.ts'
import type { Value } from '../../ops/graph.ts'
import { caseFeeds, type OpCase, opCases, traceCase } from '../../ops/op-cases.suite.ts'
import { createTracer } from '../../ops/trace.ts'
import type { Tensors } from '../backend.ts'
import { createTfjsBackend } from './backend.ts'
import { testHead } from './head.suite.ts'
import { loadTfjs, type TfjsDevice } from './load-tensorflow.ts'
import { expectClose, type Opened, openAll } from './opened.suite.ts'
import { testTraining } from './training.suite.ts'

/** What TensorFlow.js must do on whatever device; logits of a head come in several chunks. */
export function describeTfjs(device: TfjsDevice, { runs = 2 } = {}): void {
  describe(`TensorFlow.js on ${device}`, () => {
    let opened: Opened | undefined
    const open = (): Opened => {
      if (!opened) throw new Error(`${device} did not open`)
      return opened
    }
    beforeAll(async () => {
      const backend = await createTfjsBackend({ device, logitsLimit: 24 })
      const tf = await loadTfjs(device)
      opened = { backend, tensors: () => tf.memory().numTensors + tf.backend().numDataIds() }
    })

    testOps(open, runs)
    testHead(open)
    testTraining(open)
  })
}

/** Sizes at which every case is well formed. */
const sizes = fc.record({
  B: fc.integer({ min: 3, max: 5 }),
  T: fc.integer({ min: 4, max: 6 }),
  S: fc.integer({ min: 1, max: 7 }),
  N: fc.integer({ min: 1, max: 9 }),
})

function testOps(open: () => Opened, runs: number): void {
  test.each(opCases.map((given) => [given.name, given] as const))(
    '%s agrees with the reference, and so do its gradients',
    async (_, given) => {
      const check = async (all: Symbols, seed: number) => {
        const used = Object.entries(all).filter(([symbol]) => symbol in given.sizes)
        await checkCase(open(), { ...given, sizes: Object.fromEntries(used) }, seed)
      }
      const seeds = fc.integer({ min: 0, max: 1e6 })
      await fc.assert(fc.asyncProperty(sizes, seeds, check), { numRuns: runs, seed: 1 })
    },
  )
}

async function checkCase({ backend, tensors }: Opened, given: OpCase, seed: number): Promise<void> {
  const feeds = caseFeeds(given, seed)
  const { tracer, outputs, loss, moving, gradients } = traceCase(given)
  const wanted = [...outputs, loss, ...gradients]
  const expected = evaluate(tracer.graph, { parameters: {}, batch: feeds }, wanted)
  const before = tensors()
  const parameters = await openAll(
    backend,
    Object.fromEntries(Object.entries(feeds).filter(([name]) => moving.includes(name))),
  )

  const program = await parameters.compileProgram(traceProgram(given, moving))
  const trained = await program.accumulate(batchOf(given, feeds, moving))
  const ours = await parameters.compileInference({
    graph: tracer.graph,
    outputs: byPlace(wanted),
  })
  const computed = await ours.run(batchOf(given, feeds, []))

  for (const [i, dense] of expected.entries()) expectClose(computed[i], dense)
  for (const i of outputs.keys()) expectClose(trained.metrics[i], expected[i])
  expectClose({ shape: [], data: Float32Array.of(trained.loss) }, expected[outputs.length])
  for (const [i, name] of moving.entries()) {
    const data = await parameters.readGradient(name)
    const shape = feeds[name]?.shape ?? []
    expectClose({ shape, data }, expected[outputs.length + 1 + i])
  }
  await parameters.close()
  expect(tensors()).toBe(before)
}

const byPlace = (values: readonly Value[]) =>
  Object.fromEntries(values.map((value, i) => [String(i), value]))

/** A case whose moving inputs are parameters, as TensorFlow.js differentiates in those. */
function traceProgram(given: OpCase, moving: readonly string[]) {
  const entries = Object.entries(given.inputs)
  const parameters = entries.filter(([name]) => moving.includes(name))
  const symbols = Object.keys(given.sizes).map(
    (symbol) => [`of ${symbol}`, { dtype: 'int32', shape: [symbol] }] as const,
  )
  const { graph, ops, parameter, input } = createTracer({
    parameters: Object.fromEntries(parameters.map(([name, { shape }]) => [name, shape])),
    batch: Object.fromEntries([...entries.filter(([name]) => !moving.includes(name)), ...symbols]),
  })
  const outputs = given.build(ops, (name) =>
    moving.includes(name) ? parameter(name) : input(name),
  )
  // The same loss as that of the reference.
  const parts = outputs.map((y) =>
    ops.sum(ops.add(ops.mul(ops.mul(y, y), ops.constant(0.5)), ops.mul(y, ops.constant(0.3)))),
  )
  return { graph, outputs: byPlace(outputs), loss: parts.reduce((a, b) => ops.add(a, b)) }
}

/** The batch of a case without its parameters, and what gives symbols their sizes. */
function batchOf(
  { inputs, sizes: symbols }: OpCase,
  feeds: Readonly<Record<string, Dense>>,
  parameters: readonly string[],
): Tensors {
  const tensors = Object.entries(feeds).flatMap(([name, { shape, data }]) => {
    if (parameters.includes(name)) return []
    const isInt = inputs[name]?.dtype === 'int32'
    return [[name, { shape, data: isInt ? Int32Array.from(data) : Float32Array.from(data) }]]
  })
  const sized = Object.entries(symbols).map(([symbol, size]) => [
    `of ${symbol}`,
    { shape: [size], data: new Int32Array(size) },
  ])
  return Object.fromEntries([...tensors, ...sized])
}
