import {
  type AnyDef,
  type RewardTerm,
  type Score,
  type Services,
  scoreTrajectory,
  type Trajectory,
} from '../core/index.ts'
import { type EpisodeScores, rewardOf } from './result.ts'

/**
 * One trajectory under every preset of its env whose services are there. An episode is a success when
 * its return under the first preset reaches the env's threshold; unscored, it is neither.
 */
export async function scoreEpisode(
  definition: Pick<AnyDef, 'rewards'>,
  trajectory: Trajectory,
  services: Services,
): Promise<EpisodeScores> {
  const presets = Object.entries(definition.rewards as Readonly<Record<string, RewardTerm<never>>>)
  const scores: Record<string, Score> = {}
  for (const [name, term] of presets) {
    if ((term.needs ?? []).some((service) => !services[service])) continue
    scores[name] = await scoreUnder(name, term, trajectory, services)
  }
  const first = scores[presets[0]?.[0] ?? '']
  const success = first?.status === 'scored' ? first.value >= trajectory.env.rewardThreshold : null
  return { episode: trajectory.id, scores, success }
}

async function scoreUnder(
  name: string,
  term: RewardTerm<never>,
  trajectory: Trajectory,
  services: Services,
): Promise<Score> {
  const { outcome } = trajectory
  if (outcome.status === 'failed' || trajectory.env.reward.preset === name)
    return rewardOf(trajectory)
  return rewardOf(await scoreTrajectory(term, trajectory, outcome.ended, services))
}
