import type { BuildContext } from '../engine.ts'
import type { Value } from '../ops/graph.ts'
import { headWeight, hiddenStates, type Policy } from './forward.ts'

export interface PolicyOutputs {
  /** Log-probabilities of the targets, `[M]`. */
  readonly logProbs: Value
  /** Entropies of the distributions they were drawn from, in nats, `[M]`. */
  readonly entropy: Value
  /** Behind the last norm, `[M, width]`: for a value head. */
  readonly hidden: Value
}

export interface PolicyOutputsOptions {
  /** What logits are divided by: one number, or `[M]`. The temperature that tokens were sampled at. */
  readonly temperature?: Value
  /**
   * What is added to logits, `[M, vocabulary]`: 0, or a large negative number where a token was not legal,
   * as `legalBias` makes it. Log-probabilities and entropies are then those of the legal tokens alone, and no
   * gradient comes from the others. All logits of a batch exist at once, as the bias does.
   */
  readonly legal?: Value
}

/** What a policy says of the trained tokens of a batch: what every loss begins with. */
export function policyOutputs(
  context: BuildContext,
  policy: Policy,
  { temperature, legal }: PolicyOutputsOptions = {},
): PolicyOutputs {
  const { ops, input } = context
  const hidden = hiddenStates(context, policy)
  const each =
    temperature && temperature.shape.length > 0 ? ops.reshape(temperature, ['M', 1]) : temperature
  const scaled = each ? ops.div(hidden, each) : hidden
  const weight = headWeight(context, policy)
  const ofTargets = legal
    ? ofLegalTokens(context, ops.matmul(scaled, weight, { transposeB: true }), legal)
    : ops.logSoftmaxGather(scaled, weight, input('targets'))
  return { logProbs: ofTargets.logProbs, entropy: ofTargets.entropy, hidden }
}

/** Of an illegal token `p` is 0 and `log p` a number: their product is 0, and so are all its gradients. */
function ofLegalTokens(
  { ops, input }: BuildContext,
  logits: Value,
  legal: Value,
): Pick<PolicyOutputs, 'logProbs' | 'entropy'> {
  const logProbs = ops.logSoftmax(ops.add(logits, legal))
  const entropy = ops.neg(ops.sum(ops.mul(ops.exp(logProbs), logProbs), [-1]))
  return { logProbs: ops.takeLast(logProbs, input('targets')), entropy }
}

/** Logits `[M, vocabulary]` at the rows of a batch: for a look at whole distributions, not for training. */
export const policyLogits = (context: BuildContext, policy: Policy): Value =>
  context.ops.matmul(hiddenStates(context, policy), headWeight(context, policy), {
    transposeB: true,
  })
