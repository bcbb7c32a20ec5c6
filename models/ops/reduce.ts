import { type Dense, defineOp, input, refuse, type VjpContext } from './definition.ts'
import { at, broadcastIndex, dense } from './dense.ts'
import type { TensorType } from './graph.ts'

export interface ReduceAttrs {
  readonly axes: readonly number[]
  /** Whether reduced axes stay, of size 1. */
  readonly keep: boolean
}

function infer(inputs: readonly TensorType[], { axes, keep }: ReduceAttrs): readonly TensorType[] {
  const { dtype, shape } = input(inputs, 0)
  if (dtype !== 'float32') refuse('reduce', inputs, `it takes float32, not ${dtype}`)
  for (const axis of axes) {
    if (axis < 0 || axis >= shape.length) refuse('reduce', inputs, `it has no axis ${axis}`)
  }
  if (new Set(axes).size < axes.length) refuse('reduce', inputs, 'an axis comes twice')
  const kept = shape.flatMap((dim, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [dim]))
  return [{ dtype, shape: kept }]
}

function reduced(
  x: Dense,
  { axes, keep }: ReduceAttrs,
  start: number,
  combine: (a: number, b: number) => number,
): Dense {
  const kept = x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
  const result = dense(kept, start)
  const index = broadcastIndex(kept, x.shape)
  for (const [i, value] of x.data.entries()) {
    const place = index[i] ?? 0
    result.data[place] = combine(at(result, place), value)
  }
  return {
    shape: keep ? kept : x.shape.filter((_, axis) => !axes.includes(axis)),
    data: result.data,
  }
}

/** The gradient with the reduced axes back, of size 1. */
function spread({ ops, inputs, gradients, attrs }: VjpContext<ReduceAttrs>) {
  const gradient = gradients[0]
  if (!gradient) return undefined
  const { shape } = input(inputs, 0)
  const kept = shape.map((dim, axis) => (attrs.axes.includes(axis) ? 1 : dim))
  return ops.reshape(gradient, kept)
}

export const sum = defineOp<ReduceAttrs>({
  infer,
  evaluate: (inputs, attrs) => [reduced(input(inputs, 0), attrs, 0, (a, b) => a + b)],
  vjp(context) {
    const gradient = spread(context)
    return [gradient && context.ops.broadcastTo(gradient, input(context.inputs, 0).shape)]
  },
})

export const mean = defineOp<ReduceAttrs>({
  infer,
  evaluate(inputs, attrs) {
    const x = input(inputs, 0)
    const result = reduced(x, attrs, 0, (a, b) => a + b)
    const size = x.data.length / result.data.length
    return [{ shape: result.shape, data: result.data.map((value) => value / size) }]
  },
  vjp(context) {
    const gradient = spread(context)
    if (!gradient) return []
    const { ops, inputs, attrs } = context
    const x = input(inputs, 0)
    // The size is known when the graph runs: the sum of ones is divided by, where it is symbolic.
    const sizes = attrs.axes.map((axis) => x.shape[axis] ?? 1)
    const full = ops.broadcastTo(gradient, x.shape)
    return [ops.div(full, ops.sizeOf(sizes))]
  },
})

/** No gradient flows through it: it serves metrics and numerical stability. */
export const max = defineOp<ReduceAttrs>({
  infer,
  evaluate: (inputs, attrs) => [reduced(input(inputs, 0), attrs, -Infinity, Math.max)],
})
