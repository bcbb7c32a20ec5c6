import type { Env, Info, Invalid, Step } from '../env.ts'
import { deriveSeed } from '../rng.ts'
import type { AutoresetMode, VectorInfo, VectorStep } from '../vector.ts'
import { stepper } from '../wrappers/wrap.ts'

/** What a sub-env does at a reset: begins from this seed, or from its own stream (null), or goes on. */
export type LaneReset = number | null | 'keep'

/** `new`: no episode has begun. */
export type LaneStatus = 'new' | 'running' | 'ended'

export interface LanesReset<Obs> {
  readonly observations: readonly Obs[]
  readonly infos: readonly Info[]
}

/** Some sub-envs of a vector, in this thread or in another one. A call rejects when all of them have answered. */
export interface Lanes<Obs, Act> {
  readonly status: readonly LaneStatus[]
  reset(resets: readonly LaneReset[]): Promise<LanesReset<Obs>>
  step(actions: readonly (Act | Invalid)[]): Promise<VectorStep<Obs>>
  close(): Promise<void>
}

export interface LanesOptions {
  readonly autoreset: AutoresetMode
  /** What seeds are derived from where none was given. */
  readonly root: number
  /** Index of the first one in the whole vector (default 0). */
  readonly first?: number
  /** What a call rejects with where a sub-env threw (default: the same). */
  readonly failure?: (error: unknown, index: number) => unknown
}

interface Lane<Obs, Act> {
  readonly status: LaneStatus
  readonly observation: Obs
  reset(seed: number | null): Promise<Info>
  step(action: Act | Invalid): LaneStep<Obs> | Promise<LaneStep<Obs>>
}

type LaneStep<Obs> = Step<Obs> & { final?: { observation: Obs; info: Info } }

/** Envs of this thread as lanes; closing closes them. */
export function openLanes<Obs, Act>(
  envs: readonly Env<Obs, Act>[],
  options: LanesOptions,
): Lanes<Obs, Act> {
  const { first = 0, failure = (error) => error } = options
  const lanes = envs.map((env, index) =>
    openLane(env, options.autoreset, () => deriveSeed(options.root, 'vector', first + index)),
  )
  /** Settles all of them, and then throws what the first one of those that failed threw. */
  const each = async <T>(run: (index: number) => T | Promise<T>): Promise<T[]> => {
    const results: T[] = []
    const failures = new Map<number, unknown>()
    const waiting: Promise<void>[] = []
    for (let index = 0; index < envs.length; index++) {
      try {
        const result = run(index)
        if (result instanceof Promise) {
          waiting.push(
            result.then(
              (value) => {
                results[index] = value
              },
              (error) => {
                failures.set(index, error)
              },
            ),
          )
        } else results[index] = result
      } catch (error) {
        failures.set(index, error)
      }
    }
    // Most envs answer at once: then no promise is made for them.
    if (waiting.length > 0) await Promise.all(waiting)
    if (failures.size === 0) return results
    const index = Math.min(...failures.keys())
    throw failure(failures.get(index), first + index)
  }
  const laneOf = (index: number) => lanes[index] as Lane<Obs, Act>

  return {
    get status() {
      return lanes.map((lane) => lane.status)
    },
    async reset(resets) {
      const infos = await each<Info>((index) => {
        const seed = resets[index] ?? null
        return seed === 'keep' ? {} : laneOf(index).reset(seed)
      })
      return { observations: lanes.map((lane) => lane.observation), infos }
    },
    async step(actions) {
      return together(await each((index) => laneOf(index).step(actions[index] as Act | Invalid)))
    },
    async close() {
      await each((index) => (envs[index] as Env<Obs, Act>).close())
    },
  }
}

function openLane<Obs, Act>(
  env: Env<Obs, Act>,
  autoreset: AutoresetMode,
  firstSeed: () => number,
): Lane<Obs, Act> {
  const step = stepper(env)
  let status: LaneStatus = 'new'
  let observation: Obs

  const reset = async (given: number | null) => {
    // Envs of one definition share their default stream of seeds: all would play the same episodes.
    const seed = given ?? (status === 'new' ? firstSeed() : undefined)
    const result = await env.reset({ seed })
    status = 'running'
    observation = result.observation
    return result
  }
  const restart = async (): Promise<LaneStep<Obs>> => {
    const begun = await reset(null)
    return { ...begun, reward: 0, rewards: {}, terminated: false, truncated: false }
  }
  const finish = async (last: Step<Obs>): Promise<LaneStep<Obs>> => {
    const final = { observation: last.observation, info: last.info }
    return { ...last, ...(await reset(null)), final }
  }
  const land = (result: Step<Obs>) => {
    observation = result.observation
    if (!result.terminated && !result.truncated) return result
    status = 'ended'
    return autoreset === 'same-step' ? finish(result) : result
  }
  return {
    get status() {
      return status
    },
    get observation() {
      return observation
    },
    reset: async (seed) => (await reset(seed)).info,
    step(action) {
      if (status === 'ended') return restart()
      const result = step(action)
      return result instanceof Promise ? result.then(land) : land(result)
    },
  }
}

function together<Obs>(steps: readonly LaneStep<Obs>[]): VectorStep<Obs> {
  return {
    observations: steps.map((step) => step.observation),
    rewards: Float64Array.from(steps, (step) => step.reward),
    terminated: steps.map((step) => step.terminated),
    truncated: steps.map((step) => step.truncated),
    infos: steps.map(
      ({ info, final }): VectorInfo<Obs> =>
        final ? { info, finalObservation: final.observation, finalInfo: final.info } : { info },
    ),
  }
}

/** All of them, or none: those that did open are closed when one does not. */
export async function openAll<Obs, Act>(
  open: (index: number) => Promise<Env<Obs, Act>>,
  count: number,
): Promise<readonly Env<Obs, Act>[]> {
  const results = await Promise.allSettled(
    Array.from({ length: count }, async (_, index) => open(index)),
  )
  const envs = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failure = results.find((result) => result.status === 'rejected')
  if (!failure) return envs
  // What kept the other from opening is the reason to give.
  await Promise.allSettled(envs.map(async (env) => env.close()))
  throw failure.reason
}
