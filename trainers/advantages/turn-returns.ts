import { z } from 'zod'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { centred, normalised, withinGroups } from './groups.ts'
import { ddofOption, epsilonOption, gammaOption, modeOption, readOptions } from './options.ts'
import { returnsToGo, spreadTurns, turnMembers } from './turn-members.ts'

export const turnReturnsOptions = z.strictObject({
  gamma: gammaOption(1),
  by: z
    .enum(['turn', 'group'])
    .default('turn')
    .describe('A turn is compared with the same turn of its group, or with all turns of it.'),
  mode: modeOption('mean_std_norm'),
  epsilon: epsilonOption(1e-6),
  ddof: ddofOption(1),
})
export type TurnReturnsOptions = z.input<typeof turnReturnsOptions>

/**
 * A_k = (G_k - mean) / (σ + ε), G_k = r_k + γ G_{k+1}, over the turns with the same number in the group
 * (`by: turn`) or over all turns of the group: GRPO's normalisation (arXiv 2402.03300) on turn returns, the
 * plain form of turn-level credit. With one reward at the end, γ = 1 and episodes of equal length it is
 * GRPO. A turn that only one member reached has nobody to be compared with: 0.
 */
export function turnReturns(
  episodes: readonly CreditEpisode[],
  options: TurnReturnsOptions = {},
): TokenCredit {
  const read = readOptions(turnReturnsOptions, options, 'turn-returns')
  const { gamma, by, mode } = read
  const turns = turnMembers(
    episodes,
    ({ rewards, cuts }) => returnsToGo(rewards, gamma, cuts),
    ({ group }, turn) => JSON.stringify(by === 'turn' ? [group, turn] : [group]),
  )
  const relative = mode === 'mean_norm' ? centred : normalised(read)
  return spreadTurns(episodes, turns, withinGroups(turns, relative))
}
