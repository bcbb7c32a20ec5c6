import type { Ops } from '../../models/index.ts'
import type { PolicyLoss, PolicyTerm, PolicyTokens, SequenceLoss } from './policy-loss.ts'
import { above, below, clamp, segmentMean } from './tensor-parts.ts'
import { clippedTerm } from './token-terms.ts'

/** Sequence log-ratios are cut to this from above, as verl does. */
const LARGEST = 10

/**
 * Losses with one ratio for a sequence: each of its n tokens holds the term of the sequence, so that with
 * weights 1/n (aggregation sequence-mean) a sequence counts once.
 */
export function sequenceTerm(
  ops: Ops,
  tokens: PolicyTokens,
  loss: Extract<PolicyLoss, SequenceLoss>,
): PolicyTerm {
  return loss.loss === 'gspo' ? gspoTerm(ops, tokens, loss) : gmpoTerm(ops, tokens, loss)
}

/**
 * GSPO (Zheng et al. 2025), eq. 5 to 7 in the token form of eq. 13 and 14: s = exp((1/n)·Σ(ℓ − ℓ_old)), as
 * sg[s]·e^(ℓ − sg[ℓ]) for each token, then PPO's clip. With one advantage for a sequence the gradient is that of −s·A.
 */
function gspoTerm(ops: Ops, tokens: PolicyTokens, loss: Extract<PolicyLoss, SequenceLoss>) {
  const { logProbs, old, advantages, sequence } = tokens
  const logRatio = ops.stopGradient(ops.sub(logProbs, old))
  const ofSequence = ops.gather(segmentMean(ops, logRatio, tokens), sequence)
  const straightThrough = ops.add(ofSequence, ops.sub(logProbs, ops.stopGradient(logProbs)))
  const ratio = ops.exp(
    clamp(ops, straightThrough, -loss.logRatioClamp, Math.min(LARGEST, loss.logRatioClamp)),
  )
  return clippedTerm(ops, ratio, advantages, loss)
}

/**
 * GMPO (Zhao et al. 2025): −A times the geometric mean of ratios that are clipped one by one, in
 * log space and only against the sign of A.
 */
function gmpoTerm(ops: Ops, tokens: PolicyTokens, loss: Extract<PolicyLoss, SequenceLoss>) {
  const { logProbs, old, advantages, sequence } = tokens
  const { clipLow, clipHigh, logRatioClamp } = loss
  const logRatio = clamp(ops, ops.sub(logProbs, old), -logRatioClamp, logRatioClamp)
  const clipped = clamp(ops, logRatio, -clipLow, clipHigh)
  const isNegative = below(ops, advantages, 0)
  const against = ops.select(
    isNegative,
    ops.maximum(logRatio, clipped),
    ops.minimum(logRatio, clipped),
  )
  const ratio = ops.gather(ops.exp(segmentMean(ops, against, tokens)), sequence)
  return {
    term: ops.neg(ops.mul(ratio, advantages)),
    isLow: ops.mul(isNegative, below(ops, logRatio, -clipLow)),
    isHigh: ops.mul(above(ops, advantages, 0), above(ops, logRatio, clipHigh)),
  }
}
