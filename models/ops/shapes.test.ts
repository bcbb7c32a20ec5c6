import { describe, expect, it } from 'vitest'
import type { Value } from './graph.ts'
import type { Ops } from './ops.ts'
import { createTracer } from './trace.ts'

const { ops, input } = createTracer({
  parameters: {},
  batch: {
    x: { dtype: 'float32', shape: ['B', 'T', 8] },
    matrix: { dtype: 'float32', shape: ['B', 8] },
    column: { dtype: 'float32', shape: ['T', 1] },
    row: { dtype: 'float32', shape: [8] },
    ids: { dtype: 'int32', shape: ['B', 'T'] },
    q: { dtype: 'float32', shape: ['B', 2, 3, 'T', 4] },
    k: { dtype: 'float32', shape: ['B', 2, 'S', 4] },
    bias: { dtype: 'float32', shape: ['B', 1, 1, 'T', 'S'] },
  },
})
const [x, matrix, column, row] = [input('x'), input('matrix'), input('column'), input('row')]
const [ids, q, k, bias] = [input('ids'), input('q'), input('k'), input('bias')]

describe('shapes', () => {
  const shapes: readonly (readonly [string, (ops: Ops) => Value, readonly (number | string)[]])[] =
    [
      ['a sum with broadcasting', (o) => o.add(x, column), ['B', 'T', 8]],
      ['a reshape', (o) => o.reshape(x, ['T*B', 8]), ['B*T', 8]],
      ['a concat', (o) => o.concat([x, x], 1), ['B', '2*T', 8]],
      ['a slice', (o) => o.slice(x, 1, 1, 'T'), ['B', 'T+-1', 8]],
      ['a reduction that keeps', (o) => o.sum(x, [-1], { keep: true }), ['B', 'T', 1]],
      ['a reduction', (o) => o.mean(x, [0, 2]), ['T']],
      ['a product', (o) => o.matmul(matrix, matrix, { transposeB: true }), ['B', 'B']],
      ['a gather', (o) => o.gather(matrix, ids), ['B', 'T', 8]],
      ['a scatter', (o) => o.scatterAddRows(ids, x, 'V+1'), ['V+1', 8]],
      ['attention', (o) => o.attend(q, k, k, bias), ['B', 2, 3, 'T', 4]],
      ['a causal bias', (o) => o.causalBias(ids), ['B', 1, 1, 'T', 'T']],
    ]
  it.each(shapes)('of %s are inferred', (_, build, shape) => {
    expect(build(ops).shape).toEqual(shape)
  })

  const refused: readonly (readonly [string, () => unknown, string])[] = [
    ['a slice before its axis', () => ops.slice(row, 0, -1, 2), '-1 to 2 is no range'],
    ['an axis that is summed twice', () => ops.sum(matrix, [0, 0]), 'an axis comes twice'],
    ['a concat along no axis', () => ops.concat([row, row], 1), 'there is no axis 1'],
    ['padding of no axis', () => ops.padZeros(row, 1, 0, 9), 'it has no axis 1'],
    ['padding that cuts', () => ops.padZeros(row, 0, 1, 8), 'it does not fit 8 from 1 on'],
    [
      'sizes that differ',
      () => ops.add(x, matrix),
      'Cannot add [B, T, 8], [B, 8]: T meets B (check the shapes)',
    ],
    [
      'dtypes that differ',
      () => ops.add(ids, column),
      'Cannot add [B, T], [T, 1]: int32 meets float32 (check the shapes)',
    ],
    [
      'another count',
      () => ops.reshape(x, ['B', 8]),
      'Cannot reshape [B, T, 8]: [B, 8] holds 8*B, not 8*B*T (check the shapes)',
    ],
    [
      'no order',
      () => ops.transpose(x, [0, 0, 1]),
      'Cannot transpose [B, T, 8]: [0, 0, 1] is no order of its axes (check the shapes)',
    ],
    [
      'inner sizes that differ',
      () => ops.matmul(matrix, matrix),
      'Cannot multiply matrices [B, 8], [B, 8]: 8 columns meet B rows (check the shapes)',
    ],
    [
      'batches that differ',
      () => ops.matmul(x, matrix, { transposeB: true }),
      'Cannot multiply matrices [B, T, 8], [B, 8]: batches of [B] meet [] (check the shapes)',
    ],
    [
      'a row as a matrix',
      () => ops.matmul(row, matrix),
      'Cannot multiply matrices [8], [B, 8]: one is no matrix (check the shapes)',
    ],
    [
      'ids that are no whole numbers',
      () => ops.gather(x, column),
      'Cannot gather from [B, T, 8], [T, 1]: ids are float32, not int32 (check the shapes)',
    ],
    [
      'a slice behind the end',
      () => ops.slice(x, 2, 4, 9),
      'Cannot slice [B, T, 8]: it ends at 8, before 9 (check the shapes)',
    ],
    [
      'no axis',
      () => ops.sum(x, [3]),
      'Cannot reduce [B, T, 8]: it has no axis 3 (check the shapes)',
    ],
    [
      'unlike parts',
      () => ops.concat([x, ops.reshape(x, ['T', 'B', 8])], 2),
      'Cannot concatenate [B, T, 8], [T, B, 8]: they differ beside axis 2 (check the shapes)',
    ],
    [
      'a bias that does not broadcast',
      () => ops.attend(q, k, k, ops.reshape(bias, ['B', 1, 1, 'S', 'T'])),
      'the bias does not broadcast to [B, 2, 3, T, S] (check the shapes)',
    ],
    [
      'a weight of another width',
      () => ops.rmsNorm(x, column, 1e-6),
      'Cannot normalise [B, T, 8], [T, 1]: the weight is not one number a column (check the shapes)',
    ],
    [
      'an unknown input',
      () => input('y'),
      'Cannot trace: there is no input y (there are x, matrix, column, row, ids, q, k, bias)',
    ],
  ]
  it.each(refused)('of %s are refused', (_, build, message) => {
    expect(build).toThrow(message)
  })
})
