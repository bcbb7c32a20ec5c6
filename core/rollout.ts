import type { Agent, Decision, EpisodeContext, Episodic } from './agent.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Deadlines, defaultDeadlines, withDeadline } from './deadline.ts'
import type { Env, Invalid } from './env.ts'
import { classifyError, type ErrorClass, isErrorLike, messageOf } from './errors.ts'
import { finalizeEpisode } from './finalize.ts'
import { createRecording, type Recording } from './recording.ts'
import type { Services } from './reward.ts'
import { createRng, deriveSeed } from './rng.ts'
import type { Initial, Phase, Trajectory } from './trajectory.ts'

export interface RolloutOptions {
  readonly id?: string
  readonly seed?: number
  /** Seeds the agent's own stream (default: `seed`): members of a group share the env's, not this. */
  readonly agentSeed?: number | undefined
  readonly task?: string | undefined
  /** Trajectories with one key started from one state (default: seed and task). */
  readonly group?: string
  readonly attempt?: number
  readonly deadlines?: Partial<Deadlines>
  readonly services?: Services
  /** What the agent reads. */
  readonly clock?: Clock
  /** What durations are measured with (default: `clock`). */
  readonly timer?: Clock
  readonly signal?: AbortSignal | undefined
  /** Told what happens next, before it does. */
  readonly onMoment?: ((moment: Moment) => void) | undefined
}

/** Whose turn it is: in the setup and in each turn the env's or the agent's, in grading the env's. */
export interface Moment {
  readonly phase: Phase
  /** Index of the turn that is played, or that a decision is made for; null outside of turns. */
  readonly turn: number | null
  readonly by: 'env' | 'agent'
}

/** How far an episode has come: what a failure is put down to. */
interface Progress {
  phase: Phase
  boundary: ErrorClass
}

interface Play<Obs, Act> {
  readonly env: Env<Obs, Act>
  readonly agent: Agent<Obs, Act>
  readonly at: Progress
  readonly record: Recording<Obs, Act>
  readonly deadlines: Deadlines
  readonly seed: number
  readonly agentSeed: number
  readonly task: string | undefined
  readonly services: Services
  readonly clock: Clock
  readonly timer: Clock
  readonly onMoment: (moment: Moment) => void
}

/**
 * Plays one episode and gives its trajectory. A failure of the machinery gives a `failed` outcome,
 * classified once, without a reward; only a ConfigError and an abort by the caller's signal throw.
 */
export async function rollout<Obs, Act>(
  env: Env<Obs, Act>,
  agent: Agent<Obs, Act>,
  options: RolloutOptions = {},
): Promise<Trajectory> {
  const { id, seed = 0, task, group, attempt = 1, signal, clock = systemClock } = options
  const deadlines = { ...defaultDeadlines, ...env.runner?.deadlines, ...options.deadlines }
  const { timer = clock, onMoment = () => {} } = options
  const record = createRecording(env, agent, { id, seed, task, group, attempt, timer, signal })
  const at: Progress = { phase: 'setup', boundary: 'EnvError' }
  const services = options.services ?? {}
  const { agentSeed = seed } = options
  const play: Play<Obs, Act> = {
    env,
    agent,
    at,
    record,
    deadlines,
    seed,
    agentSeed,
    task,
    services,
    clock,
    timer,
    onMoment,
  }
  const episode = linkedController(signal)
  const acting: { episodic?: Episodic<Obs, Act> } = {}
  let trajectory: Trajectory
  try {
    const first = await begin(play, acting, episode.controller)
    await playTurns(play, first.episodic, first.observation)
    trajectory = await grade(play)
  } catch (error) {
    episode.controller.abort(error)
    if (signal?.aborted) throw signal.reason
    if (classifyError(error, at.boundary) === 'ConfigError') throw error
    trajectory = failed(record, at, error)
  } finally {
    episode.unlink()
  }
  await withDeadline('the end of the episode', deadlines.turnMs, signal, async () =>
    acting.episodic?.end?.(trajectory),
  ).catch(() => {}) // The trajectory is complete: what an agent does with it afterwards cannot undo it.
  return trajectory
}

