import { describe, expect, it } from 'vitest'
import { differentiate } from '../../../ops/differentiate.ts'
import { opCases, traceCase } from '../../../ops/op-cases.suite.ts'
import { createTracer } from '../../../ops/trace.ts'
import { emitGraph } from './emit.ts'
import { opsOfModel } from './read-model.suite.ts'
import { runModel } from './run-model.suite.ts'

const count = (ops: readonly string[], op: string) => ops.filter((one) => one === op).length

function tracedHead() {
  const tracer = createTracer({
    parameters: { weight: [9, 4], unused: [2] },
    batch: {
      hidden: { dtype: 'float32', shape: ['N', 4] },
      ids: { dtype: 'int32', shape: ['N'] },
    },
  })
  const { ops, parameter, input } = tracer
  const head = ops.logSoftmaxGather(input('hidden'), parameter('weight'), input('ids'))
  const loss = ops.sum(head.logProbs)
  const [gradient = loss] = differentiate(tracer, loss, [input('hidden')])
  return { graph: tracer.graph, ...head, loss, gradient }
}

describe('an emitted graph', () => {
  it('reads what its outputs need, and nothing else', () => {
    const { graph, loss } = tracedHead()

    const emitted = emitGraph(graph, { device: 'cpu', outputs: [{ name: 'loss', value: loss }] })

    expect(emitted.inputs).toEqual([
      { name: 'weight', kind: 'parameter', dtype: 'float32', shape: [9, 4] },
      { name: 'hidden', kind: 'batch', dtype: 'float32', shape: ['N', 4] },
      { name: 'ids', kind: 'batch', dtype: 'int32', shape: ['N'] },
    ])
    expect(emitted.outputs).toEqual(['loss'])
  })

  it('computes no entropy where nothing reads it, and logits once for both passes', () => {
    const { graph, loss, entropy, gradient } = tracedHead()
    const outputs = [
      { name: 'loss', value: loss },
      { name: 'gradient', value: gradient },
    ]

    const without = opsOfModel(emitGraph(graph, { device: 'cpu', outputs }).model)
    const withEntropy = opsOfModel(
      emitGraph(graph, {
        device: 'cpu',
        outputs: [...outputs, { name: 'entropy', value: entropy }],
      }).model,
    )

    expect(count(without, 'ReduceSum')).toBe(1)
    expect(count(withEntropy, 'ReduceSum')).toBe(2)
    expect(count(without, 'LogSoftmax')).toBe(1)
    expect(count(without, 'Gemm')).toBe(1)
  })

  it('goes through the head in loops where chunks are asked for', () => {
    const { graph, loss, gradient } = tracedHead()
    const outputs = [
      { name: 'loss', value: loss },
      { name: 'gradient', value: gradient },
    ]

    const { model } = emitGraph(graph, { device: 'cpu', outputs, chunkHead: 2 })

    expect(count(opsOfModel(model), 'Loop')).toBe(2)
  })

  it('has, for a GPU, no operator that would fall to the CPU', () => {
    const ops = opCases.flatMap((test) => {
      const { tracer, outputs, gradients } = traceCase(test)
      const named = [...outputs, ...gradients].map((value, i) => ({ name: `${i}`, value }))
      return opsOfModel(emitGraph(tracer.graph, { device: 'webgpu', outputs: named }).model)
    })

    const fallen = ops.filter(
      (op) =>
        op.includes('.') || ['LogSoftmax', 'SimplifiedLayerNormalization', 'Loop'].includes(op),
    )
    expect(ops).toContain('Softmax')
    expect(fallen).toEqual([])
  })

  it('gives inputs back as outputs, and one value under two names', async () => {
    const { graph, parameter, ops } = createTracer({ parameters: { x: [2] }, batch: {} })
    const double = ops.add(parameter('x'), parameter('x'))

    const emitted = emitGraph(graph, {
      device: 'cpu',
      outputs: [
        { name: 'same', value: parameter('x') },
        { name: 'double', value: double },
        { name: 'again', value: double },
      ],
    })

    const results = await runModel(emitted, { x: { shape: [2], data: Float64Array.of(1, 2) } })
    expect(results.map(({ data }) => [...data])).toEqual([
      [1, 2],
      [2, 4],
      [2, 4],
    ])
  })

  it('reads a size from an input that nothing else reads, if no other tells it', async () => {
    const { graph, input, ops } = createTracer({
      parameters: {},
      batch: {
        x: { dtype: 'float32', shape: ['B*T'] },
        like: { dtype: 'int32', shape: ['B', '2*T'] },
      },
    })
    const value = ops.reshape(input('x'), ['T', 'B'])

    const emitted = emitGraph(graph, { device: 'cpu', outputs: [{ name: 'y', value }] })

    const feeds = {
      x: { shape: [6], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
      like: { shape: [2, 6], data: new Float64Array(12) },
    }
    expect(emitted.inputs.map(({ name }) => name)).toEqual(['x', 'like'])
    expect(await runModel(emitted, feeds)).toEqual([{ shape: [3, 2], data: feeds.x.data }])
  })

  it('is refused where names repeat, sizes are untold, or values are foreign', () => {
    const { graph, input, ops } = createTracer({
      parameters: { x: [2] },
      batch: { flat: { dtype: 'float32', shape: ['B*T'] } },
    })
    const other = createTracer({ parameters: { x: [2] }, batch: {} })
    const device = 'cpu'
    const loss = ops.sum(input('flat'))
    const foreign = other.ops.add(other.ops.constant(1), other.ops.constant(2))
    const untold = ops.sizeOf(['T'])

    expect(() => emitGraph(graph, { device, outputs: [{ name: 'x', value: loss }] })).toThrow(
      'Cannot emit: two tensors are called x (parameters, inputs and outputs need names of their own)',
    )
    expect(() => emitGraph(graph, { device, outputs: [{ name: 'y', value: untold }] })).toThrow(
      'Cannot emit: no input tells the size T (give it in the shape of an input)',
    )
    expect(() =>
      emitGraph(graph, { device, outputs: [{ name: 'y', value: { ...foreign, id: 99 } }] }),
    ).toThrow('Cannot emit: value 99 is of another graph (trace it in this one)')
  })
})
