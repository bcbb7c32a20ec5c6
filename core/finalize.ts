import { keepArtifacts } from './artifact.ts'
import type { Ended, Env, Info } from './env.ts'
import { finalScores, namedParts } from './evaluate.ts'
import { plainJson } from './json.ts'
import { type RewardTerm, type Score, type Services, type Signals, sumScores } from './reward.ts'
import type { Completed, Trajectory } from './trajectory.ts'

/**
 * Final rewards of an ended episode: runs the env's grading once, keeps what it found and what it leaves to
 * look at (a judge may want to), then runs the chosen reward's `finalize`.
 * `rollout` calls it; a bare loop does so itself.
 */
export async function finalizeEpisode<Obs, Act>(
  env: Env<Obs, Act>,
  trajectory: Omit<Trajectory, 'outcome' | 'finalSignals'>,
  options: { readonly services?: Services; readonly signal?: AbortSignal } = {},
): Promise<Trajectory> {
  const ended: Ended = trajectory.turns.at(-1)?.terminated ? 'terminated' : 'truncated'
  const finalSignals = (await env.runner?.finish(ended, options.signal)) ?? null
  const left = (await env.runner?.artifacts(ended, options.signal)) ?? null
  const artifacts = keepArtifacts(env.spec.id, left)
  const found = (await env.runner?.finalInfo(ended, options.signal)) ?? null
  const finalInfo = found && (plainJson(found) as Info)
  return scoreTrajectory(
    env.runner?.reward,
    {
      ...trajectory,
      finalSignals,
      ...(finalInfo ? { finalInfo } : {}),
      ...(artifacts ? { artifacts } : {}),
    },
    ended,
    options.services,
  )
}

/** The completed trajectory under a reward: also what re-scoring stored trajectories uses. */
export async function scoreTrajectory(
  reward: RewardTerm<never> | undefined,
  trajectory: Omit<Trajectory, 'outcome'>,
  ended: Ended,
  services: Services = {},
): Promise<Trajectory> {
  const unjudged: Completed = {
    status: 'completed',
    ended,
    parts: {},
    turns: trajectory.turns.map((turn): Score => ({ status: 'scored', value: turn.reward })),
    reward: { status: 'scored', value: 0 },
  }
  // One object from here on: scores are remembered by it, so that nobody asks a judge twice.
  const record: Trajectory & { outcome: Completed } = { ...trajectory, outcome: unjudged }
  // An env that somebody wrote by hand has no terms: its step rewards are final.
  const term = reward as RewardTerm<Signals> | undefined
  const turns = term ? await finalScores(term, record, services) : unjudged.turns
  const parts: Record<string, readonly Score[]> = {}
  for (const [name, part] of Object.entries(term ? namedParts(term) : {})) {
    parts[name] = await finalScores(part, record, services)
  }
  record.outcome = { status: 'completed', ended, parts, turns, reward: sumScores(turns) }
  return record
}
