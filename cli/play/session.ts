import {
  type AnyDef,
  ConfigError,
  canonicalJson,
  type Env,
  finalizeEpisode,
  type Info,
  isInvalid,
  type Plan,
  type Signals,
  type Snapshot,
  type SnapshotEnv,
  type Step,
  type TaskInfo,
  type Trajectory,
  type Turn,
} from '../../core/index.ts'
import { type EpisodeScores, scoreEpisode } from '../../runs/index.ts'

export interface Move {
  readonly action: unknown
  readonly step: Step<unknown>
}

/** The episode that is being played, with the moves that no undo has taken back. */
export interface PlayedEpisode {
  readonly seed: number
  /** What the env was asked for; undefined leaves the task to the seed. */
  readonly asked: string | undefined
  readonly task: TaskInfo | null
  readonly initial: { readonly observation: unknown; readonly info: Info }
  readonly moves: readonly Move[]
  /** Whether the player was shown a move, ever: to have seen it cannot be undone. */
  readonly hinted: boolean
  /** How it ended; null while it goes on. */
  readonly ending: Ending | null
}

export interface Ending {
  readonly trajectory: Trajectory
  /** By the env's default reward; null where it gave no score. */
  readonly success: EpisodeScores['success']
}

export type Player = 'human' | 'human+hints'

/** As which agent an episode is stored. */
export const playerOf = ({ hinted }: Pick<PlayedEpisode, 'hinted'>): Player =>
  hinted ? 'human+hints' : 'human'

/** A person's game: one episode at a time. */
export interface Session {
  readonly env: Env<unknown, unknown>
  readonly canUndo: boolean
  episode(): PlayedEpisode
  begin(seed: number): Promise<void>
  /** The same episode from its start. */
  restart(): Promise<void>
  act(action: unknown): Promise<Step<unknown>>
  /** Takes moves back; gives how many. */
  undo(moves: number): Promise<number>
  /** The next action of the env's own solution; null where it knows none. */
  hint(): Promise<unknown>
}

export interface SessionOptions {
  readonly definition: AnyDef
  readonly env: Env<unknown, unknown>
  readonly taskOf: (seed: number) => string | undefined
}

export function createSession({ definition, env, taskOf }: SessionOptions): Session {
  let played: PlayedEpisode | undefined
  let snapshots: Snapshot[] = []
  const hints = createHints(env)
  const saving = 'snapshot' in env ? (env as SnapshotEnv<unknown, unknown>) : null
  const current = (): PlayedEpisode => {
    if (played) return played
    throw new ConfigError(`Cannot play ${definition.id}: no episode has begun (begin one)`)
  }

  async function begin(seed: number, asked: string | undefined, hinted: boolean): Promise<void> {
    const initial = await env.reset({ seed, task: asked })
    const task = env.runner?.task() ?? null
    played = { seed, asked, task, initial, moves: [], hinted, ending: null }
    snapshots = []
    hints.forget()
  }

  return {
    env,
    canUndo: saving !== null,
    episode: current,
    begin: (seed) => begin(seed, taskOf(seed), false),
    restart() {
      const { seed, asked, hinted } = current()
      return begin(seed, asked, hinted)
    },
    async act(action) {
      const before = saving ? await saving.snapshot() : null
      let step: Step<unknown>
      try {
        step = await env.step(action)
      } catch (error) {
        // It may have failed halfway.
        if (saving && before) await saving.restore(before)
        throw error
      }
      if (before) snapshots.push(before)
      hints.moved(action)
      played = { ...current(), moves: [...current().moves, { action, step }] }
      if (step.terminated || step.truncated) {
        played = { ...played, ending: await endingOf(definition, env, played) }
      }
      return step
    },
    async undo(wanted) {
      const { moves } = current()
      const left = Math.max(0, moves.length - wanted)
      const snapshot = snapshots[left]
      if (!saving || !snapshot) return 0
      await saving.restore(snapshot)
      snapshots = snapshots.slice(0, left)
      hints.forget()
      played = { ...current(), moves: moves.slice(0, left), ending: null }
      return moves.length - left
    },
    async hint() {
      const action = await hints.next()
      if (action !== null) played = { ...current(), hinted: true }
      return action
    },
  }
}

/** A solution that is a list goes on only for who follows it; for others it is made anew, from where they are. */
function createHints({ runner }: Env<unknown, unknown>) {
  let plan: Plan<unknown> | null = null
  let shown: { readonly action: unknown } | null = null
  const forget = () => {
    plan = null
    shown = null
  }
  return {
    forget,
    moved(action: unknown) {
      if (shown && canonicalJson(shown.action) === canonicalJson(action)) shown = null
      else forget()
    },
    async next(): Promise<unknown> {
      plan ??= runner?.gold?.() ?? null
      shown ??= { action: (await plan?.()) ?? null }
      return shown.action
    },
  }
}

async function endingOf(
  definition: AnyDef,
  env: Env<unknown, unknown>,
  episode: PlayedEpisode,
): Promise<Ending> {
  const trajectory = await finalizeEpisode(env, recordOf(env, episode))
  const { success } = await scoreEpisode(definition, trajectory, {})
  return { trajectory, success }
}

/** As much of a trajectory as rewards look at. What is saved is played again, and recorded by `rollout`. */
function recordOf(env: Env<unknown, unknown>, episode: PlayedEpisode) {
  const { seed, task, initial, moves } = episode
  return {
    version: 1 as const,
    id: `${env.spec.id}#${seed}`,
    env: env.spec,
    agent: playerOf(episode),
    task,
    seed,
    group: `${seed}`,
    initial: {
      observation: plain(initial.observation),
      info: initial.info,
      signals: env.runner?.initialSignals() ?? null,
    },
    decisions: [],
    turns: moves.map(turnOf),
    timings: { setupMs: 0, agentMs: 0, envMs: 0, gradingMs: 0 },
    attempts: 1,
    versions: {},
  }
}

function turnOf({ action, step }: Move, index: number): Turn {
  const { signals, invalid, ...info } = step.info
  return {
    index,
    decision: index,
    action: plain(isInvalid(action) ? action.raw : action),
    ...(invalid === undefined ? {} : { invalid }),
    observation: plain(step.observation),
    signals: (signals ?? null) as Signals | null,
    reward: step.reward,
    rewards: step.rewards,
    terminated: step.terminated,
    truncated: step.truncated,
    info,
    durationMs: 0,
  }
}

const plain = (value: unknown): Turn['action'] => JSON.parse(JSON.stringify(value) ?? 'null')
