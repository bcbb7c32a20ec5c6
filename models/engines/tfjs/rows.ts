import { input } from '../../ops/definition.ts'
import { sizeOf } from '../../tensor.ts'
import { type Executors, type Tensor, withGradient } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'

type Names = 'gather' | 'scatterAddRows' | 'scatterLast' | 'takeLast'

/** Rows of a table by ids, and their sum back into a table. */
export interface Rows {
  readonly gather: (table: Tensor, ids: Tensor) => Tensor
  readonly scatterAdd: (ids: Tensor, updates: Tensor, rows: number) => Tensor
  /** `x[..., ids[...]]`. */
  readonly takeLast: (x: Tensor, ids: Tensor) => Tensor
  readonly scatterLast: (values: Tensor, ids: Tensor, columns: number) => Tensor
}

/**
 * Gather and scatter are each other's gradient. The gradient that TensorFlow.js has for gather is
 * a sum by segments, which goes through all updates once a row of the table, and is missing in wasm.
 */
export function createRows(tf: Tfjs): Rows {
  const gather: Rows['gather'] = (table, ids) => {
    const rows = table.shape[0] ?? 0
    if (table.dtype === 'int32') return tf.gather(table, ids)
    return withGradient(tf, [table], {
      forward: () => ({ value: tf.gather(table, ids), keep: [ids] }),
      backward: (gradient, kept) => [scatterAdd(input(kept, 0), gradient, rows)],
    })
  }
  const scatterAdd: Rows['scatterAdd'] = (ids, updates, rows) => {
    const lead = updates.shape.slice(ids.shape.length)
    const width = sizeOf(lead)
    return withGradient(tf, [updates], {
      forward() {
        const places = tf.reshape(ids, [ids.size, 1])
        const flat = tf.reshape(updates, [ids.size, width])
        const table = tf.scatterND(places, flat, [rows, width])
        return { value: tf.reshape(table, [rows, ...lead]), keep: [ids] }
      },
      backward: (gradient, kept) => [gather(gradient, input(kept, 0))],
    })
  }
  /** Where the number of each row stands, all rows behind one another. */
  const flatPlaces = (ids: Tensor, columns: number) =>
    tf.add(
      tf.mul(tf.range(0, ids.size, 1, 'int32'), tf.scalar(columns, 'int32')),
      tf.reshape(ids, [ids.size]),
    )
  return {
    gather,
    scatterAdd,
    takeLast(x, ids) {
      const places = flatPlaces(ids, x.shape[x.shape.length - 1] ?? 1)
      return tf.reshape(gather(tf.reshape(x, [x.size]), places), ids.shape)
    },
    scatterLast(values, ids, columns) {
      const places = flatPlaces(ids, columns)
      const flat = scatterAdd(places, tf.reshape(values, [ids.size]), ids.size * columns)
      return tf.reshape(flat, [...ids.shape, columns])
    },
  }
}

export const rowExecutors = (rows: Rows): Pick<Executors, Names> => ({
  gather: (inputs) => [rows.gather(input(inputs, 0), input(inputs, 1))],
  scatterAddRows: (inputs, { attrs, size }) => [
    rows.scatterAdd(input(inputs, 0), input(inputs, 1), size(attrs.rows)),
  ],
  takeLast: (inputs) => [rows.takeLast(input(inputs, 0), input(inputs, 1))],
  scatterLast: (inputs, { attrs, size }) => [
    rows.scatterLast(input(inputs, 0), input(inputs, 1), size(attrs.size)),
  ],
})
