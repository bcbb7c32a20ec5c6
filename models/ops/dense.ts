import { sizeOf } from '../tensor.ts'
import type { Dense } from './definition.ts'

export const dense = (shape: readonly number[], fill = 0): Dense => ({
  shape,
  data: new Float64Array(sizeOf(shape)).fill(fill),
})

/** How far apart neighbours along each axis lie. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1)
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1)
  }
  return strides
}

export const at = ({ data }: Dense, index: number): number => data[index] ?? 0

/** For each place of `shape`, where it stands in a tensor that is broadcast to it. */
export function broadcastIndex(from: readonly number[], shape: readonly number[]): Int32Array {
  const lead = shape.length - from.length
  const strides = stridesOf(from).map((stride, axis) => (from[axis] === 1 ? 0 : stride))
  const all = [...new Array<number>(lead).fill(0), ...strides]
  const index = new Int32Array(sizeOf(shape))
  const place = new Array<number>(shape.length).fill(0)
  for (let i = 0, at = 0; i < index.length; i++) {
    index[i] = at
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1
      at += all[axis] ?? 0
      if (next < (shape[axis] ?? 1)) {
        place[axis] = next
        break
      }
      at -= (all[axis] ?? 0) * next
      place[axis] = 0
    }
  }
  return index
}

/** `[rows, columns]` of a tensor seen by its last axis. */
export function rowsOf({ shape, data }: Dense): readonly [rows: number, columns: number] {
  const columns = shape[shape.length - 1] ?? 1
  return [columns === 0 ? 0 : data.length / columns, columns]
}
