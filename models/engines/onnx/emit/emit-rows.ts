import type { NoAttrs } from '../../../ops/definition.ts'
import { countOf, type Dim } from '../../../ops/dims.ts'
import type { RowsAttrs } from '../../../ops/rows.ts'
import { type EmitOp, int, nameOf, reshaped, zerosOf } from './emit-op.ts'
import { ELEMENT } from './model.ts'
import type { Writer } from './writer.ts'

const gather: EmitOp<RowsAttrs> = ({ to, inputs }) => [to.add('Gather', inputs, { axis: int(0) })]

/**
 * Rows that come once are put with ScatterND, a copy a row. Others are not: its additions race on the
 * CPU where ids repeat.
 */
const scatterAddRows: EmitOp<RowsAttrs & { readonly rows: Dim }> = (context) => {
  const { to, inputs, types, outputs, attrs } = context
  const [ids = '', updates = ''] = inputs
  const [idShape = [], shape = []] = types.map((type) => type.shape)
  const [count, width] = [countOf(idShape), countOf(shape.slice(idShape.length))]
  const flat = [count, width]
  const places = reshaped(to, ids, idShape, [count, 1])
  if (attrs.unique) {
    const zeros = zerosOf(to, [attrs.rows, width])
    const at = to.add('Cast', [places], { to: int(ELEMENT.int64) })
    const put = to.add('ScatterND', [zeros, at, reshaped(to, updates, shape, flat)])
    return [reshaped(to, put, [attrs.rows, width], outputs[0]?.shape ?? [])]
  }
  const added = to.add(
    'ScatterElements',
    [
      zerosOf(to, [attrs.rows, width]),
      to.add('Expand', [places, to.sizes(flat)]),
      reshaped(to, updates, shape, flat),
    ],
    { axis: int(0), reduction: { string: 'add' } },
  )
  return [reshaped(to, added, [attrs.rows, width], outputs[0]?.shape ?? [])]
}

/** Ids `[...]` as places `[..., 1]`. */
const placesOf = (to: Writer, ids: string) => to.add('Unsqueeze', [ids, to.ints([-1])])

/** One number of each row, as `[...]`. */
export const taken = (to: Writer, x: string, ids: string): string =>
  to.add('Squeeze', [
    to.add('GatherElements', [x, placesOf(to, ids)], { axis: int(-1) }),
    to.ints([-1]),
  ])

const takeLast: EmitOp<NoAttrs> = ({ to, inputs }) => [
  taken(to, nameOf(inputs, 0), nameOf(inputs, 1)),
]

const scatterLast: EmitOp<{ readonly size: Dim }> = ({ to, inputs, outputs }) => {
  const [values = '', ids = ''] = inputs
  const zeros = zerosOf(to, outputs[0]?.shape ?? [])
  const rows = to.add('Unsqueeze', [values, to.ints([-1])])
  return [to.add('ScatterElements', [zeros, placesOf(to, ids), rows], { axis: int(-1) })]
}

/** `x` with the numbers at `ids` of its rows larger by `values` (`[..., 1]`). */
export const addedAt = (to: Writer, x: string, ids: string, values: string): string =>
  to.add('ScatterElements', [x, placesOf(to, ids), values], {
    axis: int(-1),
    reduction: { string: 'add' },
  })

export const rowOps = { gather, scatterAddRows, takeLast, scatterLast }
