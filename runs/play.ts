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
import type { EpisodeFixtures, EpisodeTools, RecordedEpisode } from '../fixtures/index.ts'
import type { PlannedEpisode } from './plan.ts'

export interface PlayOptions {
  readonly definition: AnyDef
  readonly makeOptions: MakeOptions<AnyDef>
  readonly agent: Agent<unknown, unknown>
  readonly services: Services
  readonly clock: Clock
  readonly deadlines: Deadlines
  readonly fixtures: EpisodeFixtures | undefined
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
    const { trajectory, keep } = await playOnce(episode, options, attempt, signal)
    if (trajectory.outcome.status === 'completed' || attempt > options.retries) {
      await keep?.()
      return trajectory
    }
    await options.clock.sleep(options.retryDelayMs * 2 ** (attempt - 1), signal)
  }
}

async function playOnce(
  { id, seed, member, task, group }: PlannedEpisode,
  options: PlayOptions,
  attempt: number,
  signal: AbortSignal,
): Promise<{ readonly trajectory: Trajectory; keep?(): Promise<void> }> {
  const { services, clock, fixtures } = options
  // Members of a group start from one seed, and each draws its own numbers all the same.
  const agentSeed = deriveSeed(seed, 'member', member)
  const episode: RecordedEpisode = { id, seed, agentSeed, task, group, attempt }
  const play = (tools: Omit<EpisodeTools, 'onMoment'>) => playIn(tools, options, signal)
  return fixtures
    ? await fixtures.play(episode, services, play)
    : { trajectory: await play({ episode, services, clock }) }
}

/** An env of its own for one episode. */
async function playIn(
  { episode, services, clock, onMoment }: Omit<EpisodeTools, 'onMoment'> & Partial<EpisodeTools>,
  { definition, makeOptions, agent, deadlines, clock: timer, onWarning }: PlayOptions,
  signal: AbortSignal,
): Promise<Trajectory> {
  const env = await make(definition, { ...makeOptions, services, clock })
  try {
    const { task, ...asked } = episode
    return await rollout(env, agent, {
      ...asked,
      task: task ?? undefined,
      deadlines,
      services,
      clock,
      timer,
      signal,
      onMoment,
    })
  } finally {
    await closeQuietly(env, episode.id, onWarning)
  }
}

/** A closing env that throws or hangs must not cost the episode that is already played. */
async function closeQuietly(
  env: Env<unknown, unknown>,
  episode: string,
  onWarning: PlayOptions['onWarning'],
): Promise<void> {
  try {
    await withDeadline('closing the env', CLOSE_MS, undefined, () => env.close())
  } catch (error) {
    onWarning(`The env of episode ${episode} did not close: ${messageOf(error)}`)
  }
}
