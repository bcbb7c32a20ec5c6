import type { Dim, Shape } from '../../../ops/dims.ts'
import type { SliceAttrs } from '../../../ops/layout.ts'
import type { ReduceAttrs } from '../../../ops/reduce.ts'
import { type EmitOp, int, ints, nameOf, reshaped } from './emit-op.ts'
import { ELEMENT } from './model.ts'

const reduce =
  (op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax'): EmitOp<ReduceAttrs> =>
  ({ to, inputs, attrs: { axes, keep } }) => {
    if (axes.length === 0) return inputs
    const keepdims = { keepdims: int(keep ? 1 : 0) }
    // Opset 17 has the axes of a sum as an input, and those of the others as an attribute.
    if (op === 'ReduceSum') return [to.add(op, [nameOf(inputs, 0), to.ints(axes)], keepdims)]
    return [to.add(op, inputs, { axes: ints(...axes), ...keepdims })]
  }

const reshape: EmitOp<{ readonly shape: Shape }> = ({ to, inputs, types, outputs }) => [
  reshaped(to, nameOf(inputs, 0), types[0]?.shape ?? [], outputs[0]?.shape ?? []),
]

const transpose: EmitOp<{ readonly order: readonly number[] }> = ({ to, inputs, attrs }) =>
  attrs.order.every((axis, at) => axis === at)
    ? inputs
    : [to.add('Transpose', inputs, { perm: ints(...attrs.order) })]

const concat: EmitOp<{ readonly axis: number }> = ({ to, inputs, attrs }) =>
  inputs.length === 1 ? inputs : [to.add('Concat', inputs, { axis: int(attrs.axis) })]

const slice: EmitOp<SliceAttrs> = ({ to, inputs, attrs: { axis, start, end } }) => [
  to.add('Slice', [nameOf(inputs, 0), to.size(start), to.size(end), to.ints([axis])]),
]

const padZeros: EmitOp<{ axis: number; start: Dim; length: Dim }> = ({
  to,
  inputs,
  types,
  attrs: { axis, start, length },
}) => {
  const shape = types[0]?.shape ?? []
  const behind = to.add('Sub', [
    to.size(length),
    to.add('Add', [to.size(start), to.size(shape[axis] ?? 1)]),
  ])
  const zeros = (count: number) => (count > 0 ? [to.ints(new Array<number>(count).fill(0))] : [])
  const between = zeros(shape.length - 1)
  const pads = [
    ...zeros(axis),
    to.size(start),
    ...between,
    behind,
    ...zeros(shape.length - 1 - axis),
  ]
  return [to.add('Pad', [nameOf(inputs, 0), to.add('Concat', pads, { axis: int(0) })])]
}

const broadcastTo: EmitOp<{ readonly shape: Shape }> = ({ to, inputs, types, attrs, notes }) => {
  const from = types[0]?.shape ?? []
  const name = nameOf(inputs, 0)
  if (from.join() === attrs.shape.join()) return [name]
  // A size of 1 keeps what the input has.
  const target = attrs.shape.map((dim, axis) => (dim === from[axis] ? 1 : dim))
  const full = to.add('Expand', [name, to.sizes(target)])
  notes.narrow.set(full, { name, shape: from })
  return [full]
}

const sizeOf: EmitOp<{ readonly size: Dim }> = ({ to, attrs: { size } }) => {
  if (typeof size === 'number') return [to.float(size)]
  return [to.add('Squeeze', [to.add('Cast', [to.size(size)], { to: int(ELEMENT.float32) })])]
}

export const layout = {
  ...{ sum: reduce('ReduceSum'), mean: reduce('ReduceMean'), max: reduce('ReduceMax') },
  ...{ reshape, transpose, concat, slice, padZeros, broadcastTo, sizeOf },
}
