import type { Ops, Value } from '../../models/index.ts'

/** Which sequence each of `M` tokens is of, and how many trained ones each of `Q` has. */
export interface Segments {
  readonly sequence: Value
  readonly sequenceTokens: Value
}

/** Cut to a range; a gradient flows within it alone. */
export const clamp = (ops: Ops, x: Value, low: number, high: number): Value =>
  ops.minimum(ops.maximum(x, ops.constant(low)), ops.constant(high))

export const above = (ops: Ops, x: Value, limit: number): Value => ops.less(ops.constant(limit), x)
export const below = (ops: Ops, x: Value, limit: number): Value => ops.less(x, ops.constant(limit))

/** e^x of a log-ratio that is cut to ±limit: no infinite ratio, and no gradient beyond. */
export const ratioOf = (ops: Ops, logRatio: Value, limit: number): Value =>
  ops.exp(clamp(ops, logRatio, -limit, limit))

/** Sums of `[M]` over each sequence, `[Q]`. */
export const segmentSum = (ops: Ops, x: Value, { sequence, sequenceTokens }: Segments): Value =>
  ops.scatterAddRows(sequence, x, sequenceTokens.shape[0] ?? 1)

/** Means of `[M]` over each sequence, `[Q]`; what is not trained has to be 0. */
export const segmentMean = (ops: Ops, x: Value, segments: Segments): Value =>
  ops.div(segmentSum(ops, x, segments), ops.maximum(segments.sequenceTokens, ops.constant(1)))

/** k3 of Schulman (2020), "Approximating KL divergence": e^d − d − 1, never negative. */
export const k3Of = (ops: Ops, d: Value): Value => ops.sub(ops.sub(ops.exp(d), d), ops.constant(1))

export const zerosLike = (ops: Ops, { shape }: Value): Value =>
  ops.broadcastTo(
    ops.reshape(
      ops.constant(0),
      shape.map(() => 1),
    ),
    shape,
  )
