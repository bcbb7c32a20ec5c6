import { describe, expect, test } from 'vitest'
import type { BuildContext, ParameterDeclarations, StepOptions } from '../engine.ts'
import type { Weights } from '../tensor.ts'
import { createReferenceEngine } from './reference.ts'

const declared: ParameterDeclarations = {
  weight: { shape: [2, 2], trainable: true },
  bias: { shape: [2], trainable: true },
  frozen: { shape: [], trainable: false },
}
const start: Readonly<Record<string, readonly number[]>> = {
  weight: [1, -2, 0.5, 3],
  bias: [0.25, -1],
  frozen: [1],
}
const batch = { x: { shape: [3, 2], data: Float32Array.of(1, 2, 3, -1, 0.5, 0.25) } }

async function* weightsOf(tensors = start): Weights {
  for (const [name, data] of Object.entries(tensors)) {
    yield { name, data: Float32Array.from(data) }
  }
}

const open = (weights = weightsOf()) => createReferenceEngine().open(declared, weights)

/** The squares of `W·x + b`. */
const definition = {
  batch: { x: { dtype: 'float32', shape: ['N', 2] } },
  build({ ops, parameter, input }: BuildContext) {
    const y = ops.linear(input('x'), parameter('weight'), parameter('bias'))
    return { loss: ops.mul(ops.sum(ops.mul(y, y)), parameter('frozen')), metrics: { y } }
  },
} as const

const step: StepOptions = {
  learningRate: 0.05,
  denominator: 6,
  weightDecay: 0.1,
  maxGradientNorm: 2,
}

describe('the reference engine', () => {
  test('steps as torch.optim.AdamW with clip_grad_norm_ does', async () => {
    await using parameters = await open()
    await using program = await parameters.program(definition)
    const seen: number[] = []

    for (let i = 0; i < 3; i++) {
      const { loss } = await program.accumulate(batch)
      const { gradientNorm } = await parameters.apply(step)
      seen.push(loss, gradientNorm)
    }

    // torch 2.13 in float64, no decay of the bias.
    const expected = [
      ...[71.6875, 7.37338141372208, 66.56517506187298],
      ...[7.050369608313398, 61.71292974280584, 6.732918023453163],
    ]
    for (const [i, value] of expected.entries()) expect(seen[i]).toBeCloseTo(value, 9)
    const [weight, bias] = [await parameters.read('weight'), await parameters.read('bias')]
    expect([...weight, ...bias].map((value) => value.toFixed(5))).toEqual(
      [
        ...[0.8359429091, -1.8208217005, 0.640687192, 2.8059181358],
        ...[0.1005745653, -1.1501518062],
      ].map((value) => value.toFixed(5)),
    )
  })

  test('adds the gradients of batches until a step', async () => {
    await using parameters = await open()
    await using program = await parameters.program(definition)

    await program.accumulate(batch)
    const once = await parameters.readGradient('bias')
    await program.accumulate(batch)
    const twice = await parameters.readGradient('bias')
    await parameters.apply(step)

    expect([...twice]).toEqual([...once].map((value) => 2 * value))
    expect(once[0]).not.toBe(0)
    expect([...(await parameters.readGradient('bias'))]).toEqual([0, 0])
  })

  test('changes nothing where the gradient is not finite', async () => {
    await using parameters = await open()
    await using program = await parameters.program(definition)
    const x = { shape: [1, 2], data: Float32Array.of(Number.POSITIVE_INFINITY, 1) }

    await program.accumulate({ x })
    const { skipped } = await parameters.apply(step)

    expect(skipped).toBe(true)
    expect([...(await parameters.read('weight'))]).toEqual(start['weight'])
    expect((await parameters.readOptimizer()).step).toBe(0)
    expect([...(await parameters.readGradient('weight'))]).toEqual([0, 0, 0, 0])
  })

  test('goes on from saved moments as if it had not stopped', async () => {
    await using one = await open()
    await using other = await open()
    const programs = [await one.program(definition), await other.program(definition)] as const
    await programs[0].accumulate(batch)
    await one.apply(step)

    await other.writeOptimizer(await one.readOptimizer())
    for (const name of ['weight', 'bias']) await other.write(name, await one.read(name))
    for (const [i, parameters] of [one, other].entries()) {
      await programs[i]?.accumulate(batch)
      await parameters.apply(step)
    }

    const [a, b] = [await one.read('weight'), await other.read('weight')]
    for (const [i, value] of a.entries()) expect(b[i]).toBeCloseTo(value, 6)
  })

  test('gives metrics in their shapes', async () => {
    await using parameters = await open()
    await using program = await parameters.program(definition)

    const { metrics } = await program.accumulate(batch)

    expect(metrics['y']?.shape).toEqual([3, 2])
    expect(metrics['y']?.data[0]).toBeCloseTo(1 - 4 + 0.25)
  })

  test.each([
    ['a missing weight', { weight: [1, 2, 3, 4] }, 'Cannot load bias: it is missing'],
    ['a wrong size', { weight: [1] }, 'Cannot load weight: it holds 1 numbers, not 4'],
    ['an unknown name', { other: [1] }, 'Cannot load other: it is not declared'],
  ])('refuses %s', async (_, weights, message) => {
    await expect(open(weightsOf(weights as typeof start))).rejects.toThrow(message)
  })
})
