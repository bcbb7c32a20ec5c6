import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { episodeMembers, spreadEpisodes } from './episode-members.ts'
import { groupsOf, type Relative, withinGroups } from './groups.ts'
import { ddofOption, epsilonOption, readOptions } from './options.ts'
import { inverseDeviation } from './spread.ts'

export const passAtKOptions = z.strictObject({
  scale: z
    .enum(['group', 'none'])
    .default('group')
    .describe("Whether the group's standard deviation divides."),
  epsilon: epsilonOption(1e-6),
  ddof: ddofOption(1),
})
export type PassAtKOptions = z.input<typeof passAtKOptions>

/** Places of members, worst return first. */
const ascending = (values: readonly number[]) =>
  values.map((_, place) => place).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))

/**
 * Only the best episode of a group is credited: (R_max - R_second) / (σ + ε), all others 0, with k the size
 * of the group. "Optimizing Language Models for Inference Time Objectives using Reinforcement Learning"
 * (Tang et al. 2025, arXiv 2503.19595) as in verl's `grpo_passk`, read. Two that share the best return get 0.
 */
export function passAtK(
  episodes: readonly CreditEpisode[],
  options: PassAtKOptions = {},
): TokenCredit {
  const { scale, epsilon, ddof } = readOptions(passAtKOptions, options, 'pass-at-k')
  const bestOnly: Relative = (members) => {
    const values = members.map(({ value }) => value)
    const [second = 0, best = 0] = ascending(values).slice(-2)
    const lead = (values[best] ?? 0) - (values[second] ?? 0)
    const factor = scale === 'group' ? inverseDeviation(values, { epsilon, ddof }) : 1
    return values.map((_, place) => (place === best ? lead * factor : 0))
  }
  return spreadEpisodes(episodes, withinGroups(episodeMembers(episodes), bestOnly))
}

export const pkpoOptions = z.strictObject({
  k: z.int().min(2).default(4).describe('How many attempts are to hold one good one.'),
})
export type PkpoOptions = z.input<typeof pkpoOptions>

/**
 * Unbiased gradient of the expected best return of k attempts, from n ≥ k of them: the mean over all subsets
 * of k of what a member adds to the best of its subset. "Pass@K Policy Optimization" (Walder and Karkhanis
 * 2025, arXiv 2505.15201): s^(loo-1), equation 33 as numbered in public code of it. With returns in ascending
 * order
 *
 *     A_i = n Σ_{j < i} C(j, k-2) / C(n, k) (R_i - R_j)
 *
 * times n because our losses average over episodes where the paper sums. Held against all subsets, and
 * against the exact gradient of a small policy, in tests. The paper's other baseline (equation 29) is left
 * out: it does not vanish where all returns are equal. Unscored members can bring n below k: then k is n.
 */
export function pkpo(episodes: readonly CreditEpisode[], options: PkpoOptions = {}): TokenCredit {
  const { k } = readOptions(pkpoOptions, options, 'pkpo')
  checkSizes(episodes, k)
  const gains: Relative = (members) => {
    const values = members.map(({ value }) => value)
    return marginalGains(values, Math.min(k, values.length))
  }
  return spreadEpisodes(episodes, withinGroups(episodeMembers(episodes), gains))
}

function marginalGains(values: readonly number[], k: number): readonly number[] {
  const n = values.length
  const order = ascending(values)
  const sorted = order.map((place) => values[place] ?? 0)
  // C(j, k-2) / C(n, k) from the top down: ratios stay in range where binomials do not.
  const shares = new Float64Array(n)
  shares[n - 2] = (k * (k - 1)) / (n * (n - 1))
  for (let j = n - 2; j > 0; j--) shares[j - 1] = ((shares[j] ?? 0) * (j - k + 2)) / j
  const gains = new Array<number>(n).fill(0)
  for (const [i, place] of order.entries()) {
    const own = sorted[i] ?? 0
    let gain = 0
    for (let j = 0; j < i; j++) gain += (shares[j] ?? 0) * (own - (sorted[j] ?? 0))
    gains[place] = n * gain
  }
  return gains
}

function checkSizes(episodes: readonly CreditEpisode[], k: number): void {
  const small = groupsOf(episodes.map(({ group }) => ({ key: group }))).find(
    (places) => places.length < k,
  )
  if (!small) return
  throw new ConfigError(
    `Cannot compute advantages with pkpo: a group has ${small.length} episodes and k is ${k} (make groups larger, or k smaller)`,
  )
}
