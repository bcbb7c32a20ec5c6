import {
  type Agent,
  type AnyDef,
  type Clock,
  type Deadlines,
  deriveSeed,
  type Env,
  type MakeOptions,
  make,
  messageOf,
  rollout,
  type Services,
  type Trajectory,
  withDeadline,
} from '../core/index.ts'
import type { PlannedEpisode } from './plan.ts'

export interface PlayOptions {
  readonly definition: AnyDef
  readonly makeOptions: MakeOptions<AnyDef>
  readonly agent: Agent<unknown, unknown>
  readonly services: Services
  readonly clock: Clock
  readonly deadlines: Deadlines
  /** Further attempts after a failure of the infrastructure. */
  readonly retries: number
  readonly retryDelayMs: number
  readonly onWarning: (message: string) => void
}

/** Longest an env may take to close before it is left behind. */
const CLOSE_MS = 10_000

/**
 * Plays one planned episode in an env of its own. A failed attempt is repeated; the last one counts.
 * Only a ConfigError and an abort throw.
 */
export async function playEpisode(
  episode: PlannedEpisode,
  options: PlayOptions,
  signal: AbortSignal,
): Promise<Trajectory> {
  for (let attempt = 1; ; attempt++) {
    const trajectory = await playOnce(episode, options, attempt, signal)
    if (trajectory.outcome.status === 'completed' || attempt > options.retries) return trajectory
    await options.clock.sleep(options.retryDelayMs * 2 ** (attempt - 1), signal)
  }
}

async function playOnce(
  episode: PlannedEpisode,
  options: PlayOptions,
  attempt: number,
  signal: AbortSignal,
): Promise<Trajectory> {
  const { definition, makeOptions, services, clock, deadlines } = options
  const env = await make(definition, { ...makeOptions, services, clock })
  try {
    return await rollout(env, options.agent, {
      id: episode.id,
      seed: episode.seed,
      // Members of a group start from one seed, and each draws its own numbers all the same.
      agentSeed: deriveSeed(episode.seed, 'member', episode.member),
      task: episode.task ?? undefined,
      group: episode.group,
      attempt,
      deadlines,
      services,
      clock,
      signal,
    })
  } finally {
    await closeQuietly(env, episode, options)
  }
}

/** A closing env that throws or hangs must not cost the episode that is already played. */
async function closeQuietly(
  env: Env<unknown, unknown>,
  episode: PlannedEpisode,
  options: PlayOptions,
): Promise<void> {
  try {
    await withDeadline('closing the env', CLOSE_MS, undefined, () => env.close())
  } catch (error) {
    options.onWarning(`The env of episode ${episode.id} did not close: ${messageOf(error)}`)
  }
}
