import { ConfigError } from '../../core/index.ts'
import type { BuildContext, Ops, PolicyOutputs, Value } from '../../models/index.ts'
import { correctionWeights, type SamplerRatios, samplerRatios } from './correction.ts'
import { klTerm } from './kl.ts'
import type { LossInputs } from './loss-inputs.ts'
import { lossMetrics } from './loss-metrics.ts'
import { type PolicyTokens, policyTerm } from './policy-loss.ts'
import type { ResolvedLossOptions } from './resolve-options.ts'
import { valueTerm } from './value-loss.ts'

/** What `readLossMetrics` adds up: scalars of a micro-batch. */
export type LossMetricValues = Readonly<Record<string, Value>>

/**
 * The loss of a micro-batch, a sum over its tokens t of
 *
 *   weight_t · ( w_t · policy_t + β · kl_t − c · entropy_t + v · critic_t )
 *
 * with w the correction for the sampler and β, c as the batch gives them. Divided by the denominator of the
 * whole step (`tokenWeights`) it is what is minimised. Tokens of weight 0 are as if they were not there,
 * whatever numbers they come with.
 */
export function buildLoss(
  { ops, input }: BuildContext,
  outputs: Pick<PolicyOutputs, 'logProbs' | 'entropy'>,
  options: ResolvedLossOptions,
  inputs: LossInputs,
  values?: Value,
): { readonly loss: Value; readonly metrics: LossMetricValues } {
  const weights = input('weights')
  const isTrained = ops.sub(ops.constant(1), ops.equal(weights, ops.constant(0)))
  const trained = (x: Value) => ops.select(isTrained, x, ops.constant(0))
  const given = (name: string) => trained(input(name))

  const logProbs = trained(outputs.logProbs)
  const entropy = trained(outputs.entropy)
  const tokens: PolicyTokens = {
    logProbs,
    old: inputs.old ? given('oldLogProbs') : ops.stopGradient(logProbs),
    rollout: given('rolloutLogProbs'),
    advantages: given('advantages'),
    sequence: input('sequence'),
    sequenceTokens: input('sequenceTokens'),
  }
  const policy = policyTerm(ops, tokens, options.policy)
  const ratios = samplerRatios(ops, tokens)
  const corrected = correct(ops, policy.term, ratios, tokens, options)
  const kl = inputs.reference
    ? klTerm(ops, logProbs, given('referenceLogProbs'), options.kl.estimator)
    : undefined
  const critic = criticOf(values, inputs, trained, given)
  const valueLoss = critic && valueTerm(ops, critic, options.value.clip)

  const terms = [
    corrected.term,
    ...(kl && hasKl(options) ? [ops.mul(input('klCoefficient'), kl)] : []),
    ...(hasBonus(options) ? [ops.neg(ops.mul(input('entropyCoefficient'), entropy))] : []),
    ...(valueLoss ? [ops.mul(ops.constant(options.value.coefficient), valueLoss)] : []),
  ]
  const metrics = lossMetrics(ops, {
    ...{ tokens, isTrained, entropy, policy, ratios },
    weight: corrected.weight,
    kl,
    critic,
    valueLoss,
  })
  return { loss: ops.sum(ops.mul(weights, terms.reduce(ops.add))), metrics }
}

/** Only what can be more than 0 is computed: the gradient of entropy is not free. */
const hasKl = ({ kl }: ResolvedLossOptions) => kl.in === 'loss' && kl.coefficient > 0
const hasBonus = ({ entropy }: ResolvedLossOptions) =>
  entropy.coefficient > 0 || entropy.floor !== null

function correct(
  ops: Ops,
  term: Value,
  ratios: SamplerRatios,
  { sequence }: PolicyTokens,
  { correction }: ResolvedLossOptions,
) {
  if (!correction) return { term, weight: undefined }
  const weight = correctionWeights(ops, ratios, sequence, correction)
  return { term: ops.mul(weight, term), weight }
}

function criticOf(
  values: Value | undefined,
  { critic }: LossInputs,
  trained: (x: Value) => Value,
  given: (name: string) => Value,
) {
  if (critic !== (values !== undefined)) {
    throw new ConfigError(
      `Cannot build the loss: ${critic ? 'a critic is asked for without its values' : 'values are given without a critic'} (give both or none)`,
    )
  }
  if (!values) return undefined
  return { values: trained(values), oldValues: given('oldValues'), returns: given('returns') }
}
