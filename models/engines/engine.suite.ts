import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  BuildContext,
  Engine,
  ParameterDeclarations,
  Parameters,
  StepOptions,
} from '../engine.ts'
import type { Weights } from '../tensor.ts'
import { testRefusals } from './engine-refusals.suite.ts'

type Numbers = Readonly<Record<string, readonly number[]>>

/** Written by agreement/reference/make_adamw.py. */
interface AdamwReference {
  readonly declared: ParameterDeclarations
  readonly start: Numbers
  readonly steps: readonly {
    readonly options: StepOptions
    readonly batches: readonly Numbers[]
    readonly gradientNorm: number
    readonly weights: Numbers
    readonly m: Numbers
    readonly v: Numbers
  }[]
}

const adamw = JSON.parse(
  readFileSync(new URL('./agreement/reference/adamw.json', import.meta.url), 'utf8'),
) as AdamwReference

export async function* weightsOf(tensors: Numbers): Weights {
  for (const [name, data] of Object.entries(tensors)) yield { name, data: Float32Array.from(data) }
}

const start = { weight: [1, -2, 0.5, 3, 0.25, -1], bias: [0.25, -1], frozen: [2] }
export const declared: ParameterDeclarations = {
  weight: { shape: [2, 3], trainable: true },
  bias: { shape: [2], trainable: true },
  frozen: { shape: [], trainable: false },
}
export const openSmall = (engine: Engine): Promise<Parameters> =>
  engine.open(declared, weightsOf(start))

/** `frozen · Σ (x·Wᵀ + b)²`, whose metrics are named as inputs and outputs are. */
export const squares = {
  batch: { x: { dtype: 'float32', shape: ['N', 3] } },
  build({ ops, parameter, input }: BuildContext) {
    const y = ops.linear(input('x'), parameter('weight'), parameter('bias'))
    const each = ops.mul(ops.mul(y, y), parameter('frozen'))
    return { loss: ops.sum(each), metrics: { x: y, loss: ops.mean(each), rows: ops.sizeOf(['N']) } }
  },
} as const

/** `Σ bias[id]`: reads other parameters, and whole numbers. */
const picked = {
  batch: { ids: { dtype: 'int32', shape: ['N'] } },
  build: ({ ops, parameter, input }: BuildContext) => ({
    loss: ops.sum(ops.gather(parameter('bias'), input('ids'))),
  }),
} as const

export const rows = (count: number, first = 1) => ({
  x: {
    shape: [count, 3],
    data: Float32Array.from({ length: 3 * count }, (_, i) => Math.cos(first + i)),
  },
})
const ids = { ids: { shape: [3], data: Int32Array.of(1, 0, 1) } }
const step: StepOptions = { learningRate: 0.1, denominator: 4, maxGradientNorm: 1 }

