import type { Agent, Decision, EpisodeContext, Episodic } from './agent.ts'
import { type Clock, systemClock } from './clock.ts'
import { withDeadline } from './deadline.ts'
import { type Env, type Invalid, isInvalid, type SnapshotEnv, type Step } from './env.ts'
import { classifyError, type ErrorClass, messageOf } from './errors.ts'
import { finalizeEpisode } from './finalize.ts'
import type { Json } from './json.ts'
import type { Services } from './reward.ts'
import { createRng, deriveSeed } from './rng.ts'
import type { DecisionRecord, Initial, Phase, Trajectory, Turn } from './trajectory.ts'
import { packageVersion } from './version.ts'
import { canSnapshot } from './wrappers/wrap.ts'

export interface Deadlines {
  /** Reset and the agent's `begin`. */
  readonly setupMs: number
  /** One decision, and each of its steps. */
  readonly turnMs: number
  /** Grading and final rewards. */
  readonly gradingMs: number
}

export const defaultDeadlines: Deadlines = { setupMs: 120_000, turnMs: 300_000, gradingMs: 300_000 }

export interface RolloutOptions {
  readonly id?: string
  readonly seed?: number
  readonly task?: string | undefined
  /** Trajectories with one key started from one state (default: seed and task). */
  readonly group?: string
  readonly attempt?: number
  readonly deadlines?: Partial<Deadlines>
  readonly services?: Services
  readonly clock?: Clock
  readonly signal?: AbortSignal | undefined
}

/** What is known of an episode that is still running. */
interface Recording {
  initial: Initial
  readonly turns: Turn[]
  readonly decisions: DecisionRecord[]
  readonly timings: { setupMs: number; agentMs: number; envMs: number; gradingMs: number }
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
  const { seed = 0, task, signal, services = {}, clock = systemClock } = options
  const deadlines = { ...defaultDeadlines, ...options.deadlines }
  const record: Recording = {
    initial: { observation: null, info: {}, signals: null },
    turns: [],
    decisions: [],
    timings: { setupMs: 0, agentMs: 0, envMs: 0, gradingMs: 0 },
  }
  const started = (): Omit<Trajectory, 'outcome' | 'finalSignals'> => {
    const played = record.turns.length > 0 || record.initial.observation !== null
    const info = played ? (env.runner?.task() ?? null) : null
    return {
      version: 1,
      id: options.id ?? `${env.spec.id}#${seed}`,
      env: env.spec,
      agent: agent.name,
      task: info,
      seed,
      group: options.group ?? `${info?.id ?? task ?? ''}#${seed}`,
      initial: record.initial,
      decisions: record.decisions,
      turns: record.turns,
      timings: { ...record.timings },
      attempts: options.attempt ?? 1,
      versions: { palaestra: packageVersion },
    }
  }
  const timed = async <T>(
    what: string,
    phase: keyof Recording['timings'],
    limitMs: number,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const start = clock.now()
    try {
      return await withDeadline(what, limitMs, signal, work)
    } finally {
      record.timings[phase] += clock.now() - start
    }
  }

  let phase: Phase = 'setup'
  let boundary: ErrorClass = 'EnvError'
  let episodic: Episodic<Obs, Act> | undefined
  let trajectory: Trajectory
  try {
    const first = await timed('the reset', 'setupMs', deadlines.setupMs, async (within) => {
      const start = await env.reset({ seed, task, signal: within })
      record.initial = {
        observation: start.observation as Json,
        info: start.info,
        signals: env.runner?.initialSignals() ?? null,
        ...(await hashOf(env)),
      }
      boundary = 'AgentError'
      episodic = await agent.begin(
        contextOf(env, record.initial, { seed, clock, services, within }),
      )
      return start
    })
    let { observation } = first
    phase = 'turn'
    const acting = episodic as unknown as Episodic<Obs, Act>
    for (let ended = false; !ended; ) {
      boundary = 'AgentError'
      const thinkingSince = clock.now()
      const decision = await timed('the decision', 'agentMs', deadlines.turnMs, (within) =>
        acting.act(observation, within),
      )
      record.decisions.push(decisionRecord(decision, clock.now() - thinkingSince))
      boundary = 'EnvError'
      for (const action of actionsOf(decision)) {
        const since = clock.now()
        const step = await timed('the step', 'envMs', deadlines.turnMs, (within) =>
          env.step(action, { signal: within }),
        )
        record.turns.push({
          ...turnOf(step, action, record.turns.length, record.decisions.length - 1),
          ...(await hashOf(env)),
          durationMs: clock.now() - since,
        })
        observation = step.observation
        ended = step.terminated || step.truncated
        if (ended) break
      }
    }
    phase = 'grading'
    const graded = await timed('the grading', 'gradingMs', deadlines.gradingMs, (within) =>
      finalizeEpisode(env, started(), { services, signal: within }),
    )
    trajectory = { ...graded, timings: { ...record.timings } }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const errorClass = classifyError(error, boundary)
    if (errorClass === 'ConfigError') throw error
    const stack = error instanceof Error ? error.stack : undefined
    trajectory = {
      ...started(),
      finalSignals: null,
      outcome: {
        status: 'failed',
        phase,
        error: { class: errorClass, message: messageOf(error), ...(stack ? { stack } : {}) },
      },
    }
  }
  const finished = trajectory
  await withDeadline('the end of the episode', deadlines.turnMs, signal, async () =>
    episodic?.end?.(finished),
  ).catch(() => {}) // The trajectory is complete: what an agent does with it afterwards cannot undo it.
  return trajectory
}

function contextOf<Obs, Act>(
  env: Env<Obs, Act>,
  initial: Initial,
  given: { seed: number; clock: Clock; services: Services; within: AbortSignal },
): EpisodeContext<Obs, Act> {
  return {
    spec: env.spec,
    observationSpace: env.observationSpace,
    actionSpace: env.actionSpace,
    task: env.runner?.task() ?? null,
    info: initial.info,
    rng: createRng(deriveSeed(given.seed, 'agent')),
    clock: given.clock,
    services: given.services,
    signal: given.within,
    noop: env.runner?.noop ?? null,
    ...(env.runner?.gold ? { gold: env.runner.gold } : {}),
  }
}

function decisionRecord<Act>(decision: Decision<Act>, durationMs: number): DecisionRecord {
  const { message, samples } = decision
  return { samples, durationMs, ...(message ? { message } : {}) }
}

function actionsOf<Act>(decision: Decision<Act>): readonly (Act | Invalid)[] {
  if (decision.actions.length > 0) return decision.actions
  return [{ invalid: 'the message holds no action', raw: decision.message?.content ?? null }]
}

function turnOf<Obs, Act>(
  step: Step<Obs>,
  action: Act | Invalid,
  index: number,
  decision: number,
): Omit<Turn, 'durationMs'> {
  const { signals, invalid, ...rest } = step.info
  return {
    index,
    decision,
    action: (isInvalid(action) ? action.raw : action) as Json,
    ...(invalid === undefined ? {} : { invalid }),
    observation: step.observation as Json,
    signals: signals ?? null,
    reward: step.reward,
    rewards: step.rewards,
    terminated: step.terminated,
    truncated: step.truncated,
    ...(Object.keys(rest).length > 0 ? { info: rest } : {}),
  }
}

async function hashOf<Obs, Act>(env: Env<Obs, Act>): Promise<{ stateHash?: string }> {
  if (!canSnapshot(env)) return {}
  return { stateHash: await (env as SnapshotEnv<Obs, Act>).stateHash() }
}
