import { type Dense, defineOp, input, refuse } from './definition.ts'
import { rowsOf } from './dense.ts'
import type { TensorType } from './graph.ts'

function inferRows(inputs: readonly TensorType[]): readonly TensorType[] {
  const x = input(inputs, 0)
  if (x.shape.length === 0) refuse('take the softmax of', inputs, 'it has no axis')
  return [{ dtype: 'float32', shape: x.shape }]
}

/** Log of the sum of exponentials of each row, by the maximum so that nothing overflows. */
export function logSumExpOf(x: Dense): Float64Array {
  const [rows, columns] = rowsOf(x)
  return Float64Array.from({ length: rows }, (_, row) => {
    const values = x.data.subarray(row * columns, (row + 1) * columns)
    const top = values.reduce((a, b) => Math.max(a, b), -Infinity)
    return top + Math.log(values.reduce((total, value) => total + Math.exp(value - top), 0))
  })
}

/** Over the last axis; dx = y·(g − Σ g·y). */
export const softmax = defineOp({
  infer: inferRows,
  evaluate(inputs) {
    const x = input(inputs, 0)
    const [, columns] = rowsOf(x)
    const lse = logSumExpOf(x)
    const data = x.data.map((value, i) => Math.exp(value - (lse[Math.floor(i / columns)] ?? 0)))
    return [{ shape: x.shape, data }]
  },
  vjp({ ops, outputs, gradients: [g] }) {
    if (!g) return []
    const y = input(outputs, 0)
    const inner = ops.sum(ops.mul(g, y), [-1], { keep: true })
    return [ops.mul(y, ops.sub(g, inner))]
  },
})

/** Over the last axis, by the maximum: `log(softmax(x))` would underflow to −∞; dx = g − exp(y)·Σ g. */
export const logSoftmax = defineOp({
  infer: inferRows,
  evaluate(inputs) {
    const x = input(inputs, 0)
    const [, columns] = rowsOf(x)
    const lse = logSumExpOf(x)
    return [
      {
        shape: x.shape,
        data: x.data.map((value, i) => value - (lse[Math.floor(i / columns)] ?? 0)),
      },
    ]
  },
  vjp({ ops, outputs, gradients: [g] }) {
    if (!g) return []
    const total = ops.sum(g, [-1], { keep: true })
    return [ops.sub(g, ops.mul(ops.exp(input(outputs, 0)), total))]
  },
})
