import { defineOp, input, refuse, showShape } from './definition.ts'
import { broadcastIndex, dense, stridesOf } from './dense.ts'
import {
  addDims,
  canonicalDim,
  countOf,
  type Dim,
  multiplyDims,
  type Shape,
  subtractDims,
} from './dims.ts'
import type { Value } from './graph.ts'

export const reshape = defineOp<{ readonly shape: Shape }>({
  infer(inputs, { shape }) {
    const x = input(inputs, 0)
    if (countOf(x.shape) !== countOf(shape)) {
      refuse(
        'reshape',
        inputs,
        `${showShape(shape)} holds ${countOf(shape)}, not ${countOf(x.shape)}`,
      )
    }
    return [{ dtype: x.dtype, shape: shape.map(canonicalDim) }]
  },
  evaluate: (inputs, { shape }, size) => [{ shape: shape.map(size), data: input(inputs, 0).data }],
  vjp: ({ ops, inputs, gradients: [gradient] }) => [
    gradient && ops.reshape(gradient, input(inputs, 0).shape),
  ],
})

/** Axes in another order: axis i of the result is axis `order[i]` of the input. */
export const transpose = defineOp<{ readonly order: readonly number[] }>({
  infer(inputs, { order }) {
    const x = input(inputs, 0)
    if (
      [...order].sort((a, b) => a - b).some((axis, i) => axis !== i) ||
      order.length !== x.shape.length
    ) {
      refuse('transpose', inputs, `${showShape(order)} is no order of its axes`)
    }
    return [{ dtype: x.dtype, shape: order.map((axis) => x.shape[axis] ?? 1) }]
  },
  evaluate(inputs, { order }) {
    const x = input(inputs, 0)
    const result = dense(order.map((axis) => x.shape[axis] ?? 1))
    const from = stridesOf(x.shape)
    const to = stridesOf(result.shape)
    for (let i = 0; i < result.data.length; i++) {
      let place = 0
      for (const [axis, source] of order.entries()) {
        const index = Math.floor(i / (to[axis] ?? 1)) % (result.shape[axis] ?? 1)
        place += index * (from[source] ?? 0)
      }
      result.data[i] = x.data[place] ?? 0
    }
    return [result]
  },
  vjp: ({ ops, gradients: [gradient], attrs: { order } }) => [
    gradient &&
      ops.transpose(
        gradient,
        order.map((_, axis) => order.indexOf(axis)),
      ),
  ],
})

export const concat = defineOp<{ readonly axis: number }>({
  infer(inputs, { axis }) {
    const first = input(inputs, 0)
    if (first.shape[axis] === undefined) refuse('concatenate', inputs, `there is no axis ${axis}`)
    for (const other of inputs) {
      const fits =
        other.dtype === first.dtype &&
        other.shape.length === first.shape.length &&
        other.shape.every((dim, at) => at === axis || dim === first.shape[at])
      if (!fits) refuse('concatenate', inputs, `they differ beside axis ${axis}`)
    }
    const length = addDims(...inputs.map(({ shape }) => shape[axis] ?? 1))
    return [
      { dtype: first.dtype, shape: first.shape.map((dim, at) => (at === axis ? length : dim)) },
    ]
  },
  evaluate(inputs, { axis }) {
    const first = input(inputs, 0)
    const length = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 1), 0)
    const result = dense(first.shape.map((dim, at) => (at === axis ? length : dim)))
    const inner = stridesOf(first.shape)[axis] ?? 1
    const outer = result.data.length / Math.max(1, length * inner)
    let start = 0
    for (const { shape, data } of inputs) {
      const run = (shape[axis] ?? 1) * inner
      for (let row = 0; row < outer; row++) {
        result.data.set(data.subarray(row * run, (row + 1) * run), row * length * inner + start)
      }
      start += run
    }
    return [result]
  },
  vjp({ ops, inputs, gradients: [gradient], attrs: { axis }, wanted }) {
    if (!gradient) return []
    let start: Dim = 0
    return inputs.map(({ shape }, index): Value | undefined => {
      const end = addDims(start, shape[axis] ?? 1)
      const part = wanted[index] ? ops.slice(gradient, axis, start, end) : undefined
      start = end
      return part
    })
  },
})

export interface SliceAttrs {
  readonly axis: number
  readonly start: Dim
  readonly end: Dim
}

