import { createRng } from '../../../core/index.ts'
import type { Judgements } from './qrels.ts'

/**
 * nDCG@k = DCG@k / ideal DCG@k with DCG@k = sum of gain_i / log2(i + 1) over ranks i = 1 .. k (Järvelin and
 * Kekäläinen 2002, section 2.2-2.3). The gain is the judgement itself, and the ideal orders all judged pages,
 * as in trec_eval's ndcg_cut, which BEIR reports. 0 where nothing is relevant.
 */
export function ndcg<P>(ranking: readonly P[], judgements: Judgements<P>, k: number): number {
  const gains = ranking.slice(0, k).map((id) => Math.max(0, judgements.get(id) ?? 0))
  const best = [...judgements.values()].filter((gain) => gain > 0).sort((a, b) => b - a)
  const ideal = discounted(best.slice(0, k))
  return ideal === 0 ? 0 : discounted(gains) / ideal
}

const discounted = (gains: readonly number[]) =>
  gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0)

/** Which share of the relevant pages is among the first k (trec_eval's recall). 0 where nothing is relevant. */
export function recall<P>(ranking: readonly P[], judgements: Judgements<P>, k: number): number {
  const relevant = [...judgements.values()].filter((gain) => gain > 0).length
  const found = ranking.slice(0, k).filter((id) => (judgements.get(id) ?? 0) > 0).length
  return relevant === 0 ? 0 : found / relevant
}

/** 1 / rank of the first relevant page, 0 where it is not among the first k (Voorhees 1999, the TREC-8 QA report). */
export function reciprocalRank<P>(
  ranking: readonly P[],
  judgements: Judgements<P>,
  k: number,
): number {
  const index = ranking.slice(0, k).findIndex((id) => (judgements.get(id) ?? 0) > 0)
  return index === -1 ? 0 : 1 / (index + 1)
}

/** A mean and its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

const RESAMPLES = 1000

/**
 * The mean over queries with its percentile bootstrap interval (Efron and Tibshirani 1993, section 13.3): the
 * 2.5 % and 97.5 % points of the means of 1,000 resamples. Equal values and seed, equal interval.
 */
export function estimateMean(values: readonly number[], seed = 0): Estimate {
  if (values.length === 0) throw new RangeError('Cannot take the mean of no values')
  const rng = createRng(seed)
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let draw = 0; draw < values.length; draw++) sum += values[rng.int(values.length)] ?? 0
    return sum / values.length
  }).sort()
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, low: means[RESAMPLES * 0.025] ?? mean, high: means[RESAMPLES * 0.975 - 1] ?? mean }
}
