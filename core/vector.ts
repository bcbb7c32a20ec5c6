import type { Env, Info, Invalid, Step } from './env.ts'
import { ConfigError, ResetNeededError } from './errors.ts'
import { deriveSeed } from './rng.ts'
import { stepper } from './wrappers/wrap.ts'

/**
 * What happens to a sub-env whose episode ended (Gymnasium 1.1, `AutoresetMode`):
 * - `next-step`: its next `step` ignores the action and resets (reward 0, neither flag set);
 * - `same-step`: it is reset within the same step; the last observation and info are in
 *   `info.finalObservation` and `info.finalInfo`;
 * - `disabled`: the caller resets it, with `reset({ mask })`.
 */
export type AutoresetMode = 'next-step' | 'same-step' | 'disabled'

export interface VectorStep<Obs> {
  readonly observations: readonly Obs[]
  readonly rewards: Float64Array
  readonly terminated: readonly boolean[]
  readonly truncated: readonly boolean[]
  readonly infos: readonly VectorInfo<Obs>[]
}

export interface VectorInfo<Obs> {
  readonly info: Info
  readonly finalObservation?: Obs
  readonly finalInfo?: Info
}

export interface VectorResetOptions {
  /** Sub-env i is seeded with `seed + i`, or with the i-th of a list; without one, each continues its own stream. */
  readonly seed?: number | readonly number[] | undefined
  /** Which sub-envs (default: all); the others keep their observation. */
  readonly mask?: readonly boolean[] | undefined
}

export interface VectorEnv<Obs, Act> extends AsyncDisposable {
  readonly envs: readonly Env<Obs, Act>[]
  readonly autoreset: AutoresetMode
  reset(
    options?: VectorResetOptions,
  ): Promise<{ observations: readonly Obs[]; infos: readonly Info[] }>
  step(actions: readonly (Act | Invalid)[]): Promise<VectorStep<Obs>>
  close(): Promise<void>
}

export interface VectorOptions {
  readonly numEnvs: number
  /** Default `next-step`, as in Gymnasium. */
  readonly autoreset?: AutoresetMode
  /** What sub-envs that were never given a seed start from, each with its own (default 0). */
  readonly seed?: number
}

/** Steps several envs of one kind in lockstep, for tensor-style loops. */
export async function makeVector<Obs, Act>(
  open: (index: number) => Promise<Env<Obs, Act>>,
  options: VectorOptions,
): Promise<VectorEnv<Obs, Act>> {
  const { numEnvs, autoreset = 'next-step', seed: root = 0 } = options
  if (!Number.isSafeInteger(numEnvs) || numEnvs < 1) {
    throw new ConfigError(
      `Cannot make a vector env of ${numEnvs} envs (give a whole number from 1)`,
    )
  }
  const envs = await openAll(open, numEnvs)
  const steps = envs.map((env) => stepper(env))
  const ended = envs.map(() => true)
  const observations: (Obs | undefined)[] = envs.map(() => undefined)

  const resetOne = async (index: number, given?: number) => {
    // Envs of one definition share their default stream of seeds: all would play the same episodes.
    const first = observations[index] === undefined
    const seed = given ?? (first ? deriveSeed(root, 'vector', index) : undefined)
    const result = await envOf(index).reset({ seed })
    ended[index] = false
    observations[index] = result.observation
    return result
  }
  const envOf = (index: number): Env<Obs, Act> => {
    const env = envs[index]
    if (!env) throw new RangeError(`Cannot find sub-env ${index}: there are ${numEnvs}`)
    return env
  }

  const stepOne = async (
    index: number,
    action: Act | Invalid,
  ): Promise<Step<Obs> & { final?: { observation: Obs; info: Info } }> => {
    if (ended[index]) {
      const { observation, info } = await resetOne(index)
      return { observation, reward: 0, rewards: {}, terminated: false, truncated: false, info }
    }
    const step = await (steps[index] as (typeof steps)[number])(action)
    observations[index] = step.observation
    if (!step.terminated && !step.truncated) return step
    ended[index] = true
    if (autoreset !== 'same-step') return step
    const next = await resetOne(index)
    return { ...step, ...next, final: { observation: step.observation, info: step.info } }
  }

  /** Before anything moves: otherwise some sub-envs would have stepped and others not. */
  const refuseEnded = () => {
    for (const [index, observation] of observations.entries()) {
      if (observation === undefined) {
        throw new ResetNeededError(
          `Cannot step sub-env ${index}: no episode has begun (call reset() first)`,
        )
      }
      if (ended[index] && autoreset === 'disabled') {
        throw new ResetNeededError(
          `Cannot step sub-env ${index}: its episode has ended (call reset({ mask }) for it first)`,
        )
      }
    }
  }

  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= closeAll(envs)
    return closing
  }
  return {
    envs,
    autoreset,
    async reset({ seed, mask } = {}) {
      if (mask && mask.length !== numEnvs) {
        throw new ConfigError(
          `Cannot reset: the mask has ${mask.length} entries for ${numEnvs} envs (give each one)`,
        )
      }
      if (typeof seed === 'object' && seed.length !== numEnvs) {
        throw new ConfigError(
          `Cannot reset: ${seed.length} seeds for ${numEnvs} envs (give each one)`,
        )
      }
      const left = mask ? observations.findIndex((seen, i) => seen === undefined && !mask[i]) : -1
      if (left >= 0) {
        throw new ResetNeededError(
          `Cannot leave out sub-env ${left}: it has no observation to keep (reset all first)`,
        )
      }
      const infos = await Promise.all(
        envs.map(async (_, index) => {
          if (mask && !mask[index]) return {}
          const own = typeof seed === 'number' ? seed + index : seed?.[index]
          return (await resetOne(index, own)).info
        }),
      )
      return { observations: [...(observations as Obs[])], infos }
    },
    async step(actions) {
      if (actions.length !== numEnvs) {
        throw new ConfigError(
          `Cannot step: ${actions.length} actions for ${numEnvs} envs (give each one)`,
        )
      }
      refuseEnded()
      const results = await Promise.all(actions.map((action, index) => stepOne(index, action)))
      return {
        observations: results.map((result) => result.observation),
        rewards: Float64Array.from(results, (result) => result.reward),
        terminated: results.map((result) => result.terminated),
        truncated: results.map((result) => result.truncated),
        infos: results.map(({ info, final }) => ({
          info,
          ...(final ? { finalObservation: final.observation, finalInfo: final.info } : {}),
        })),
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** All of them, or none: those that did open are closed when one does not. */
async function openAll<Obs, Act>(
  open: (index: number) => Promise<Env<Obs, Act>>,
  numEnvs: number,
): Promise<readonly Env<Obs, Act>[]> {
  const results = await Promise.allSettled(
    Array.from({ length: numEnvs }, async (_, index) => open(index)),
  )
  const envs = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failure = results.find((result) => result.status === 'rejected')
  if (!failure) return envs
  await closeAll(envs).catch(() => {}) // What kept the other from opening is the reason to give.
  throw failure.reason
}

/** Closes every one, also where one of them fails. */
async function closeAll(envs: readonly Env<unknown, unknown>[]): Promise<void> {
  const results = await Promise.allSettled(envs.map((env) => env.close()))
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) throw failure.reason
}
