import type { Agent, Decision } from './agent.ts'
import type { Clock } from './clock.ts'
import { withDeadline } from './deadline.ts'
import { type Env, type Invalid, isInvalid, type Step, type TaskInfo } from './env.ts'
import { plainJson } from './json.ts'
import type { Signals } from './reward.ts'
import type { DecisionRecord, Initial, Timings, Trajectory, Turn } from './trajectory.ts'
import { packageVersion } from './version.ts'
import { canSnapshot } from './wrappers/wrap.ts'

export interface RecordingOptions {
  readonly id: string | undefined
  readonly seed: number
  readonly task: string | undefined
  readonly group: string | undefined
  readonly attempt: number
  /** Of durations. */
  readonly timer: Clock
  readonly signal: AbortSignal | undefined
}

/** What is known of an episode while it runs. Everything in it is a copy, as plain JSON. */
export interface Recording<Obs, Act> {
  /** Its first moment; before, there is nothing to tell but the request. */
  begin(start: Awaited<ReturnType<Env<Obs, Act>['reset']>>): Promise<Initial>
  decide(decision: Decision<Act>, durationMs: number): void
  step(step: Step<Obs>, action: Act | Invalid, since: number): Promise<void>
  /** Runs `work` within `limitMs` and puts its time down to one phase. */
  timed<T>(
    what: string,
    phase: keyof Timings,
    limitMs: number,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>
  timings(): Timings
  trajectory(): Omit<Trajectory, 'outcome' | 'finalSignals'>
}

export function createRecording<Obs, Act>(
  env: Env<Obs, Act>,
  agent: Agent<Obs, Act>,
  options: RecordingOptions,
): Recording<Obs, Act> {
  const { seed, timer, signal } = options
  let initial: Initial = { observation: null, info: {}, signals: null }
  let task: TaskInfo | null = null
  const turns: Turn[] = []
  const decisions: DecisionRecord[] = []
  const timings = { setupMs: 0, agentMs: 0, envMs: 0, gradingMs: 0 }

  return {
    async begin({ observation, info }) {
      task = env.runner?.task() ?? null
      initial = {
        observation: plainJson(observation),
        info: plainJson(info) as Initial['info'],
        signals: plainJson(env.runner?.initialSignals() ?? null) as Signals | null,
        ...(await hashOf(env)),
      }
      return initial
    },
    decide({ message, samples, usage, stop }, durationMs) {
      decisions.push({
        samples,
        durationMs,
        ...(message ? { message } : {}),
        ...(usage ? { usage } : {}),
        ...(stop === undefined ? {} : { stop }),
      })
    },
    async step(step, action, since) {
      turns.push({
        ...turnOf(step, action, turns.length, decisions.length - 1),
        ...(await hashOf(env)),
        durationMs: timer.now() - since,
      })
    },
    async timed(what, phase, limitMs, work) {
      const start = timer.now()
      try {
        return await withDeadline(what, limitMs, signal, work)
      } finally {
        timings[phase] += timer.now() - start
      }
    },
    timings: () => ({ ...timings }),
    trajectory: () => ({
      version: 1,
      id: options.id ?? `${env.spec.id}#${seed}`,
      env: env.spec,
      agent: agent.name,
      task,
      seed,
      group: options.group ?? `${task?.id ?? options.task ?? ''}#${seed}`,
      initial,
      decisions,
      turns,
      timings: { ...timings },
      attempts: options.attempt,
      versions: { palaestra: packageVersion },
    }),
  }
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
    action: plainJson(isInvalid(action) ? action.raw : action),
    ...(invalid === undefined ? {} : { invalid }),
    observation: plainJson(step.observation),
    signals: plainJson(signals ?? null) as Signals | null,
    reward: step.reward,
    rewards: { ...step.rewards },
    terminated: step.terminated,
    truncated: step.truncated,
    ...(Object.keys(rest).length > 0 ? { info: plainJson(rest) as Turn['info'] & object } : {}),
  }
}

async function hashOf<Obs, Act>(env: Env<Obs, Act>): Promise<{ stateHash?: string }> {
  return canSnapshot(env) ? { stateHash: await env.stateHash() } : {}
}
