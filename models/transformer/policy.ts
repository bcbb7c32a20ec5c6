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
}

/** What a policy says of the trained tokens of a batch: what every loss begins with. */
export function policyOutputs(
  context: BuildContext,
  policy: Policy,
  { temperature }: PolicyOutputsOptions = {},
): PolicyOutputs {
  const { ops, input } = context
  const hidden = hiddenStates(context, policy)
  const each =
    temperature && temperature.shape.length > 0 ? ops.reshape(temperature, ['M', 1]) : temperature
  const { logProbs, entropy } = ops.logSoftmaxGather(
    each ? ops.div(hidden, each) : hidden,
    headWeight(context, policy),
    input('targets'),
  )
  return { logProbs, entropy, hidden }
}

/** Logits `[M, vocabulary]` at the rows of a batch: for a look at whole distributions, not for training. */
export const policyLogits = (context: BuildContext, policy: Policy): Value =>
  context.ops.matmul(hiddenStates(context, policy), headWeight(context, policy), {
    transposeB: true,
  })
