import { refuse } from './definition.ts'
import type { Dim, Shape } from './dims.ts'
import type { TensorType, Value } from './graph.ts'
import type { Ops } from './ops.ts'

/** The shape of `a op b` with NumPy's broadcasting: equal sizes, or 1. */
export function broadcastShapes(op: string, a: TensorType, b: TensorType): Shape {
  const rank = Math.max(a.shape.length, b.shape.length)
  return Array.from({ length: rank }, (_, axis): Dim => {
    const x = a.shape[axis - rank + a.shape.length] ?? 1
    const y = b.shape[axis - rank + b.shape.length] ?? 1
    if (x !== y && x !== 1 && y !== 1) refuse(op, [a, b], `${x} meets ${y}`)
    return x === 1 ? y : x
  })
}

/** The gradient of an input that was broadcast: summed over the axes it was repeated on. */
export function unbroadcast(ops: Ops, gradient: Value, { shape }: TensorType): Value {
  const lead = gradient.shape.length - shape.length
  const axes = gradient.shape.flatMap((dim, axis) =>
    axis < lead || (shape[axis - lead] === 1 && dim !== 1) ? [axis] : [],
  )
  if (axes.length === 0) return gradient
  const summed = ops.sum(gradient, axes, { keep: true })
  return lead === 0 ? summed : ops.reshape(summed, shape)
}