/** What every engine does, whatever computes in its thread. */
export function describeEngine(name: string, open: () => Promise<Engine>): void {
  describe(name, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await open()
    })
    afterAll(() => engine.close())

    test('steps as torch.optim.AdamW behind clip_grad_norm_', async () => {
      await using parameters = await engine.open(adamw.declared, weightsOf(adamw.start))
      await using program = await parameters.program(linear(adamw.declared))

      for (const { options, batches, ...expected } of adamw.steps) {
        for (const batch of batches) await program.accumulate(tensorsOf(adamw.declared, batch))
        const { gradientNorm, skipped } = await parameters.apply(options)

        expect(skipped).toBe(false)
        expect(gradientNorm).toBeCloseTo(expected.gradientNorm, 5)
        for (const [parameter, weights] of Object.entries(expected.weights)) {
          expectNear(await parameters.read(parameter), weights)
        }
        for await (const moment of (await parameters.readOptimizer()).moments) {
          const which = moment.name.endsWith('.m') ? expected.m : expected.v
          expectNear(moment.data, which[moment.name.slice(0, -2)] ?? [])
        }
      }
    })

    test('adds up gradients until a step, over programs and sizes of batches', async () => {
      await using parameters = await openSmall(engine)
      await using one = await parameters.program(squares)
      await using other = await parameters.program(picked)
      await one.accumulate(rows(2))
      const alone = await parameters.readGradient('bias')
      await parameters.zeroGradients()
      await one.accumulate(rows(5))
      const larger = await parameters.readGradient('bias')
      await parameters.zeroGradients()

      await one.accumulate(rows(2))
      await other.accumulate(ids)
      await one.accumulate(rows(5))

      const sum = await parameters.readGradient('bias')
      expectNear(
        sum,
        [0, 1].map((i) => (alone[i] ?? 0) + (larger[i] ?? 0) + 1 + i),
      )
      await parameters.apply(step)
      expect([...(await parameters.readGradient('bias'))]).toEqual([0, 0])
    })

    test('gives the loss, and metrics in their shapes', async () => {
      await using parameters = await openSmall(engine)
      await using program = await parameters.program(squares)
      const x = { shape: [1, 3], data: Float32Array.of(1, 0, 2) }

      const { loss, metrics } = await program.accumulate({ x })

      expect(loss).toBeCloseTo(2 * (2.25 ** 2 + 0), 5)
      expect(metrics['x']).toEqual({ shape: [1, 2], data: Float32Array.of(2.25, 0) })
      expect(metrics['loss']?.data[0]).toBeCloseTo(2.25 ** 2, 5)
      expect(metrics['rows']).toEqual({ shape: [], data: Float32Array.of(1) })
    })

    test('infers without gradients, at any size, and with what a step has changed', async () => {
      await using parameters = await openSmall(engine)
      await using program = await parameters.program(squares)
      await using inference = await parameters.inference({
        batch: squares.batch,
        build: (context) => squares.build(context).metrics,
      })
      const before = await inference.run(rows(7))
      await program.accumulate(rows(2))
      await parameters.apply(step)

      const after = await inference.run(rows(7))

      expect(before['x']?.shape).toEqual([7, 2])
      expect(after['x']?.data).not.toEqual(before['x']?.data)
      const { metrics } = await program.accumulate(rows(7))
      expect(after['x']?.data).toEqual(metrics['x']?.data)
    })

    test('reads a copy, and computes with what is written', async () => {
      await using parameters = await openSmall(engine)
      await using program = await parameters.program(picked)
      ;(await parameters.read('bias')).fill(9)
      expect([...(await parameters.read('bias'))]).toEqual(start.bias)

      const written = Float32Array.of(10, 20)
      await parameters.write('bias', written)

      expect([...written]).toEqual([10, 20])
      expect((await program.accumulate(ids)).loss).toBe(50)
    })

    test('skips a step whose gradient is not finite, and goes on from where it was', async () => {
      await using parameters = await openSmall(engine)
      await using program = await parameters.program(squares)
      const train = async () => {
        await program.accumulate(rows(2))
        return parameters.apply(step)
      }
      await train()
      const before = await stateOf(parameters)
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e30]) {
        await program.accumulate({ x: { shape: [1, 3], data: Float32Array.of(bad, 1, 1) } })

        const { skipped, gradientNorm } = await parameters.apply(step)

        expect([skipped, Number.isFinite(gradientNorm)]).toEqual([true, false])
        expect(await stateOf(parameters)).toEqual(before)
        expect([...(await parameters.readGradient('weight'))]).toEqual([0, 0, 0, 0, 0, 0])
      }
      expect((await train()).skipped).toBe(false)
    })

    test('goes on from saved moments bit for bit', async () => {
      await using one = await openSmall(engine)
      await using other = await openSmall(engine)
      const programs = [await one.program(squares), await other.program(squares)] as const
      for (const count of [2, 3]) {
        await programs[0].accumulate(rows(count))
        await one.apply(step)
      }

      await other.writeOptimizer(await one.readOptimizer())
      for (const name of Object.keys(declared)) await other.write(name, await one.read(name))
      for (const [i, parameters] of [one, other].entries()) {
        await programs[i]?.accumulate(rows(4))
        await parameters.apply(step)
      }

      expect(await stateOf(other)).toEqual(await stateOf(one))
      expect((await stateOf(other)).step).toBe(3)
    })

    test('trains twice alike, bit for bit, on one thread', async () => {
      const train = async () => {
        await using parameters = await openSmall(engine)
        await using program = await parameters.program(squares)
        for (const count of [64, 7]) {
          await program.accumulate(rows(count))
          await parameters.apply(step)
        }
        return await stateOf(parameters)
      }

      expect(await train()).toEqual(await train())
    })

    testRefusals(() => engine, open)
  })
}

/** A loss whose gradients are the batch. */
const linear = (parameters: ParameterDeclarations) => ({
  batch: Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => [
      `slope of ${name}`,
      { dtype: 'float32' as const, shape },
    ]),
  ),
  build({ ops, parameter, input }: BuildContext) {
    const parts = Object.keys(parameters).map((name) =>
      ops.sum(ops.mul(parameter(name), input(`slope of ${name}`))),
    )
    return { loss: parts.reduce((a, b) => ops.add(a, b)) }
  },
})

const tensorsOf = (parameters: ParameterDeclarations, slopes: Numbers) =>
  Object.fromEntries(
    Object.entries(slopes).map(([name, data]) => [
      `slope of ${name}`,
      { shape: parameters[name]?.shape ?? [], data: Float32Array.from(data) },
    ]),
  )

function expectNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((actual[i] ?? Number.NaN) - value)).toBeLessThan(
      3e-6 * Math.max(1, Math.abs(value)),
    )
  }
}

/** All that a step changes. */
async function stateOf(parameters: Parameters) {
  const tensors: Record<string, readonly number[]> = {}
  for (const name of Object.keys(declared)) tensors[name] = [...(await parameters.read(name))]
  const { step: steps, moments } = await parameters.readOptimizer()
  for await (const { name, data } of moments) tensors[name] = [...data]
  return { step: steps, tensors }
}
