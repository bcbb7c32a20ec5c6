import type { Artifacts } from './artifact.ts'
import type { Deadlines } from './deadline.ts'
import type { Json } from './json.ts'
import type { RewardTerm, Signals } from './reward.ts'
import type { Space } from './spaces/space.ts'

/** An environment: Gymnasium's loop, asynchronous, with invalid actions as values. */
export interface Env<Obs, Act> extends AsyncDisposable {
  readonly spec: EnvSpec
  readonly observationSpace: Space<Obs>
  /** Its schema is the tool schema a model is given. */
  readonly actionSpace: Space<Act>
  /** Starts an episode; allowed at any time. Equal seed and task, equal episode. */
  reset(options?: ResetOptions): Promise<{ observation: Obs; info: Info }>
  /**
   * An action outside the action space, or an `Invalid`, gives an observation that says so.
   * @throws ResetNeededError before the first reset and after the end of an episode.
   */
  step(action: Act | Invalid, options?: StepOptions): Promise<Step<Obs>>
  /** Frees what the env holds; twice is fine. */
  close(): Promise<void>
  /** What a runner may know beyond the loop. Made by `defineEnv`; wrappers hand it on. */
  readonly runner?: RunnerHooks<Act>
}

/** An env whose whole state can be saved. A capability is in the type or absent. */
export interface SnapshotEnv<Obs, Act> extends Env<Obs, Act> {
  /** State, rng, stream of seeds, step count, reward state and wrappers' state, as plain JSON. */
  snapshot(): Promise<Snapshot>
  restore(snapshot: Snapshot): Promise<void>
  /** An independent copy at the same point of the episode. */
  fork(): Promise<SnapshotEnv<Obs, Act>>
  /** Equal states (the env's own and its rng's), equal hashes; how many steps led there does not count. */
  stateHash(): Promise<string>
}

export interface ResetOptions {
  /** A non-negative integer; without one, the env continues the stream of seeds that the last one began. */
  readonly seed?: number | undefined
  readonly task?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface StepOptions {
  readonly signal?: AbortSignal | undefined
}

export interface Step<Obs> {
  observation: Obs
  /** The provisional value of the chosen reward; the final one is known to `finalizeEpisode`. */
  reward: number
  /** Its named parts. */
  rewards: Record<string, number>
  /** The task ended itself. */
  terminated: boolean
  /** A limit ended the episode. */
  truncated: boolean
  info: Info
}

export interface Info {
  /** What the step measured; absent when the action was outside the action space and nothing ran. */
  readonly signals?: Signals | undefined
  /** Why the action was invalid: outside the action space, or refused by the env as things stand. */
  readonly invalid?: string | undefined
  /** Why the episode ended. */
  readonly reason?: string | undefined
  readonly [key: string]: Json | undefined
}

/** An action that could not be parsed or is not allowed: the policy's mistake, and an observation. */
export interface Invalid {
  readonly invalid: string
  /** What the policy sent. */
  readonly raw: unknown
}

export function isInvalid(action: unknown): action is Invalid {
  return (
    typeof action === 'object' &&
    action !== null &&
    'invalid' in action &&
    'raw' in action &&
    typeof action.invalid === 'string'
  )
}

/** Everything needed to make the same env again, as JSON. */
export interface EnvSpec {
  /** `family/PascalCase-v0`. */
  readonly id: string
  readonly options: Json
  /** The preset's name, or null for a composition brought by the caller. */
  readonly reward: { readonly preset: string | null; readonly term: RewardSpec }
  readonly maxEpisodeSteps: number
  /** Return under the default preset from which an episode counts as a success. */
  readonly rewardThreshold: number
  /** From the inside out. */
  readonly wrappers: readonly WrapperSpec[]
}

export interface WrapperSpec {
  readonly kind: string
  readonly params: Json
}

export type RewardSpec =
  | { readonly kind: string; readonly params: Json }
  | { readonly kind: 'custom'; readonly name: string }

/** Plain JSON; `inner` is the wrapped env's. */
export interface Snapshot {
  readonly kind: string
  readonly state: Json
  readonly inner?: Snapshot
}

/** A task of an env's taskset. */
export interface TaskInfo {
  readonly id: string
  /** `train`, `validation`, `test` or the author's own. */
  readonly split: string
  readonly difficulty?: string | number | undefined
  /** What sort of task: shown in breakdowns. */
  readonly kind?: string | undefined
  /** Hash of the content: equal tasks, equal hash. */
  readonly hash: string
}

export type Ended = 'terminated' | 'truncated'

/** Next action of a solution; null when it has no more. */
export type Plan<Act> = () => Promise<Act | null>

/** Privileged: for runners, oracles and checks, never for policies. */
export interface RunnerHooks<Act> {
  readonly reward: RewardTerm<never>
  /** Measured by `reset`, where the env has signals before the first action. */
  initialSignals(): Signals | null
  /** Every task its options leave; absent where the env declares none. */
  tasks?(): Promise<readonly TaskInfo[]>
  /** The task of the running episode. */
  task(): TaskInfo | null
  /** The seed of the running episode. */
  seed(): number
  /** Last signals of an ended episode (grading); null where the env declares no `finish`. Runs once, later calls get the same. */
  finish(ended: Ended, signal?: AbortSignal): Promise<Signals | null>
  /** What is left to look at, made after `finish` has run; null where the env declares none. Runs once, too. */
  artifacts(ended: Ended, signal?: AbortSignal): Promise<Artifacts | null>
  /** What grading found beside the signals, made after `finish` has run; null where the env declares none. Runs once, too. */
  finalInfo(ended: Ended, signal?: AbortSignal): Promise<Info | null>
  /** Where it needs more time than episodes have by default. */
  readonly deadlines?: Partial<Deadlines>
  /** A solution of the running episode, where one is declared. */
  gold?(): Plan<Act>
  /** Named attacks that must not pay. */
  readonly cheats: readonly string[]
  /** @throws ConfigError where no attack has that name. */
  cheat(name: string): Plan<Act>
  /** The action that does nothing, where there is one. */
  readonly noop: Act | null
}
