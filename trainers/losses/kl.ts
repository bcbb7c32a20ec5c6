import type { Ops, Value } from '../../models/index.ts'
import { clamp, k3Of } from './tensor-parts.ts'

/**
 * Estimators of KL(π ‖ π_ref) from tokens of π (Schulman 2020, "Approximating KL divergence"), d = ℓ_ref − ℓ:
 * k1 = −d, k2 = d²/2, k3 = e^d − d − 1. k1 and k3 are unbiased, k2 and k3 never negative.
 */
export const klEstimators = ['k1', 'k2', 'k3'] as const
export type KlEstimator = (typeof klEstimators)[number]

/** As verl: for k3, d is cut to ±20 and the estimate to 10, so that one token is never the whole gradient. */
const LARGEST_LOG_RATIO = 20
const LARGEST_K3 = 10

/**
 * The estimate of each token, `[M]`, differentiable in `logProbs`. As a loss the three differ: the expected
 * gradient of k1 is 0, that of k2 is the gradient of KL(π ‖ π_ref), that of k3 the one of KL(π_ref ‖ π).
 */
export function klTerm(ops: Ops, logProbs: Value, reference: Value, estimator: KlEstimator): Value {
  const d = ops.sub(reference, logProbs)
  if (estimator === 'k1') return ops.neg(d)
  if (estimator === 'k2') return ops.mul(ops.constant(0.5), ops.mul(d, d))
  const k3 = k3Of(ops, clamp(ops, d, -LARGEST_LOG_RATIO, LARGEST_LOG_RATIO))
  return ops.minimum(k3, ops.constant(LARGEST_K3))
}

/** The same of log-probs at hand: what is taken off the reward of each token, before its coefficient. */
export function klEstimates(
  logProbs: ArrayLike<number>,
  reference: ArrayLike<number>,
  estimator: KlEstimator,
): Float64Array {
  return Float64Array.from({ length: logProbs.length }, (_, i) => {
    const d = (reference[i] ?? Number.NaN) - (logProbs[i] ?? Number.NaN)
    if (estimator === 'k1') return -d
    if (estimator === 'k2') return 0.5 * d * d
    const cut = Math.min(Math.max(d, -LARGEST_LOG_RATIO), LARGEST_LOG_RATIO)
    // Rounding takes what is almost 0 below it.
    return Math.min(Math.max(0, Math.expm1(cut) - cut), LARGEST_K3)
  })
}
