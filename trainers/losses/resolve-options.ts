import { ConfigError } from '../../core/index.ts'
import type { Aggregation } from './aggregate.ts'
import type { Correction } from './correction.ts'
import type { KlEstimator } from './kl.ts'
import type { LossName, LossOptions } from './options.ts'
import type { PolicyLoss } from './policy-loss.ts'

/** Options with the defaults of their loss, plain JSON. */
export interface ResolvedLossOptions {
  readonly policy: PolicyLoss
  readonly aggregation: Aggregation
  /** Only of aggregation `constant`. */
  readonly normLength: number | null
  readonly kl: {
    readonly estimator: KlEstimator
    readonly coefficient: number
    readonly in: 'loss' | 'reward'
    readonly target: number | null
    readonly horizon: number
  }
  readonly entropy: {
    readonly coefficient: number
    readonly floor: number | null
    readonly step: number
    readonly max: number
  }
  readonly correction: Correction | null
  readonly value: { readonly coefficient: number; readonly clip: number | null }
}

/** Fields that belong to some losses alone: others refuse them. */
const OWN = [
  ...(['clipLow', 'clipHigh', 'dualClip', 'cap', 'sapoPositive', 'sapoNegative'] as const),
  ...(['dppoDelta', 'dppoPenalty'] as const),
] as const

/** @throws ConfigError for options that contradict each other, or that nothing would use. */
export function resolveLossOptions(options: LossOptions): ResolvedLossOptions {
  const policy = policyLossOf(options)
  for (const field of OWN) {
    if (options[field] !== undefined && !Object.hasOwn(policy, field)) {
      throw refusal(flag(field), `loss ${options.loss} does not use it`)
    }
  }
  if (policy.loss === 'ppo' && policy.dualClip !== null && policy.dualClip <= 1 + policy.clipHigh) {
    throw refusal('--dual-clip', 'it is within the clip', 'give more than 1 + --clip-high, or 0')
  }
  return {
    policy,
    ...aggregationOf(options),
    kl: klOf(options),
    entropy: entropyOf(options),
    correction: correctionOf(options),
    value: { coefficient: options.valueCoefficient, clip: options.valueClip || null },
  }
}

function policyLossOf(options: LossOptions): PolicyLoss {
  const { loss, clipLow, clipHigh, logRatioClamp } = options
  const clip = (low: number, high: number) => ({
    clipLow: clipLow ?? low,
    clipHigh: clipHigh ?? high,
  })
  switch (loss) {
    case 'ppo':
      // Off by 0, as without: null.
      return { loss, logRatioClamp, ...clip(0.2, 0.28), dualClip: (options.dualClip ?? 3) || null }
    case 'gspo':
      return { loss, logRatioClamp, ...clip(3e-4, 4e-4) }
    case 'gmpo':
      return { loss, logRatioClamp, ...clip(0.4, 0.4) }
    case 'cispo':
      return { loss, logRatioClamp, cap: options.cap ?? 5 }
    case 'sapo': {
      const { sapoPositive = 1, sapoNegative = 1.05 } = options
      return { loss, logRatioClamp, sapoPositive, sapoNegative }
    }
    case 'dppo-tv': {
      const { dppoDelta = 0.2, dppoPenalty = 1e-3 } = options
      return { loss, logRatioClamp, dppoDelta, dppoPenalty }
    }
    case 'reinforce':
    case 'importance-sampling':
      return { loss, logRatioClamp }
  }
}

const overSequences: readonly LossName[] = ['gspo', 'gmpo']
const holdsSamplerRatio: readonly LossName[] = ['dppo-tv', 'importance-sampling']

function aggregationOf({ loss, aggregation: given, normLength }: LossOptions) {
  const aggregation = given ?? (overSequences.includes(loss) ? 'sequence-mean' : 'token-mean')
  if (aggregation === 'constant' && normLength === undefined) {
    throw refusal(
      'aggregation constant',
      'it divides by a length, and none is given',
      'give --norm-length',
    )
  }
  if (aggregation !== 'constant' && normLength !== undefined) {
    throw refusal('--norm-length', `aggregation ${aggregation} does not use it`)
  }
  return { aggregation, normLength: normLength ?? null }
}

function klOf({ kl, klCoefficient, klIn, klTarget, klHorizon }: LossOptions) {
  if (klTarget !== undefined && klCoefficient === 0) {
    throw refusal('--kl-target', 'a coefficient of 0 stays 0', 'give --kl-coefficient')
  }
  if (klTarget === undefined && klHorizon !== undefined) {
    throw refusal('--kl-horizon', 'the coefficient is fixed', 'give --kl-target, or leave it out')
  }
  return {
    ...{ estimator: kl, coefficient: klCoefficient, in: klIn },
    ...{ target: klTarget ?? null, horizon: klHorizon ?? 10_000 },
  }
}

function entropyOf(options: LossOptions) {
  const { entropyCoefficient: coefficient, entropyFloor, entropyStep, entropyMax } = options
  const useless = entropyStep === undefined ? '--entropy-max' : '--entropy-step'
  if (entropyFloor === undefined && (entropyStep ?? entropyMax) !== undefined) {
    throw refusal(useless, 'the bonus is fixed', 'give --entropy-floor, or leave it out')
  }
  const max = entropyMax ?? 1
  if (entropyFloor !== undefined && coefficient > max) {
    throw refusal('--entropy-coefficient', `it is above --entropy-max, which is ${max}`, 'lower it')
  }
  return { coefficient, floor: entropyFloor ?? null, step: entropyStep ?? 0.005, max }
}

function correctionOf(options: LossOptions): Correction | null {
  const { loss, correctionCap: cap = 2, correctionFloor: floor = null, correctionRatio } = options
  const holds = holdsSamplerRatio.includes(loss)
  const kind = options.correction ?? (holds ? 'none' : 'token-truncate')
  if (holds && kind !== 'none') {
    throw refusal(`correction ${kind}`, `loss ${loss} holds the ratio to the sampler itself`)
  }
  const useless = (['correctionCap', 'correctionFloor', 'correctionRatio'] as const).find(
    (field) =>
      options[field] !== undefined &&
      (kind === 'none' || (field === 'correctionRatio' && !kind.startsWith('sequence'))),
  )
  if (useless !== undefined) throw refusal(flag(useless), `correction ${kind} does not use it`)
  if (kind === 'none') return null
  if (floor !== null && floor > cap) {
    throw refusal('--correction-floor', `it is above the cap of ${cap}`, 'lower it')
  }
  const [level, action] = kind.split('-') as ['token' | 'sequence', 'truncate' | 'mask']
  return { level, action, ratio: correctionRatio ?? 'geometric', cap, floor }
}

const flag = (field: string): string =>
  `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

const refusal = (what: string, reason: string, advice = 'leave it out'): ConfigError =>
  new ConfigError(`Cannot train with ${what}: ${reason} (${advice})`)
