import { z } from 'zod'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { episodeMembers, spreadEpisodes } from './episode-members.ts'
import { centred, normalised, withinGroups } from './groups.ts'
import {
  ddofOption,
  epsilonOption,
  gammaOption,
  modeOption,
  readOptions,
  weightOption,
} from './options.ts'
import { returnsToGo, spreadTurns, turnMembers } from './turn-members.ts'
import { added, scaled } from './whiten.ts'

export const stepAndEpisodeOptions = z.strictObject({
  gamma: gammaOption(0.5),
  episodeWeight: weightOption(1, 'Weight of the episode advantage.'),
  stepWeight: weightOption(1, 'Weight of the step advantage.'),
  mode: modeOption('mean_norm'),
  epsilon: epsilonOption(1e-6),
  ddof: ddofOption(1),
})
export type StepAndEpisodeOptions = z.input<typeof stepAndEpisodeOptions>

/**
 * A = w_e A^E + w_s A^S. "UI-S1" (Lu et al. 2025, arXiv 2509.11543): A^E is the return relative to the
 * group, A^S the return to go G_k = r_k + γ G_{k+1} relative to the same step of the same task. Checked
 * against its released code (`core_uis1.py`: weights 1 and 1, grouping by task and step, centred by
 * default); the equations and γ = 0.5 of the paper itself could not be read.
 *
 * Deviations: the episode mean counts each episode once (the code counts each of its steps by default); a
 * lone episode gets 0. Returns end where a replayed action differed from the expert's (`cuts`).
 */
export function stepAndEpisode(
  episodes: readonly CreditEpisode[],
  options: StepAndEpisodeOptions = {},
): TokenCredit {
  const read = readOptions(stepAndEpisodeOptions, options, 'step-and-episode')
  const { gamma, episodeWeight, stepWeight, mode } = read
  const relative = mode === 'mean_norm' ? centred : normalised(read)
  const episodeCredit = withinGroups(episodeMembers(episodes), relative)
  const turns = turnMembers(
    episodes,
    ({ rewards, cuts }) => returnsToGo(rewards, gamma, cuts),
    ({ group }, turn) => JSON.stringify([group, turn]),
  )
  const stepCredit = spreadTurns(episodes, turns, withinGroups(turns, relative))
  const whole = scaled(spreadEpisodes(episodes, episodeCredit), episodeWeight)
  return added(whole, stepCredit, stepWeight)
}
