import type {
  Env,
  Invalid,
  ResetOptions,
  Snapshot,
  SnapshotEnv,
  Step,
  StepOptions,
  WrapperSpec,
} from '../env.ts'
import { ConfigError } from '../errors.ts'
import type { Json } from '../json.ts'

/**
 * A step that may answer without a promise. Ours and our wrappers' envs have it beside `step`:
 * wrappers chain on it, so that four of them cost one promise a step instead of five.
 */
export const immediateStep: unique symbol = Symbol('immediate step')

export type ImmediateStep<Obs, Act> = (
  action: Act | Invalid,
  options?: StepOptions,
) => Step<Obs> | Promise<Step<Obs>>

export interface ImmediateEnv<Obs, Act> extends Env<Obs, Act> {
  readonly [immediateStep]: ImmediateStep<Obs, Act>
}

/** The immediate step of an env, or its `step` where somebody else wrote it. */
export function stepper<Obs, Act>(env: Env<Obs, Act>): ImmediateStep<Obs, Act> {
  const own = (env as Partial<ImmediateEnv<Obs, Act>>)[immediateStep]
  return own ?? ((action, options) => env.step(action, options))
}

/** The `step` that belongs to an immediate step: what it throws rejects. */
export function promised<Obs, Act>(
  step: ImmediateStep<Obs, Act>,
): (action: Act | Invalid, options?: StepOptions) => Promise<Step<Obs>> {
  return async (action, options) => step(action, options)
}

/** `fn` over the result, at once where the result is there. (Not `then`: a module that exports one is a thenable.) */
export function andThen<A, B>(result: A | Promise<A>, fn: (value: A) => B): B | Promise<B> {
  return result instanceof Promise ? result.then(fn) : fn(result)
}

/** Gives a wrapper its own state without touching the env in it: a fork has restored that already. */
const loadOwnState: unique symbol = Symbol('load own state')

interface Loadable {
  readonly [loadOwnState]: (state: Json) => void
}

export interface WrapperParts<Obs, Act, Obs2, Act2> {
  readonly spec: WrapperSpec
  readonly maxEpisodeSteps?: number
  /** What the inner env is asked for instead. */
  readonly prepare?: (options: ResetOptions | undefined) => Promise<ResetOptions>
  readonly reset?: (
    result: Awaited<ReturnType<Env<Obs, Act>['reset']>>,
    options: ResetOptions | undefined,
  ) => Awaited<ReturnType<Env<Obs2, Act2>['reset']>>
  readonly step?: ImmediateStep<Obs2, Act2>
  readonly close?: () => Promise<void>
  /** State of the wrapper itself, for snapshots. */
  readonly save?: () => Json
  readonly load?: (state: Json) => void
  /** The same wrapper around another env: what `fork` needs. */
  readonly again: (env: SnapshotEnv<Obs, Act>) => SnapshotEnv<Obs2, Act2>
  readonly overrides?: Partial<Pick<Env<Obs2, Act2>, 'observationSpace' | 'actionSpace' | 'runner'>>
}

/** Builds the wrapped env: everything not overridden is the inner env's, snapshots included. */
export function wrap<Obs, Act, Obs2 = Obs, Act2 = Act>(
  env: Env<Obs, Act>,
  parts: WrapperParts<Obs, Act, Obs2, Act2>,
): Env<Obs2, Act2> {
  const step = parts.step ?? (stepper(env) as unknown as ImmediateStep<Obs2, Act2>)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= parts.close ? parts.close() : env.close()
    return closed
  }
  const base = {
    observationSpace: env.observationSpace,
    actionSpace: env.actionSpace,
    ...(env.runner ? { runner: env.runner } : {}),
    ...parts.overrides,
    spec: {
      ...env.spec,
      ...(parts.maxEpisodeSteps ? { maxEpisodeSteps: parts.maxEpisodeSteps } : {}),
      wrappers: [...env.spec.wrappers, parts.spec],
    },
    reset: async (options?: ResetOptions) => {
      const result = await env.reset(parts.prepare ? await parts.prepare(options) : options)
      return parts.reset ? parts.reset(result, options) : result
    },
    step: promised(step),
    [immediateStep]: step,
    close,
    [Symbol.asyncDispose]: close,
  } as unknown as Env<Obs2, Act2>
  if (!canSnapshot(env)) return base
  return Object.assign(base, {
    snapshot: async (): Promise<Snapshot> => ({
      kind: parts.spec.kind,
      state: parts.save?.() ?? null,
      inner: await env.snapshot(),
    }),
    async restore(snapshot: Snapshot) {
      if (snapshot.kind !== parts.spec.kind || !snapshot.inner) {
        throw new ConfigError(
          `Cannot restore env ${env.spec.id}: the snapshot is of ${snapshot.kind}, not ${parts.spec.kind} (use the same wrappers in the same order)`,
        )
      }
      await env.restore(snapshot.inner)
      parts.load?.(snapshot.state)
    },
    async fork() {
      const state = structuredClone(parts.save?.() ?? null)
      const copy = parts.again(await env.fork())
      ;(copy as Partial<Loadable>)[loadOwnState]?.(state)
      return copy
    },
    ...(parts.load ? { [loadOwnState]: parts.load } : {}),
    stateHash: () => env.stateHash(),
  })
}

export function canSnapshot<Obs, Act>(env: Env<Obs, Act>): env is SnapshotEnv<Obs, Act> {
  return 'snapshot' in env && typeof env.snapshot === 'function'
}
