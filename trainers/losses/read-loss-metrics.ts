import type { HostTensor } from '../../models/index.ts'

/** Numbers of an update under the names of `RlMetrics`; what has no meaning in it is absent. */
export interface LossMetrics {
  readonly entropy: number
  readonly kl?: number
  readonly ppo_kl: number
  /** Mean of π / π_old. */
  readonly 'ratio/mean': number
  readonly 'clip_ratio/low_mean': number
  readonly 'clip_ratio/high_mean': number
  readonly 'clip_ratio/region_mean': number
  readonly 'sampling/sampling_logp_difference/mean': number
  readonly 'sampling/sampling_logp_difference/max': number
  /** Of tokens, before anything is cut or masked. */
  readonly 'sampling/importance_sampling_ratio/mean': number
  readonly 'sampling/importance_sampling_ratio/min': number
  readonly 'sampling/importance_sampling_ratio/max': number
  /** (Σw)² / (n·Σw²) of these. */
  readonly 'sampling/ess': number
  /** Share of tokens whose weight is another than their own ratio: cut, masked or of their sequence. */
  readonly 'sampling/corrected_ratio'?: number
  readonly value_loss?: number
  readonly explained_variance?: number
  /** Further ones: of sequences, sampling/sequence_{importance,product}_ratio/{mean,min,max}. */
  readonly [name: string]: number | undefined
}

/**
 * The metrics of an update from those of its micro-batches: sums are added, and divided by all tokens. Null
 * where no token was trained.
 */
export function readLossMetrics(
  batches: readonly Readonly<Record<string, HostTensor>>[],
): LossMetrics | null {
  const total = addUp(batches)
  const count = total('count')
  if (count === undefined || count === 0) return null
  const mean = (name: string) => (total(name) ?? 0) / count
  const optional = (name: string, value: number | undefined) =>
    value === undefined ? {} : { [name]: value }
  const meanOf = (name: string) => (total(name) === undefined ? undefined : mean(name))
  const squares = mean('importanceSquares')
  return {
    entropy: mean('entropy'),
    ...optional('kl', meanOf('kl')),
    ppo_kl: mean('ppoKl'),
    'ratio/mean': mean('ratio'),
    'clip_ratio/low_mean': mean('clipLow'),
    'clip_ratio/high_mean': mean('clipHigh'),
    'clip_ratio/region_mean': mean('clipLow') + mean('clipHigh'),
    'sampling/sampling_logp_difference/mean': mean('difference'),
    'sampling/sampling_logp_difference/max': total('differenceMax') ?? 0,
    'sampling/importance_sampling_ratio/mean': mean('importance'),
    'sampling/importance_sampling_ratio/min': total('importanceMin') ?? 0,
    'sampling/importance_sampling_ratio/max': total('importanceMax') ?? 0,
    'sampling/ess': squares > 0 ? mean('importance') ** 2 / squares : 0,
    ...optional('sampling/corrected_ratio', meanOf('corrected')),
    ...sequenceSpread(total, 'sampling/sequence_importance_ratio', 'sequenceImportance'),
    ...sequenceSpread(total, 'sampling/sequence_product_ratio', 'sequenceProduct'),
    ...optional('value_loss', meanOf('valueLoss')),
    ...optional('explained_variance', explainedVariance(meanOf)),
  }
}

type Lookup = (name: string) => number | undefined

/** Sums of a name over micro-batches with trained tokens, or its extreme. */
function addUp(batches: readonly Readonly<Record<string, HostTensor>>[]): Lookup {
  const counted = batches.filter(({ count }) => (count?.data[0] ?? 0) > 0)
  return (name) => {
    const numbers = counted.flatMap((metrics) => metrics[name]?.data[0] ?? [])
    if (numbers.length === 0) return undefined
    if (name.endsWith('Max')) return numbers.reduce((a, b) => Math.max(a, b))
    if (name.endsWith('Min')) return numbers.reduce((a, b) => Math.min(a, b))
    return numbers.reduce((a, b) => a + b)
  }
}

function sequenceSpread(total: Lookup, name: string, sum: string) {
  return {
    [`${name}/mean`]: (total(sum) ?? 0) / (total('sequences') || 1),
    [`${name}/min`]: total(`${sum}Min`) ?? 0,
    [`${name}/max`]: total(`${sum}Max`) ?? 0,
  }
}

/** 1 − Var(R − V) / Var(R); none where all returns are equal, as far as float32 can tell. */
function explainedVariance(mean: Lookup): number | undefined {
  const [r, rr, e, ee] = ['returns', 'returnsSquares', 'residuals', 'residualsSquares'].map(mean)
  if (r === undefined || rr === undefined || e === undefined || ee === undefined) return undefined
  const variance = rr - r * r
  return variance > 1e-6 * Math.max(rr, 1e-12) ? 1 - (ee - e * e) / variance : undefined
}
