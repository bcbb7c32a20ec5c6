import { expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { dense } from '../../ops/dense.ts'
import type { Value } from '../../ops/graph.ts'
import type { Ops } from '../../ops/ops.ts'
import { createTracer } from '../../ops/trace.ts'
import { expectClose, type Opened, openAll } from './opened.suite.ts'

const [rows, width, vocabulary] = [7, 5, 11]

type Score = (ops: Ops, hidden: Value, weight: Value, ids: Value) => Record<string, Value>

const whole: Score = (ops, hidden, weight, ids) => {
  const logP = ops.logSoftmax(ops.linear(hidden, weight))
  const entropy = ops.neg(ops.sum(ops.mul(ops.exp(logP), logP), [-1]))
  return { logProbs: ops.takeLast(logP, ids), entropy }
}
const chunked: Score = (ops, hidden, weight, ids) => ({
  ...ops.logSoftmaxGather(hidden, weight, ids),
})

function trace(score: Score) {
  const { graph, ops, parameter, input } = createTracer({
    parameters: { hidden: [rows, width], weight: [vocabulary, width] },
    batch: {
      ids: { dtype: 'int32', shape: [rows] },
      advantages: { dtype: 'float32', shape: [rows] },
    },
  })
  const outputs = score(ops, parameter('hidden'), parameter('weight'), input('ids'))
  const { logProbs, entropy } = outputs
  if (!logProbs || !entropy) throw new Error('no outputs')
  const gain = ops.mul(logProbs, input('advantages'))
  const bonus = ops.mul(ops.mul(entropy, input('advantages')), ops.constant(0.1))
  return { graph, outputs, loss: ops.sum(ops.add(gain, bonus)) }
}

/** The head in chunks has a gradient of its own: it is held against that of the plain ops it stands for. */
export function testHead(open: () => Opened): void {
  test.each([[['hidden', 'weight']], [['hidden']], [['weight']]])(
    'the head in chunks is the head at once, trained: %s',
    async (trained) => {
      const { backend } = open()
      const rng = createRng(5)
      const random = (shape: readonly number[]) => {
        const tensor = dense(shape)
        return { shape, data: tensor.data.map(() => rng.float() * 2 - 1) }
      }
      const weights = { hidden: random([rows, width]), weight: random([vocabulary, width]) }
      const batch = () => ({
        ids: { shape: [rows], data: Int32Array.from([0, 10, 3, 3, 7, 1, 10]) },
        advantages: { shape: [rows], data: Float32Array.from([1, -1, 0.5, 2, 0, -0.3, 1]) },
      })
      const results = []
      for (const score of [whole, chunked]) {
        const parameters = await openAll(backend, weights, trained)
        const program = await parameters.compileProgram(trace(score))
        const { loss, metrics } = await program.accumulate(batch())
        const gradients = []
        for (const name of trained) gradients.push(await parameters.readGradient(name))
        results.push({ loss, metrics, gradients })
        await parameters.close()
      }

      const [plain, own] = results
      expect(own?.loss).toBeCloseTo(plain?.loss ?? Number.NaN, 4)
      for (const name of ['logProbs', 'entropy']) {
        const { shape, data } = plain?.metrics[name] ?? { shape: [], data: [] }
        expectClose(own?.metrics[name], { shape, data: Float64Array.from(data) })
      }
      for (const [i, gradient] of plain?.gradients.entries() ?? []) {
        const shape = [gradient.length]
        const data = own?.gradients[i] ?? new Float32Array()
        expectClose({ shape, data }, { shape, data: Float64Array.from(gradient) })
      }
    },
  )

  test('no rows have no loss, and gradients of zeros', async () => {
    const weights = { weight: dense([vocabulary, width], 0.5) }
    const { graph, ops, parameter, input } = createTracer({
      parameters: { weight: [vocabulary, width] },
      batch: {
        hidden: { dtype: 'float32', shape: ['N', width] },
        ids: { dtype: 'int32', shape: ['N'] },
      },
    })
    const scored = ops.logSoftmaxGather(input('hidden'), parameter('weight'), input('ids'))
    const parameters = await openAll(open().backend, weights)
    const loss = ops.sum(ops.add(scored.logProbs, scored.entropy))
    const program = await parameters.compileProgram({ graph, outputs: { ...scored }, loss })

    const result = await program.accumulate({
      hidden: { shape: [0, width], data: new Float32Array() },
      ids: { shape: [0], data: new Int32Array() },
    })

    expect(result.loss).toBe(0)
    expect(result.metrics['logProbs']?.shape).toEqual([0])
    const gradient = await parameters.readGradient('weight')
    expect(gradient).toEqual(new Float32Array(vocabulary * width))
    await parameters.close()
  })
}
