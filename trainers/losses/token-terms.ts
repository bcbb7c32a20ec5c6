import type { Ops, Value } from '../../models/index.ts'
import type { PolicyLoss, PolicyTerm, PolicyTokens, TokenLoss } from './policy-loss.ts'
import { above, below, clamp, ratioOf, zerosLike } from './tensor-parts.ts'

type TokenPolicyLoss = Extract<PolicyLoss, TokenLoss>

/** Losses that look at each token alone. ℓ: log-prob, A: advantage, r = e^(ℓ − ℓ_old). */
export function tokenTerm(ops: Ops, tokens: PolicyTokens, loss: TokenPolicyLoss): PolicyTerm {
  const { logProbs, old, rollout, advantages } = tokens
  const zeros = zerosLike(ops, advantages)
  const ratio = () => ratioOf(ops, ops.sub(logProbs, old), loss.logRatioClamp)
  const samplerRatio = () => ratioOf(ops, ops.sub(logProbs, rollout), loss.logRatioClamp)
  const gain = (weight: Value) => ops.neg(ops.mul(weight, advantages))
  const scoreFunction = (weight: Value) => gain(ops.mul(ops.stopGradient(weight), logProbs))
  switch (loss.loss) {
    case 'ppo':
      return clippedTerm(ops, ratio(), advantages, loss)
    // CISPO (MiniMax-M1, 2025) without a lower bound: −sg[min(r, cap)]·A·ℓ.
    case 'cispo': {
      const r = ratio()
      const term = scoreFunction(ops.minimum(r, ops.constant(loss.cap)))
      return { term, isLow: zeros, isHigh: above(ops, r, loss.cap) }
    }
    case 'sapo':
      return { term: softGate(ops, ratio(), advantages, loss), isLow: zeros, isHigh: zeros }
    case 'dppo-tv':
      return totalVariationTerm(ops, tokens, samplerRatio(), loss)
    // −sg[r]·A·ℓ: with r = 1 REINFORCE (Williams 1992); the sampler's share of the ratio is the correction.
    case 'reinforce':
      return { term: scoreFunction(ratio()), isLow: zeros, isHigh: zeros }
    // −e^(ℓ − ℓ_rollout)·A, without a clip.
    case 'importance-sampling':
      return { term: gain(samplerRatio()), isLow: zeros, isHigh: zeros }
  }
}

interface Clip {
  readonly clipLow: number
  readonly clipHigh: number
  readonly dualClip?: number | null
}

/**
 * max(−A·r, −A·clip(r, 1 − low, 1 + high)): Schulman et al. (2017), eq. 7, two bounds as in DAPO (2025),
 * eq. 8. With a dual clip c, where A < 0 at most −c·A (Ye et al. 2020).
 */
export function clippedTerm(
  ops: Ops,
  ratio: Value,
  advantages: Value,
  { clipLow, clipHigh, dualClip = null }: Clip,
): PolicyTerm {
  const cost = ops.neg(advantages)
  const clipped = clamp(ops, ratio, 1 - clipLow, 1 + clipHigh)
  const single = ops.maximum(ops.mul(cost, ratio), ops.mul(cost, clipped))
  const isNegative = below(ops, advantages, 0)
  const dual = () => ops.minimum(single, ops.mul(cost, ops.constant(dualClip ?? 1)))
  return {
    term: dualClip === null ? single : ops.select(isNegative, dual(), single),
    isLow: ops.mul(isNegative, below(ops, ratio, 1 - clipLow)),
    isHigh: ops.mul(above(ops, advantages, 0), above(ops, ratio, 1 + clipHigh)),
  }
}

/** SAPO (Gao et al. 2025): −(4/τ)·σ(τ(r − 1))·A, with a temperature τ for each sign of A. */
function softGate(
  ops: Ops,
  ratio: Value,
  advantages: Value,
  { sapoPositive, sapoNegative }: Extract<TokenLoss, { loss: 'sapo' }>,
): Value {
  const temperature = ops.select(
    above(ops, advantages, 0),
    ops.constant(sapoPositive),
    ops.constant(sapoNegative),
  )
  const gate = ops.sigmoid(ops.mul(temperature, ops.sub(ratio, ops.constant(1))))
  return ops.neg(ops.mul(ops.div(ops.mul(ops.constant(4), gate), temperature), advantages))
}

/**
 * DPPO with total variation, as prime-rl has it: −r·A with r = e^(ℓ − ℓ_rollout), left out where the
 * probability itself went further than δ the way A pushes; and p·(ℓ − ℓ_rollout)² of every token.
 */
function totalVariationTerm(
  ops: Ops,
  { logProbs, rollout, advantages }: PolicyTokens,
  ratio: Value,
  { dppoDelta, dppoPenalty }: Extract<TokenLoss, { loss: 'dppo-tv' }>,
): PolicyTerm {
  const moved = ops.sub(ops.exp(logProbs), ops.exp(rollout))
  const isHigh = ops.mul(above(ops, advantages, 0), above(ops, moved, dppoDelta))
  const isLow = ops.mul(below(ops, advantages, 0), below(ops, moved, -dppoDelta))
  const isKept = ops.sub(ops.constant(1), ops.add(isLow, isHigh))
  const gain = ops.mul(ops.mul(isKept, ratio), advantages)
  const logRatio = ops.sub(logProbs, rollout)
  const penalty = ops.mul(ops.constant(dppoPenalty), ops.mul(logRatio, logRatio))
  return { term: ops.sub(penalty, gain), isLow, isHigh }
}