export const slice = defineOp<SliceAttrs>({
  infer(inputs, { axis, start, end }) {
    const x = input(inputs, 0)
    if (axis < 0 || axis >= x.shape.length) refuse('slice', inputs, `it has no axis ${axis}`)
    const length = subtractDims(end, start)
    const whole = x.shape[axis] ?? 1
    if ((typeof length === 'number' && length < 0) || (typeof start === 'number' && start < 0))
      refuse('slice', inputs, `${start} to ${end} is no range`)
    if (typeof end === 'number' && typeof whole === 'number' && end > whole) {
      refuse('slice', inputs, `it ends at ${whole}, before ${end}`)
    }
    return [{ dtype: x.dtype, shape: x.shape.map((dim, at) => (at === axis ? length : dim)) }]
  },
  evaluate(inputs, { axis, start, end }, size) {
    const x = input(inputs, 0)
    const [from, to] = [size(start), size(end)]
    const result = dense(x.shape.map((dim, at) => (at === axis ? to - from : dim)))
    const inner = stridesOf(x.shape)[axis] ?? 1
    const whole = (x.shape[axis] ?? 1) * inner
    const run = (to - from) * inner
    for (let row = 0; row * run < result.data.length; row++) {
      const begin = row * whole + from * inner
      result.data.set(x.data.subarray(begin, begin + run), row * run)
    }
    return [result]
  },
  vjp: ({ ops, inputs, gradients: [gradient], attrs: { axis, start } }) => [
    gradient && ops.padZeros(gradient, axis, start, input(inputs, 0).shape[axis] ?? 1),
  ],
})

/** Zeros before (`start` of them) and behind along an axis, to `length` in all: the gradient of a slice. */
export const padZeros = defineOp<{ axis: number; start: Dim; length: Dim }>({
  infer(inputs, { axis, start, length }) {
    const x = input(inputs, 0)
    const dim = x.shape[axis]
    if (dim === undefined) return refuse('pad', inputs, `it has no axis ${axis}`)
    const after = subtractDims(length, addDims(start, dim))
    if ([start, after].some((zeros) => typeof zeros === 'number' && zeros < 0)) {
      refuse('pad', inputs, `it does not fit ${length} from ${start} on`)
    }
    return [
      {
        dtype: x.dtype,
        shape: x.shape.map((dim, at) => (at === axis ? canonicalDim(length) : dim)),
      },
    ]
  },
  evaluate(inputs, { axis, start, length }, size) {
    const x = input(inputs, 0)
    const whole = size(length)
    const result = dense(x.shape.map((dim, at) => (at === axis ? whole : dim)))
    const inner = stridesOf(x.shape)[axis] ?? 1
    const run = (x.shape[axis] ?? 1) * inner
    for (let row = 0; row * run < x.data.length; row++) {
      const place = row * whole * inner + size(start) * inner
      result.data.set(x.data.subarray(row * run, (row + 1) * run), place)
    }
    return [result]
  },
  vjp: ({ ops, inputs, gradients: [gradient], attrs: { axis, start } }) => [
    gradient && ops.slice(gradient, axis, start, addDims(start, input(inputs, 0).shape[axis] ?? 1)),
  ],
})

/** Repeated along axes of size 1, to a shape of the same rank. */
export const broadcastTo = defineOp<{ readonly shape: Shape }>({
  infer(inputs, { shape }) {
    const x = input(inputs, 0)
    const fits =
      x.shape.length === shape.length && x.shape.every((dim, at) => dim === 1 || dim === shape[at])
    if (!fits) refuse('broadcast', inputs, `it does not fit ${showShape(shape)}`)
    return [{ dtype: x.dtype, shape }]
  },
  evaluate(inputs, { shape }, size) {
    const x = input(inputs, 0)
    const full = shape.map(size)
    return [
      {
        shape: full,
        data: Float64Array.from(broadcastIndex(x.shape, full), (i) => x.data[i] ?? 0),
      },
    ]
  },
  vjp({ ops, inputs, gradients: [gradient] }) {
    const { shape } = input(inputs, 0)
    const axes = shape.flatMap((dim, axis) =>
      dim === 1 && gradient?.shape[axis] !== 1 ? [axis] : [],
    )
    return [gradient && (axes.length > 0 ? ops.sum(gradient, axes, { keep: true }) : gradient)]
  },
})

/** A size as a number of the graph, where it may be symbolic. */
export const sizeOf = defineOp<{ readonly size: Dim }>({
  infer: () => [{ dtype: 'float32', shape: [] }],
  evaluate: (_, { size: dim }, size) => [
    { shape: [], data: Float64Array.of(size(multiplyDims(dim))) },
  ],
})
