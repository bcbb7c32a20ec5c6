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
  const success = isSuccess(scores[presets[0]?.[0] ?? ''], trajectory)
  return { episode: trajectory.id, scores, success }
}

/** By the return under the first preset; null where that is unscored. */
export function isSuccess(first: Score | undefined, { env }: Trajectory): boolean | null {
  return first?.status === 'scored' ? first.value >= env.rewardThreshold : null
}

/** The trajectory as if it had been played under this term, whatever its outcome says; a failed one as it is. */
export async function scoreAfresh(
  term: RewardTerm<never>,
  trajectory: Trajectory,
  services: Services,
): Promise<Trajectory> {
  const { outcome } = trajectory
  if (outcome.status === 'failed') return trajectory
  return scoreTrajectory(term, trajectory, outcome.ended, services)
}

async function scoreUnder(
  name: string,
  term: RewardTerm<never>,
  trajectory: Trajectory,
  services: Services,
): Promise<Score> {
  if (trajectory.env.reward.preset === name) return rewardOf(trajectory)
  return rewardOf(await scoreAfresh(term, trajectory, services))
}
