import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { episodeMembers, spreadEpisodes } from './episode-members.ts'
import { centred, normalised, scoredOf, withinGroups } from './groups.ts'
import {
  ddofOption,
  epsilonOption,
  gammaOption,
  modeOption,
  readOptions,
  weightOption,
} from './options.ts'
import { returnsToGo, spreadTurns, turnMembers } from './turn-members.ts'
import { added } from './whiten.ts'

export const gigpoOptions = z.strictObject({
  gamma: gammaOption(0.95),
  omega: weightOption(1, 'Weight of the step advantage.'),
  mode: modeOption('mean_norm'),
  epsilon: epsilonOption(1e-6),
  ddof: ddofOption(1),
})
export type GigpoOptions = z.input<typeof gigpoOptions>

/**
 * A = A^E + ω A^S. "Group-in-Group Policy Optimization" (Feng et al. 2025, arXiv 2505.10978), equations as
 * numbered in its released code (read in public copies): A^E is the return relative to the group (3), A^S
 * the return to go relative to all turns of the group that acted on the same state (6, 7), repeated visits
 * of one episode included; both are joined in (8). An anchor state that was visited once gives 0.
 *
 * Deviations: states are equal by hash, never by text similarity; the episode mean counts each episode once
 * (the released code counts each of its steps by default); a lone episode gets 0 for A^E.
 */
export function gigpo(episodes: readonly CreditEpisode[], options: GigpoOptions = {}): TokenCredit {
  const read = readOptions(gigpoOptions, options, 'gigpo')
  const { gamma, omega, mode } = read
  if (scoredOf(episodes).some(({ states, tokens }) => !states && tokens.length > 0)) {
    throw new ConfigError(
      'Cannot compute advantages with gigpo: an episode has no state hashes (use an env with stateHash, or grpo)',
    )
  }
  const relative = mode === 'mean_norm' ? centred : normalised(read)
  const episodeCredit = withinGroups(episodeMembers(episodes), relative)
  const turns = turnMembers(
    episodes,
    ({ rewards, cuts }) => returnsToGo(rewards, gamma, cuts),
    ({ group, states }, turn) => {
      const state = states?.[turn] ?? null
      return state === null ? null : JSON.stringify([group, state])
    },
  )
  const stepCredit = spreadTurns(episodes, turns, withinGroups(turns, relative))
  return added(spreadEpisodes(episodes, episodeCredit), stepCredit, omega)
}
