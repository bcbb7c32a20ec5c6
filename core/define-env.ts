import type { z } from 'zod'
import type { Artifacts } from './artifact.ts'
import type { Clock } from './clock.ts'
import type { Deadlines } from './deadline.ts'
import type { Ended, Info, Invalid, TaskInfo } from './env.ts'
import { ConfigError } from './errors.ts'
import type { Json } from './json.ts'
import type { RewardTerm, Signals, SigOf } from './reward.ts'
import type { Rng } from './rng.ts'
import type { Space } from './spaces/space.ts'

export type MaybePromise<T> = T | Promise<T>
export type StateKind = 'data' | 'resource'
export type Rewards = Readonly<Record<string, RewardTerm<never>>>

/** What `reset` is given. */
export interface ResetContext<Options> {
  readonly options: Options
  /** Seeded for this episode; `step` continues the same stream. */
  readonly rng: Rng
  readonly seed: number
  readonly clock: Clock
  /** The task to play, where the definition declares tasks. */
  readonly task: TaskInfo | null
  readonly signal: AbortSignal | undefined
}

/** What `step` is given beside the state and the action. */
export interface StepContext<Options> {
  readonly options: Options
  readonly rng: Rng
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
}

export interface FinishContext<Options> extends StepContext<Options> {
  readonly ended: Ended
}

/** A solution: actions in order, or a closed loop from the state to the next action (null: no more). */
export type Solution<State, Act> = readonly Act[] | ((state: State) => MaybePromise<Act | null>)

/** What `checkEnv` holds the env to. A deviation carries its reason, shown in the env's README. */
export interface Expectations {
  /** Return of the declared solution; `false` with a reason where there is none. */
  readonly gold?: { readonly min: number; readonly reason?: string } | { readonly none: string }
  /** Return of doing nothing. */
  readonly null?: { readonly max: number; readonly reason?: string }
  /** Splits share no task. */
  readonly splits?: true | { readonly none: string }
  /** Equal seed and actions, equal transcript. */
  readonly deterministic?: true | { readonly none: string }
}

export interface TaskList<Options> {
  /** Every task, in a fixed order. */
  list(options: Options): MaybePromise<readonly TaskInfo[]>
  /**
   * What decides all of the list's content, for lists whose hashes are costly: a run then asks for the hash of
   * played tasks alone. Default: the hash of every task.
   */
  identity?(options: Options): Json
}

/** Signals without literals: where every step says `solved: false`, grading may still say `true`. */
export type Widened<Sig> = {
  [K in keyof Sig]: Sig[K] extends boolean
    ? boolean
    : Sig[K] extends number
      ? number
      : Sig[K] extends string
        ? string
        : Sig[K]
}

/** How an author writes an environment. `reset` stands before `step`, so that the state's type is inferred. */
export interface EnvDefinition<
  Obs,
  Act,
  State,
  R extends Rewards,
  Sig,
  Kind extends StateKind,
  Options,
  OptionsInput,
