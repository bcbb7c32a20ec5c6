import { defineOp, input, lastOf, refuse, showShape } from './definition.ts'
import { at, dense } from './dense.ts'
import type { Dim } from './dims.ts'
import type { TensorType } from './graph.ts'

function needIds(op: string, inputs: readonly TensorType[], ids: TensorType): void {
  if (ids.dtype !== 'int32') refuse(op, inputs, `ids are ${ids.dtype}, not int32`)
}

export interface RowsAttrs {
  /** No id comes twice: gradients are then put in their rows, not added. */
  readonly unique: boolean
}

/** Rows of a table `[rows, ...]` by ids `[...]`: embeddings, and the positions that are trained. */
export const gather = defineOp<RowsAttrs>({
  infer(inputs) {
    const [table, ids] = [input(inputs, 0), input(inputs, 1)]
    needIds('gather from', inputs, ids)
    if (table.shape.length < 1) refuse('gather from', inputs, 'the table has no rows')
    return [{ dtype: table.dtype, shape: [...ids.shape, ...table.shape.slice(1)] }]
  },
  evaluate(inputs) {
    const [table, ids] = [input(inputs, 0), input(inputs, 1)]
    const width = table.data.length / Math.max(1, table.shape[0] ?? 1)
    const result = dense([...ids.shape, ...table.shape.slice(1)])
    for (const [i, id] of ids.data.entries()) {
      result.data.set(table.data.subarray(id * width, (id + 1) * width), i * width)
    }
    return [result]
  },
  vjp({ ops, inputs, gradients: [gradient], attrs: { unique } }) {
    const [table, ids] = [input(inputs, 0), input(inputs, 1)]
    return [gradient && ops.scatterAddRows(ids, gradient, table.shape[0] ?? 1, { unique })]
  },
})

/** A table of `rows` rows, zero but for the updates, which are added where ids say: the gradient of gather. */
export const scatterAddRows = defineOp<RowsAttrs & { readonly rows: Dim }>({
  infer(inputs, { rows }) {
    const [ids, updates] = [input(inputs, 0), input(inputs, 1)]
    needIds('scatter', inputs, ids)
    const lead = updates.shape.slice(0, ids.shape.length)
    if (showShape(lead) !== showShape(ids.shape))
      refuse('scatter', inputs, 'ids and updates differ')
    return [{ dtype: 'float32', shape: [rows, ...updates.shape.slice(ids.shape.length)] }]
  },
  evaluate(inputs, { rows }, size) {
    const [ids, updates] = [input(inputs, 0), input(inputs, 1)]
    const result = dense([size(rows), ...updates.shape.slice(ids.shape.length)])
    const width = updates.data.length / Math.max(1, ids.data.length)
    for (const [i, id] of ids.data.entries()) {
      for (let j = 0; j < width; j++) {
        const place = id * width + j
        result.data[place] = at(result, place) + at(updates, i * width + j)
      }
    }
    return [result]
  },
  vjp: ({ ops, inputs, gradients: [gradient], attrs: { unique } }) => [
    undefined,
    gradient && ops.gather(gradient, input(inputs, 0), { unique }),
  ],
})

/** One number of each row: `x[..., ids[...]]`. */
export const takeLast = defineOp({
  infer(inputs) {
    const [x, ids] = [input(inputs, 0), input(inputs, 1)]
    needIds('take from', inputs, ids)
    const lead = x.shape.slice(0, -1)
    if (showShape(lead) !== showShape(ids.shape))
      refuse('take from', inputs, 'ids are not one a row')
    return [{ dtype: 'float32', shape: ids.shape }]
  },
  evaluate(inputs) {
    const [x, ids] = [input(inputs, 0), input(inputs, 1)]
    const columns = x.shape[x.shape.length - 1] ?? 1
    return [{ shape: ids.shape, data: ids.data.map((id, row) => at(x, row * columns + id)) }]
  },
  vjp({ ops, inputs, gradients: [gradient] }) {
    const [x, ids] = [input(inputs, 0), input(inputs, 1)]
    return [gradient && ops.scatterLast(gradient, ids, lastOf(x.shape))]
  },
})

/** Rows of `size` numbers, zero but for one each: the gradient of takeLast. */
export const scatterLast = defineOp<{ readonly size: Dim }>({
  infer(inputs, { size }) {
    const [values, ids] = [input(inputs, 0), input(inputs, 1)]
    needIds('scatter', inputs, ids)
    if (showShape(values.shape) !== showShape(ids.shape))
      refuse('scatter', inputs, 'ids and values differ')
    return [{ dtype: 'float32', shape: [...values.shape, size] }]
  },
  evaluate(inputs, attrs, size) {
    const [values, ids] = [input(inputs, 0), input(inputs, 1)]
    const columns = size(attrs.size)
    const result = dense([...values.shape, columns])
    for (const [row, id] of ids.data.entries()) result.data[row * columns + id] = at(values, row)
    return [result]
  },
  vjp: ({ ops, inputs, gradients: [gradient] }) => [
    gradient && ops.takeLast(gradient, input(inputs, 1)),
  ],
})
