import { expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import type { StepOptions } from '../../engine.ts'
import type { Dense } from '../../ops/definition.ts'
import { evaluate } from '../../ops/evaluate.ts'
import type { Value } from '../../ops/graph.ts'
import type { Ops } from '../../ops/ops.ts'
import { createTracer } from '../../ops/trace.ts'
import { sizeOf } from '../../tensor.ts'
import type { BackendParameters } from '../backend.ts'
import { stepOf } from '../check-step.ts'
import { expectClose, type Opened, openAll } from './opened.suite.ts'

type Loss = (ops: Ops, w: Value, x: Value) => Value

const vector = (...values: readonly number[]): Dense => ({
  shape: [values.length],
  data: Float64Array.from(values),
})
const batchOf = ({ shape, data }: Dense) => ({ x: { shape, data: Float32Array.from(data) } })

/** A program with a loss of one vector `w` of weights and one `x` of the batch. */
function compile(parameters: BackendParameters, size: number, loss: Loss) {
  const { graph, ops, parameter, input } = createTracer({
    parameters: { w: [size] },
    batch: { x: { dtype: 'float32', shape: [size] } },
  })
  const value = loss(ops, parameter('w'), input('x'))
  return parameters.compileProgram({ graph, outputs: { value }, loss: value })
}

async function gradientOf({ backend }: Opened, w: Dense, loss: Loss, x = w): Promise<number[]> {
  const parameters = await openAll(backend, { w })
  const program = await compile(parameters, w.data.length, loss)
  await program.accumulate(batchOf(x))
  const gradient = await parameters.readGradient('w')
  await parameters.close()
  return [...gradient]
}

const product: Loss = (ops, w, x) => ops.sum(ops.mul(w, x))

/** AdamW of one vector in float64, as torch.optim.AdamW and clip_grad_norm_ have it. */
function createReference(start: readonly number[], options: StepOptions & { decay: boolean }) {
  const { learningRate, denominator, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  const { weightDecay = 0, maxGradientNorm = Infinity } = options
  let weights = [...start]
  let [m, v] = [start.map(() => 0), start.map(() => 0)]
  let step = 0
  return (sum: readonly number[]) => {
    step++
    const divided = sum.map((g) => g / denominator)
    const norm = Math.hypot(...divided)
    const g = divided.map((value) => value * Math.min(1, maxGradientNorm / (norm + 1e-6)))
    m = m.map((value, i) => beta1 * value + (1 - beta1) * (g[i] ?? 0))
    v = v.map((value, i) => beta2 * value + (1 - beta2) * (g[i] ?? 0) ** 2)
    weights = weights.map((weight, i) => {
      const root = Math.sqrt((v[i] ?? 0) / (1 - beta2 ** step)) + epsilon
      const decayed = options.decay ? weight * (1 - learningRate * weightDecay) : weight
      return decayed - (learningRate * (m[i] ?? 0)) / (1 - beta1 ** step) / root
    })
    return { weights, m, v, norm }
  }
}

export function testTraining(open: () => Opened): void {
  test('what stops a gradient passes nothing on, not even a NaN', async () => {
    const w = vector(0, 2, 3)

    expect(
      await gradientOf(open(), w, (ops, x) => ops.sum(ops.mul(x, ops.stopGradient(x)))),
    ).toEqual([0, 2, 3])
    // The logarithm of 0 has an infinite slope, of which zero times is no number.
    const logs: Loss = (ops, x) => ops.sum(ops.add(x, ops.stopGradient(ops.log(x))))
    expect(await gradientOf(open(), w, logs)).toEqual([1, 1, 1])
    const shifted: Loss = (ops, x) => ops.sum(ops.sub(x, ops.max(x)))
    expect(await gradientOf(open(), w, shifted)).toEqual([1, 1, 1])
    const none: Loss = (ops, x) => ops.sum(ops.less(x, ops.constant(1)))
    expect(await gradientOf(open(), w, none)).toEqual([0, 0, 0])
  })

  test('at a kink gradients are those of the op table', async () => {
    const [w, x] = [vector(-2, 0, 3), vector(-2, 0, 1)]

    expect(await gradientOf(open(), w, (ops, a) => ops.sum(ops.abs(a)))).toEqual([-1, 0, 1])
    const larger: Loss = (ops, a, b) => ops.sum(ops.maximum(a, b))
    expect(await gradientOf(open(), w, larger, x)).toEqual([1, 1, 1])
    const smaller: Loss = (ops, a, b) => ops.sum(ops.minimum(b, a))
    expect(await gradientOf(open(), w, smaller, x)).toEqual([0, 0, 0])
  })

  test('steps of AdamW are those of a reference in float64', async () => {
    const start = [0.5, -1, 2]
    const options = { learningRate: 0.05, denominator: 4, weightDecay: 0.1, maxGradientNorm: 0.8 }
    const parameters = await open().backend.open({
      w: { shape: [3], trainable: true, decay: true },
    })
    await parameters.write('w', Float32Array.from(start))
    const program = await compile(parameters, 3, product)
    const reference = createReference(start, { ...options, decay: true })

    for (const gradient of [
      [3, -4, 0.5],
      [0.1, 0.2, -0.1],
      [-9, 0, 2],
    ]) {
      // Two batches are summed.
      const half = vector(...gradient.map((value) => value / 2))
      await program.accumulate(batchOf(half))
      await program.accumulate(batchOf(half))
      const { gradientNorm, skipped } = await parameters.apply(stepOf(options))
      const expected = reference(gradient)

      expect(skipped).toBe(false)
      expect(gradientNorm).toBeCloseTo(expected.norm, 5)
      for (const [data, values] of [
        [await parameters.read('w'), expected.weights],
        [await parameters.readMoment('w', 'm'), expected.m],
        [await parameters.readMoment('w', 'v'), expected.v],
        [await parameters.readGradient('w'), [0, 0, 0]],
      ] as const) {
        expectClose({ shape: [3], data }, vector(...values))
      }
    }
    expect(await parameters.step()).toBe(3)
    await parameters.close()
  })

  test('a gradient that is not finite skips the step and is gone', async () => {
    const parameters = await openAll(open().backend, { w: vector(1, 2) })
    const program = await compile(parameters, 2, product)
    const options = { learningRate: 0.1, denominator: 1 }
    await program.accumulate(batchOf(vector(1, 1)))
    await parameters.apply(stepOf(options))
    const before = await parameters.read('w')
    await program.accumulate(batchOf(vector(1, Number.NaN)))

    const { gradientNorm, skipped } = await parameters.apply(stepOf(options))

    expect([gradientNorm, skipped]).toEqual([Number.NaN, true])
    expect(await parameters.read('w')).toEqual(before)
    expect(await parameters.step()).toBe(1)
    expect([...(await parameters.readGradient('w'))]).toEqual([0, 0])
    await parameters.close()
  })

  test('moments that are written back go on where they were', async () => {
    const options = { learningRate: 0.1, denominator: 1 }
    const train = async (parameters: BackendParameters, x: Dense) => {
      const program = await compile(parameters, 2, product)
      await program.accumulate(batchOf(x))
      await parameters.apply(stepOf(options))
    }
    const first = await openAll(open().backend, { w: vector(1, 2) })
    await train(first, vector(1, -3))
    const saved = await openAll(open().backend, { w: vector(0, 0) })
    await saved.write('w', await first.read('w'))
    await saved.setStep(await first.step())
    for (const which of ['m', 'v'] as const) {
      await saved.writeMoment('w', which, await first.readMoment('w', which))
    }

    await train(first, vector(2, 2))
    await train(saved, vector(2, 2))

    expect(await saved.read('w')).toEqual(await first.read('w'))
    await first.close()
    await saved.close()
  })

  test('frozen parameters have no gradient, and do not change', async () => {
    const parameters = await openAll(open().backend, { w: vector(1, 2) }, [])
    const program = await compile(parameters, 2, product)

    const { loss } = await program.accumulate(batchOf(vector(3, 4)))
    await parameters.apply(stepOf({ learningRate: 0.1, denominator: 1 }))

    expect(loss).toBe(11)
    expect([...(await parameters.read('w'))]).toEqual([1, 2])
    await expect(parameters.readGradient('w')).rejects.toThrow('Cannot use w: it is not trained')
    await parameters.close()
  })

  test('what is read is a copy', async () => {
    const parameters = await openAll(open().backend, { w: vector(1, 2) })

    ;(await parameters.read('w')).fill(9)

    expect([...(await parameters.read('w'))]).toEqual([1, 2])
    await parameters.close()
  })

  test('a batch of the wrong numbers is refused', async () => {
    const parameters = await openAll(open().backend, { w: vector(1, 2) })
    const program = await compile(parameters, 2, product)

    await expect(
      program.accumulate({ x: { shape: [2], data: Int32Array.of(1, 2) } }),
    ).rejects.toThrow('Cannot run: x is an Int32Array (give a Float32Array: it is float32)')
    await parameters.close()
  })

  test('no step leaves a tensor behind, and a failed one neither', async () => {
    const { backend, tensors } = open()
    const parameters = await openAll(backend, { w: vector(1, 2, 3) })
    const nested: Loss = (ops, w, x) => ops.sum(ops.mul(ops.silu(ops.softmax(w)), ops.exp(x)))
    const program = await compile(parameters, 3, nested)
    const counts = []

    for (let step = 0; step < 4; step++) {
      await program.accumulate(batchOf(vector(1, 2, 3)))
      await program.accumulate(batchOf(vector(1, 2, 3)))
      await parameters.apply(stepOf({ learningRate: 0.1, denominator: 1 }))
      await program.accumulate(batchOf(vector(1, 2, 3))) // Stays until the next step.
      await program.accumulate(batchOf(vector(1, 2))).catch(() => {})
      counts.push(tensors())
    }

    expect(new Set(counts).size).toBe(1)
    await parameters.close()
  })

  test('large products of batches and transposes are those of small ones', async () => {
    const before = open().tensors()
    const rng = createRng(3)
    const random = (...shape: readonly number[]): Dense => ({
      shape,
      data: Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(rng.float() - 0.5)),
    })
    for (const lead of [[], [1, 2]]) {
      for (const [transposeA, transposeB] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const a = random(...lead, ...(transposeA ? [32, 48] : [48, 32]))
        const b = random(...lead, ...(transposeB ? [64, 32] : [32, 64]))
        const { graph, ops, parameter } = createTracer({
          parameters: { a: a.shape, b: b.shape },
          batch: {},
        })
        const y = ops.matmul(parameter('a'), parameter('b'), { transposeA, transposeB })
        const parameters = await openAll(open().backend, { a, b })
        const inference = await parameters.compileInference({ graph, outputs: { y } })

        const found = await inference.run({})

        expectClose(found['y'], evaluate(graph, { parameters: { a, b }, batch: {} }, [y])[0])
        await parameters.close()
      }
    }
    expect(open().tensors()).toBe(before)
  })
}