> {
  /** `family/PascalCase-v0`; the number moves when rewards of old runs stop being comparable. */
  readonly id: string
  /** `data`: plain JSON, snapshots come for free. `resource`: it holds something that must be closed. */
  readonly state: Kind
  readonly description?: string
  readonly options?: z.ZodType<Options, OptionsInput>
  readonly observationSpace: Space<Obs>
  readonly actionSpace: Space<Act>
  /** Where options leave actions out: the part of `actionSpace` that is left. */
  actions?(options: NoInfer<Options>): Space<NoInfer<Act>>
  /** Named presets; the first is the default. */
  readonly rewards: R
  /** Steps after which an episode is truncated. */
  readonly maxEpisodeSteps: number
  /** Return under the default preset from which an episode counts as a success (default 1). */
  readonly rewardThreshold?: number
  /** Where it needs more time than episodes have by default. */
  readonly deadlines?: Partial<Deadlines>
  readonly tasks?: TaskList<NoInfer<Options>>
  reset(context: ResetContext<Options>): MaybePromise<{
    state: State
    observation: NoInfer<Obs>
    /** Measured before the first action: what potential-based rewards start from. */
    signals?: NoInfer<Widened<Sig>>
    info?: Info
  }>
  step(
    state: State,
    action: NoInfer<Act>,
    context: StepContext<Options>,
  ): MaybePromise<{
    observation: NoInfer<Obs>
    signals: Sig
    terminated?: boolean
    /** The next state, where it is not the same object changed in place. */
    state?: NoInfer<State>
    info?: Info
  }>
  /** Grading: the last signals, measured once after the final step, truncation included. */
  finish?(state: State, context: FinishContext<Options>): MaybePromise<NoInfer<Widened<Sig>>>
  /** What is left of the episode to look at, made once after `finish`; rewards over signals never see it. */
  artifacts?(state: State, context: FinishContext<Options>): MaybePromise<Artifacts>
  /** What grading found beside the signals (`integrity`, verdicts by test), made once after `finish`; no policy sees it. */
  finalInfo?(state: State, context: FinishContext<Options>): MaybePromise<Info>
  /** The observation for an invalid action; required where observations are not text. */
  invalid?(problem: Invalid, state: State): MaybePromise<NoInfer<Obs>>
  close?(state: State): MaybePromise<void>
  /** A solution, given the privileged state. */
  gold?(state: State): MaybePromise<Solution<NoInfer<State>, NoInfer<Act>>>
  /** Named attacks that must not pay. */
  readonly cheats?: Readonly<
    Record<string, (state: NoInfer<State>) => MaybePromise<Solution<NoInfer<State>, NoInfer<Act>>>>
  >
  /** The action that does nothing, where there is one. */
  readonly noop?: NoInfer<Act>
  readonly expect?: Expectations
}

/** Any definition, for tables and runners that do not care about its types. */
// biome-ignore lint/suspicious/noExplicitAny: a definition is invariant in its types; only `any` stands for all of them
export type AnyDef = EnvDefinition<any, any, any, any, any, StateKind, any, any>

/** What `defineEnv` gives where `state: 'data'` has a state that is not plain JSON: nothing accepts it. */
export interface NotPlainJson {
  readonly problem: "state: 'data' needs plain JSON declared as a type (an interface is not)"
}

/** Checks a definition and gives it back with its types inferred. */
export function defineEnv<
  Obs,
  Act,
  State,
  R extends Rewards,
  Sig extends SigOf<R> & Signals,
  const Kind extends StateKind,
  Options = Record<string, never>,
  OptionsInput = Record<string, never>,
>(
  definition: EnvDefinition<Obs, Act, State, R, Sig, Kind, Options, OptionsInput>,
): Kind extends 'data'
  ? State extends Json
    ? EnvDefinition<Obs, Act, State, R, Sig, Kind, Options, OptionsInput>
    : NotPlainJson
  : EnvDefinition<Obs, Act, State, R, Sig, Kind, Options, OptionsInput>
export function defineEnv(definition: AnyDef): AnyDef {
  const refuse = (reason: string): never => {
    throw new ConfigError(`Cannot define env ${JSON.stringify(definition.id)}: ${reason}`)
  }
  if (!/^[a-z][a-z0-9-]*\/[A-Z][A-Za-z0-9]*-v\d+$/.test(definition.id)) {
    refuse('its id is not of the form family/PascalCase-v0')
  }
  if (!Number.isSafeInteger(definition.maxEpisodeSteps) || definition.maxEpisodeSteps < 1) {
    refuse(`maxEpisodeSteps is ${definition.maxEpisodeSteps} (give a whole number from 1)`)
  }
  if (Object.keys(definition.rewards).length === 0) refuse('it has no reward (name at least one)')
  if (
    !definition.invalid &&
    !definition.observationSpace.contains(`Invalid action: ${'an example. '.repeat(40)}`)
  ) {
    refuse('its observations are not any text, so it needs invalid(problem, state)')
  }
  return definition
}
