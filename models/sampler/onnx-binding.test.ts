/**
 * What the sampler's design rests on in the binding of onnxruntime-node 1.30 (docs/decisions/0016-sampling.md):
 * keys and values are inputs alone, since inputs are read where they lie and outputs are copied. A later
 * commit (microsoft/onnxruntime 09ba247) copies inputs, hands back the outputs it was given, and computes
 * elsewhere. Where one of these fails after an update, measure bench/sampler before changing it.
 */
import { beforeAll, expect, test } from 'vitest'
import { emitGraph } from '../engines/onnx/emit/emit.ts'
import { loadOnnxRuntime, type OnnxRuntime } from '../engines/onnx/load-onnxruntime.ts'
import { createTracer } from '../ops/trace.ts'

/** More than what V8 moves about: these lie where they are. */
const SIZE = 1024
const filled = (value: number) => new Float32Array(SIZE).fill(value)

let runtime: OnnxRuntime
let session: Awaited<ReturnType<OnnxRuntime['InferenceSession']['create']>>
/** first = a + 1, and second = first + b. */
beforeAll(async () => {
  runtime = await loadOnnxRuntime()
  const vector = { dtype: 'float32', shape: ['N'] } as const
  const { graph, ops, input } = createTracer({ parameters: {}, batch: { a: vector, b: vector } })
  const first = ops.add(input('a'), ops.constant(1))
  const second = ops.add(first, input('b'))
  const outputs = Object.entries({ first, second }).map(([name, value]) => ({ name, value }))
  const { model } = emitGraph(graph, { outputs, device: 'cpu' })
  session = await runtime.InferenceSession.create(model, { intraOpNumThreads: 1 })
})
const tensor = (data: Float32Array) => new runtime.Tensor('float32', data, [data.length])

test('an input is read where it lies, and an output computed where its tensor lies', async () => {
  const [a, b] = [filled(10), filled(5)]

  // The first output is written over b before the second one reads that: a copy of b would still be 5.
  const results = await session.run(
    { a: tensor(a), b: tensor(b) },
    { first: tensor(b), second: null },
  )

  expect(b).toEqual(filled(11))
  expect(results['second']?.data).toEqual(filled(22))
})

test('an output is copied, into memory of its own even where it was given some', async () => {
  const mine = filled(0)

  const { first } = await session.run(
    { a: tensor(filled(10)), b: tensor(filled(5)) },
    { first: tensor(mine) },
  )

  expect(first?.data).toEqual(filled(11))
  expect(mine).toEqual(filled(11))
  expect(first?.data).not.toBe(mine)
  expect(Reflect.get(first?.data ?? {}, 'buffer')).not.toBe(mine.buffer)
})

test('a run is over within one turn of the event loop: it needs a thread of its own', async () => {
  let isOver = false
  const running = session.run({ a: tensor(filled(10)), b: tensor(filled(5)) }).then(() => {
    isOver = true
  })

  // The binding computes in the immediate that it has asked for before this one.
  await new Promise(setImmediate)

  expect(isOver).toBe(true)
  await running
})
