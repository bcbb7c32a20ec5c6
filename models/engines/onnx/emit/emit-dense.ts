import { lastOf, type NoAttrs } from '../../../ops/definition.ts'
import type { Shape } from '../../../ops/dims.ts'
import type { MatmulAttrs } from '../../../ops/matmul.ts'
import { type EmitOp, int, ints, nameOf, reshaped, viewed } from './emit-op.ts'
import type { Writer } from './writer.ts'

/** A product of matrices, or of batches of them. */
export function multiplied(
  to: Writer,
  [a, b]: readonly [string, string],
  rank: number,
  { transposeA = false, transposeB = false }: Partial<MatmulAttrs> = {},
): string {
  if (!transposeA && !transposeB) return to.add('MatMul', [a, b])
  const transA = int(transposeA ? 1 : 0)
  const transB = int(transposeB ? 1 : 0)
  if (rank === 2) return to.add('Gemm', [a, b], { transA, transB })
  // Its alpha stays 1: any other takes a slower kernel.
  if (to.contrib) return to.add('FusedMatMul', [a, b], { transA, transB })
  return to.add('MatMul', [
    transposeA ? turned(to, a, rank) : a,
    transposeB ? turned(to, b, rank) : b,
  ])
}

/** The last two axes exchanged. */
function turned(to: Writer, name: string, rank: number): string {
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  return to.add('Transpose', [name], { perm: ints(...axes.slice(0, -2), rank - 1, rank - 2) })
}

const matmul: EmitOp<MatmulAttrs> = ({ to, inputs, types, attrs }) => {
  const [a = '', b = ''] = inputs
  const [{ shape } = { shape: [] }, other] = types
  const rank = shape.length
  const isNarrow =
    typeof lastOf(other?.shape ?? []) === 'number' && typeof lastOf(shape) !== 'number'
  // Aᵀ·B as (Bᵀ·A)ᵀ: turning the narrow side of a batch (values, not probabilities) is a third faster.
  if (to.contrib && rank > 2 && attrs.transposeA && !attrs.transposeB && isNarrow) {
    return [turned(to, multiplied(to, [b, a], rank, attrs), rank)]
  }
  return [multiplied(to, [a, b], rank, attrs)]
}

const softmax: EmitOp<NoAttrs> = ({ to, inputs }) => [to.add('Softmax', inputs, { axis: int(-1) })]

/** Along the last axis, which stays. */
export const summed = (to: Writer, name: string) =>
  to.add('ReduceSum', [name, to.ints([-1])], { keepdims: int(1) })

export function logSoftmaxOf(to: Writer, x: string): string {
  if (to.contrib) return to.add('LogSoftmax', [x], { axis: int(-1) })
  const shifted = to.add('Sub', [x, to.add('ReduceMax', [x], { axes: ints(-1), keepdims: int(1) })])
  return to.add('Sub', [shifted, to.add('Log', [summed(to, to.add('Exp', [shifted]))])])
}

const logSoftmax: EmitOp<NoAttrs> = ({ to, inputs }) => [logSoftmaxOf(to, nameOf(inputs, 0))]

const rmsNorm: EmitOp<{ readonly epsilon: number }> = ({ to, inputs, attrs: { epsilon } }) => {
  const [x = '', weight = ''] = inputs
  if (to.contrib) {
    const attributes = { axis: int(-1), epsilon: { float: epsilon } }
    return to.addAll('SimplifiedLayerNormalization', [x, weight], attributes, 2)
  }
  const squares = to.add('ReduceMean', [to.add('Mul', [x, x])], {
    axes: ints(-1),
    keepdims: int(1),
  })
  const root = to.add('Sqrt', [to.add('Add', [squares, to.float(epsilon)])])
  const scale = to.add('Reciprocal', [root])
  return [to.add('Mul', [to.add('Mul', [x, scale]), weight]), scale]
}

const rope: EmitOp<{ readonly inverse: boolean }> = ({ to, inputs, types, attrs: { inverse } }) => {
  const [x = '', cos = '', given = ''] = inputs
  const shape = types[0]?.shape ?? []
  const [tokens = 1, heads = 1, size = 1] = shape
  const sin = inverse ? to.add('Neg', [given]) : given
  if (to.contrib && typeof size === 'number' && typeof heads === 'number') {
    // One row of the batch whose positions are 0, 1, ...: each token has angles of its own.
    const row: Shape = [1, tokens, heads * size]
    const flat = viewed(to, x, [1, -1, heads * size])
    const turned = to.add('RotaryEmbedding', [flat, to.ints([0]), cos, sin])
    return [reshaped(to, turned, row, shape)]
  }
  const half = types[1]?.shape[1] ?? 1
  const part = (start: string, end: string) => to.add('Slice', [x, start, end, to.ints([2])])
  const [a, b] = [part(to.ints([0]), to.size(half)), part(to.size(half), to.size(size))]
  const [c, s] = [cos, sin].map((angle) => to.add('Unsqueeze', [angle, to.ints([1])]))
  const times = (value: string, angle = '') => to.add('Mul', [value, angle])
  return [
    to.add(
      'Concat',
      [to.add('Sub', [times(a, c), times(b, s)]), to.add('Add', [times(b, c), times(a, s)])],
      { axis: int(2) },
    ),
  ]
}

export const denseOps = { matmul, softmax, logSoftmax, rmsNorm, rope }
