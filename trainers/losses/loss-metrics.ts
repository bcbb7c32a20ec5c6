import type { Ops, Value } from '../../models/index.ts'
import type { SamplerRatios } from './correction.ts'
import type { PolicyTerm, PolicyTokens } from './policy-loss.ts'
import { clamp, k3Of } from './tensor-parts.ts'
import type { CriticTokens } from './value-loss.ts'

interface Measured {
  readonly tokens: PolicyTokens
  /** 1 for tokens that count; everything else here is 0 for the others, but for ratios. */
  readonly isTrained: Value
  readonly entropy: Value
  readonly policy: PolicyTerm
  readonly ratios: SamplerRatios
  /** Of the correction, where there is one. */
  readonly weight: Value | undefined
  readonly kl: Value | undefined
  readonly critic: CriticTokens | undefined
  readonly valueLoss: Value | undefined
}

/** Beyond every ratio there is. */
const FAR = 1e30

/** Sums over trained tokens, and over sequences with any; names ending in Min and Max are extremes. */
export function lossMetrics(ops: Ops, measured: Measured): Readonly<Record<string, Value>> {
  const { tokens, isTrained, entropy, policy, ratios, weight, kl, critic, valueLoss } = measured
  const sum = (x: Value) => ops.sum(ops.mul(isTrained, x))
  const difference = ops.abs(ratios.difference)
  const logRatio = clamp(ops, ops.stopGradient(ops.sub(tokens.logProbs, tokens.old)), -20, 20)
  return {
    count: ops.sum(isTrained),
    entropy: sum(entropy),
    ...(kl && { kl: sum(kl) }),
    ppoKl: sum(k3Of(ops, logRatio)),
    clipLow: sum(policy.isLow),
    clipHigh: sum(policy.isHigh),
    ratio: sum(ops.exp(logRatio)),
    difference: sum(difference),
    differenceMax: ops.max(difference),
    ...spreadOf(ops, 'importance', ratios.token, isTrained),
    importanceSquares: sum(ops.mul(ratios.token, ratios.token)),
    ...(weight && { corrected: sum(differs(ops, weight, ratios.token)) }),
    ...sequenceMetrics(ops, measured),
    ...(valueLoss && { valueLoss: sum(valueLoss) }),
    ...(critic && criticMetrics(ops, critic, sum)),
  }
}

function sequenceMetrics(ops: Ops, { tokens, ratios }: Measured) {
  const isTrained = ops.less(ops.constant(0), tokens.sequenceTokens)
  return {
    sequences: ops.sum(isTrained),
    ...spreadOf(ops, 'sequenceImportance', ratios.geometric, isTrained),
    ...spreadOf(ops, 'sequenceProduct', ratios.product, isTrained),
  }
}

/** A sum and the extremes of what is marked. */
function spreadOf(ops: Ops, name: string, x: Value, isMarked: Value) {
  const marked = (fill: number) => ops.select(isMarked, x, ops.constant(fill))
  return {
    [name]: ops.sum(marked(0)),
    [`${name}Min`]: ops.neg(ops.max(ops.neg(marked(FAR)))),
    [`${name}Max`]: ops.max(marked(-FAR)),
  }
}

/** Of the critic before the update: as explained variance is usually told. */
function criticMetrics(
  ops: Ops,
  { oldValues, returns }: CriticTokens,
  sum: (x: Value) => Value,
): Readonly<Record<string, Value>> {
  const residuals = ops.sub(returns, oldValues)
  return {
    returns: sum(returns),
    returnsSquares: sum(ops.mul(returns, returns)),
    residuals: sum(residuals),
    residualsSquares: sum(ops.mul(residuals, residuals)),
  }
}

const differs = (ops: Ops, a: Value, b: Value): Value => ops.sub(ops.constant(1), ops.equal(a, b))
