import { z } from 'zod'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { creditOf, type ScoredEpisode } from './groups.ts'
import { gammaOption, readOptions } from './options.ts'
import { whitened } from './whiten.ts'

export const gaeOptions = z.strictObject({
  gamma: gammaOption(1, 'What a reward one turn (or token) later is worth now.'),
  lambda: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('1: returns minus values. 0: one step, then the value.'),
  discount: z
    .enum(['turn', 'token'])
    .default('turn')
    .describe('What gamma and lambda count: turns, or tokens that the policy drew.'),
  whiten: z.boolean().default(true).describe('Advantages of the batch get mean 0 and deviation 1.'),
})
export type GaeOptions = z.input<typeof gaeOptions>

/**
 * δ_t = r_t + γ V(t') - V(t), A_t = δ_t + γ λ A_{t'}, returns A + V. "High-Dimensional Continuous Control
 * Using Generalized Advantage Estimation" (Schulman et al. 2015, arXiv 1506.02438), equations 11 and 16.
 * t' is the next token that the policy drew: tokens of observations are no steps and break nothing.
 *
 * The reward of a turn comes with its last token. By `turn`, γ and λ count only on the way to the next turn
 * and are 1 within one, so the tokens of a turn see the same discounts. A turn without tokens is a turn for γ
 * but has no decision: its reward goes, discounted, to the last token before it (before the first one,
 * nobody earned it). By `token` there are no turns to count. After the last token the value is 0, of
 * truncated episodes too. Whitening as in verl, which keeps the returns as they are.
 */
export function gae(
  episodes: readonly CreditEpisode[],
  values: TokenCredit,
  options: GaeOptions = {},
): { readonly advantages: TokenCredit; readonly returns: TokenCredit } {
  const read = readOptions(gaeOptions, options, 'gae')
  const advantages = creditOf(episodes, (episode, _, place) =>
    ofEpisode(episode, valuesOf(episode, values[place]), read),
  )
  const returns = advantages.map((row, place) =>
    row === null ? null : row.map((advantage, at) => advantage + (values[place]?.[at] ?? 0)),
  )
  return { advantages: read.whiten ? whitened(advantages, 1e-8) : advantages, returns }
}

function ofEpisode(
  { rewards, tokens }: ScoredEpisode,
  values: Float64Array,
  { gamma, lambda, discount }: z.output<typeof gaeOptions>,
): Float64Array {
  const advantages = new Float64Array(values.length)
  const perTurn = discount === 'turn'
  let at = values.length
  // Seen from the turn that is looked at: what turns without tokens earned, and the next token.
  let earned = 0
  let nextValue = 0
  let nextAdvantage = 0
  for (let turn = tokens.length - 1; turn >= 0; turn--) {
    const count = tokens[turn] ?? 0
    const between = perTurn ? gamma : 1
    earned = (rewards[turn] ?? 0) + between * earned
    nextValue *= between
    nextAdvantage *= between
    for (let left = count; left > 0; left--) {
      at--
      const crosses = left === count
      const toNext = perTurn ? 1 : gamma
      const decay = perTurn && !crosses ? 1 : lambda
      const value = values[at] ?? 0
      const delta = (crosses ? earned : 0) + toNext * nextValue - value
      advantages[at] = delta + toNext * decay * nextAdvantage
      nextValue = value
      nextAdvantage = advantages[at] ?? 0
    }
    if (count > 0) earned = 0
  }
  return advantages
}

function valuesOf(
  { tokens }: ScoredEpisode,
  values: Float64Array | null | undefined,
): Float64Array {
  const drawn = tokens.reduce((sum, count) => sum + count, 0)
  if (values?.length === drawn) return values
  throw new RangeError(
    `Cannot compute GAE: an episode of ${drawn} tokens has ${values?.length ?? 0} values`,
  )
}
