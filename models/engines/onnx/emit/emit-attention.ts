import { HIDDEN } from '../../../ops/attention.ts'
import type { NoAttrs } from '../../../ops/definition.ts'
import { multiplyDims } from '../../../ops/dims.ts'
import { multiplied } from './emit-dense.ts'
import { type EmitOp, int, nameOf, reshaped } from './emit-op.ts'
import { ELEMENT } from './model.ts'

const attend: EmitOp<NoAttrs> = ({ to, inputs, types, outputs }) => {
  const [q = '', k = '', v = '', bias = ''] = inputs
  const shape = types[0]?.shape ?? []
  const scoresShape = outputs[1]?.shape ?? []
  const [b = 1, heads = 1, group = 1, m = 1, h = 1] = shape
  // The group stands beside the rows: one product for all queries that share a key.
  const rows = multiplyDims(group, m)
  const flatScores = [b, heads, rows, scoresShape[4] ?? 1]
  const queries = reshaped(to, q, shape, [b, heads, rows, h])
  const products = multiplied(to, [queries, k], 4, { transposeB: true })
  const scores = to.add('Add', [reshaped(to, products, flatScores, scoresShape), bias])
  const p = to.add('Softmax', [scores], { axis: int(-1) })
  const mixed = multiplied(to, [reshaped(to, p, scoresShape, flatScores), v], 4)
  return [reshaped(to, mixed, [b, heads, rows, h], shape), p]
}

const causalBias: EmitOp<NoAttrs> = ({ to, inputs, types }) => {
  const segments = nameOf(inputs, 0)
  // In float32, which is exact here: GPUs compare no int64, and the mask would be made on the CPU.
  const length = to.add('Cast', [to.size(types[0]?.shape[1] ?? 1)], { to: int(ELEMENT.float32) })
  const end = to.add('Squeeze', [length])
  const places = to.add('Range', [to.float(0), end, to.float(1)])
  const [rowAxis, columnAxis] = [to.ints([1]), to.ints([0])]
  const [hidden, seen] = [to.float(HIDDEN), to.float(0)]
  const later = to.add('Less', [
    to.add('Unsqueeze', [places, rowAxis]),
    to.add('Unsqueeze', [places, columnAxis]),
  ])
  const causal = to.add('Where', [later, hidden, seen])
  const together = to.add('Equal', [
    to.add('Unsqueeze', [segments, to.ints([1, 2, 3])]),
    to.add('Unsqueeze', [segments, to.ints([1, 2, 4])]),
  ])
  return [to.add('Where', [together, causal, hidden])]
}

export const attentionOps = { attend, causalBias }
