import type { Ops, Value } from '../../models/index.ts'
import { clamp, type Segments, segmentMean, segmentSum } from './tensor-parts.ts'

/**
 * What is done about a sampler that is not quite the trainer: tokens are weighed with the ratio
 * w = π_old / π_rollout of the token, or of its sequence. `truncate` cuts w to [floor, cap] (truncated importance
 * sampling, Yao et al. 2025); `mask` keeps w within and makes it 0 beyond.
 */
export interface Correction {
  readonly level: 'token' | 'sequence'
  readonly action: 'truncate' | 'mask'
  /**
   * Of a sequence: `geometric` is e^mean of its tokens' log-ratios, `product` e^sum. The second is the exact
   * ratio, and leaves any cap as episodes grow: 0.01 nats a token are 2.7 after 100.
   */
  readonly ratio: 'geometric' | 'product'
  readonly cap: number
  readonly floor: number | null
}

/**
 * Log-ratios up to this count as none. Sampler and trainer compute one number in two ways and differ in its
 * last bits, by how tokens were batched: without a dead zone that noise would reach the weights, and a
 * synchronous run would not come out the same twice.
 */
export const DEAD_ZONE = 1e-3
/** A ratio is never beyond e^±20. */
const LARGEST = 20

export interface SamplerRatios {
  /** ℓ_old − ℓ_rollout, `[M]`, as it is. */
  readonly difference: Value
  /** Ratios of the tokens, `[M]`: 1 in the dead zone, neither cut nor masked. */
  readonly token: Value
  /** Of the sequences, `[Q]`. */
  readonly geometric: Value
  readonly product: Value
}

/** Ratios of trainer to sampler; no gradient flows through them. What is not trained has to be 0. */
export function samplerRatios(
  ops: Ops,
  { old, rollout, ...segments }: Segments & { readonly old: Value; readonly rollout: Value },
): SamplerRatios {
  const difference = ops.stopGradient(ops.sub(old, rollout))
  const isReal = ops.less(ops.constant(DEAD_ZONE), ops.abs(difference))
  const logRatio = ops.select(isReal, difference, ops.constant(0))
  const ratio = (x: Value) => ops.exp(clamp(ops, x, -LARGEST, LARGEST))
  return {
    difference,
    token: ratio(logRatio),
    geometric: ratio(segmentMean(ops, logRatio, segments)),
    product: ratio(segmentSum(ops, logRatio, segments)),
  }
}

/** What each token is weighed with, `[M]`. */
export function correctionWeights(
  ops: Ops,
  ratios: SamplerRatios,
  sequence: Value,
  { level, action, ratio, cap, floor }: Correction,
): Value {
  const w = level === 'token' ? ratios.token : ops.gather(ratios[ratio], sequence)
  const [low, high] = [ops.constant(floor ?? 0), ops.constant(cap)]
  if (action === 'truncate') return ops.minimum(ops.maximum(w, low), high)
  const isBeyond = ops.add(ops.less(w, low), ops.less(high, w))
  return ops.select(isBeyond, ops.constant(0), w)
}
