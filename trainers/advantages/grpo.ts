import { z } from 'zod'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { episodeMembers, spreadEpisodes } from './episode-members.ts'
import { centred, normalised, withinGroups } from './groups.ts'
import { ddofOption, epsilonOption, readOptions } from './options.ts'
import { inverseDeviation } from './spread.ts'

export const grpoOptions = z.strictObject({
  scale: z
    .enum(['group', 'batch', 'none'])
    .default('group')
    .describe('Whose standard deviation divides: of the group, of all returns, or none (Dr.GRPO).'),
  epsilon: epsilonOption(1e-6),
  ddof: ddofOption(1),
})
export type GrpoOptions = z.input<typeof grpoOptions>

/**
 * A_i = (R_i - mean R) / (σ + ε), on every token. "DeepSeekMath" (Shao et al. 2024, arXiv 2402.03300),
 * section 4.1.2. The paper names neither ε nor n - 1: 1e-6 and n - 1 as in verl (TRL: 1e-4 and n - 1; ART:
 * 1e-6 and n). `none` is Dr.GRPO ("Understanding R1-Zero-Like Training", Liu et al. 2025, arXiv 2503.20783);
 * `batch` centres in the group and divides by the deviation of all scored returns ("Part I: Tricks or
 * Traps?", Liu et al. 2025, arXiv 2508.08221: Lite PPO).
 */
export function grpo(episodes: readonly CreditEpisode[], options: GrpoOptions = {}): TokenCredit {
  const { scale, epsilon, ddof } = readOptions(grpoOptions, options, 'grpo')
  const members = episodeMembers(episodes)
  const relative = scale === 'group' ? normalised({ epsilon, ddof }) : centred
  const credits = withinGroups(members, relative)
  if (scale !== 'batch') return spreadEpisodes(episodes, credits)
  const returns = members.map(({ value }) => value)
  const factor = inverseDeviation(returns, { epsilon, ddof })
  return spreadEpisodes(
    episodes,
    credits.map((credit) => credit * factor),
  )
}