async function begin<Obs, Act>(
  play: Play<Obs, Act>,
  acting: { episodic?: Episodic<Obs, Act> },
  episode: AbortController,
): Promise<{ observation: Obs; episodic: Episodic<Obs, Act> }> {
  const { env, agent, at, record, deadlines, seed, task, onMoment } = play
  return record.timed('the reset', 'setupMs', deadlines.setupMs, async (within) => {
    within.addEventListener('abort', () => episode.abort(within.reason), { once: true })
    onMoment({ phase: 'setup', turn: null, by: 'env' })
    const start = await env.reset({ seed, task, signal: within })
    within.throwIfAborted() // An env that came too late has nobody to play with.
    const initial = await record.begin(start)
    at.boundary = 'AgentError'
    onMoment({ phase: 'setup', turn: null, by: 'agent' })
    const episodic = await agent.begin(contextOf(play, initial, episode.signal))
    acting.episodic = episodic
    return { observation: start.observation, episodic }
  })
}

async function playTurns<Obs, Act>(
  play: Play<Obs, Act>,
  episodic: Episodic<Obs, Act>,
  first: Obs,
): Promise<void> {
  const { env, at, record, deadlines, timer, onMoment } = play
  let turn = 0
  at.phase = 'turn'
  let observation = first
  for (;;) {
    at.boundary = 'AgentError'
    onMoment({ phase: 'turn', turn, by: 'agent' })
    const thinkingSince = timer.now()
    const decision = await record.timed('the decision', 'agentMs', deadlines.turnMs, (within) =>
      episodic.act(observation, within),
    )
    const actions = actionsOf(decision)
    record.decide(decision, timer.now() - thinkingSince)
    at.boundary = 'EnvError'
    for (const action of actions) {
      onMoment({ phase: 'turn', turn, by: 'env' })
      const since = timer.now()
      const step = await record.timed('the step', 'envMs', deadlines.turnMs, (within) =>
        env.step(action, { signal: within }),
      )
      await record.step(step, action, since)
      turn++
      at.boundary = 'AgentError'
      episodic.observe?.({ action, observation: step.observation })
      at.boundary = 'EnvError'
      if (step.terminated || step.truncated) return
      observation = step.observation
    }
    if (decision.stop !== undefined) return
  }
}

async function grade<Obs, Act>({
  env,
  at,
  record,
  deadlines,
  services,
  onMoment,
}: Play<Obs, Act>): Promise<Trajectory> {
  at.phase = 'grading'
  onMoment({ phase: 'grading', turn: null, by: 'env' })
  const graded = await record.timed('the grading', 'gradingMs', deadlines.gradingMs, (within) =>
    finalizeEpisode(env, record.trajectory(), { services, signal: within }),
  )
  // The same object: its scores are remembered by it.
  return Object.assign(graded, { timings: record.timings() })
}

function failed<Obs, Act>(
  record: Recording<Obs, Act>,
  { phase, boundary }: Progress,
  error: unknown,
): Trajectory {
  const stack = isErrorLike(error) ? error.stack : undefined
  return {
    ...record.trajectory(),
    finalSignals: null,
    outcome: {
      status: 'failed',
      phase,
      error: {
        class: classifyError(error, boundary),
        message: messageOf(error),
        ...(stack ? { stack } : {}),
      },
    },
  }
}

/** A controller that aborts with `signal`, for as long as the episode lasts. */
function linkedController(signal: AbortSignal | undefined) {
  const controller = new AbortController()
  const forward = () => controller.abort(signal?.reason)
  if (signal?.aborted) forward()
  signal?.addEventListener('abort', forward, { once: true })
  return { controller, unlink: () => signal?.removeEventListener('abort', forward) }
}

function contextOf<Obs, Act>(
  { env, agentSeed, clock, services }: Play<Obs, Act>,
  initial: Initial,
  signal: AbortSignal,
): EpisodeContext<Obs, Act> {
  return {
    spec: env.spec,
    observationSpace: env.observationSpace,
    actionSpace: env.actionSpace,
    task: env.runner?.task() ?? null,
    info: initial.info,
    rng: createRng(deriveSeed(agentSeed, 'agent')),
    clock,
    services,
    signal,
    noop: env.runner?.noop ?? null,
    ...(env.runner?.gold ? { gold: env.runner.gold } : {}),
  }
}

function actionsOf<Act>(decision: Decision<Act>): readonly (Act | Invalid)[] {
  if (decision.actions.length > 0 || decision.stop !== undefined) return decision.actions
  return [{ invalid: 'the message holds no action', raw: decision.message?.content ?? null }]
}
