import { z } from 'zod'
import { type CreditEpisode, spread, type TokenCredit } from './episode.ts'
import { episodeMembers } from './episode-members.ts'
import { creditOf, normalised, type ScoredEpisode, withinGroups } from './groups.ts'
import { ddofOption, epsilonOption, readOptions, weightOption } from './options.ts'

export const mtGrpoOptions = z.strictObject({
  lambda: weightOption(1, 'Weight of the turn advantage.'),
  epsilon: epsilonOption(1e-4),
  ddof: ddofOption(1),
})
export type MtGrpoOptions = z.input<typeof mtGrpoOptions>

/** The outcome is what the last turn earned; the turn reward what all before it did. */
const outcomeOf = ({ rewards }: ScoredEpisode) => rewards.at(-1) ?? 0
const turnRewardOf = ({ rewards }: ScoredEpisode) =>
  rewards.slice(0, -1).reduce((sum, reward) => sum + reward, 0)

/**
 * Outcome and turn rewards are normalised apart: A^O + λ A^T before the first result, A^O after it, and
 * A^{O+T} where there was no result. "Reinforcing Multi-Turn Reasoning in LLM Agents via Turn-Level Reward
 * Design" (Zeng et al. 2025, arXiv 2505.11821); split and combination as in its trainer (public copies
 * read), ε = 1e-4 and n - 1 as there.
 *
 * On our turns: the first result is the observation after the first turn in which the policy drew tokens, so
 * that turn is before it and all later ones are after it; an episode that ends with that turn had no result.
 * R^O is the reward of the last turn, R^T the sum of the rewards of all turns before it, and each A is
 * (R - mean) / (σ + ε) over all scored members of the group, with R^O + R^T for the combined one. The paper
 * has one tool call: with more of them the later ones get A^O only (`turn-returns` has credit for each).
 */
export function mtGrpo(
  episodes: readonly CreditEpisode[],
  options: MtGrpoOptions = {},
): TokenCredit {
  const read = readOptions(mtGrpoOptions, options, 'mt-grpo')
  const relative = normalised(read)
  const outcome = withinGroups(episodeMembers(episodes, outcomeOf), relative)
  const turnReward = withinGroups(episodeMembers(episodes, turnRewardOf), relative)
  const combined = withinGroups(episodeMembers(episodes), relative)
  return creditOf(episodes, (episode, number) => {
    const { tokens } = episode
    const first = tokens.findIndex((count) => count > 0)
    const after = outcome[number] ?? 0
    const before =
      first === tokens.length - 1
        ? (combined[number] ?? 0)
        : after + read.lambda * (turnReward[number] ?? 0)
    return spread(
      tokens.map((_, turn) => (turn <= first ? before : after)),
      episode,
    )
  })
}
