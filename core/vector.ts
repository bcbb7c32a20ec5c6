import { didYouMean } from './did-you-mean.ts'
import type { Env, Info, Invalid } from './env.ts'
import { ConfigError, ResetNeededError } from './errors.ts'
import { type LaneReset, type Lanes, openAll, openLanes } from './vector-worker/lanes.ts'

const autoresetModes = ['next-step', 'same-step', 'disabled'] as const

/**
 * What happens to a sub-env whose episode ended (Gymnasium 1.1, `AutoresetMode`):
 * - `next-step`: its next `step` ignores the action and resets (reward 0, neither flag set);
 * - `same-step`: it is reset within the same step; the last observation and info are in
 *   `info.finalObservation` and `info.finalInfo`;
 * - `disabled`: the caller resets it, with `reset({ mask })`.
 */
export type AutoresetMode = (typeof autoresetModes)[number]

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

/** The loop over several envs of one kind, wherever they live: in this thread, or in worker threads. */
export interface VectorLoop<Obs, Act> extends AsyncDisposable {
  readonly numEnvs: number
  readonly autoreset: AutoresetMode
  reset(
    options?: VectorResetOptions,
  ): Promise<{ observations: readonly Obs[]; infos: readonly Info[] }>
  /**
   * One action for each sub-env. Where one of them throws, the call rejects once all have answered;
   * the others have stepped, and all can go on.
   */
  step(actions: readonly (Act | Invalid)[]): Promise<VectorStep<Obs>>
  close(): Promise<void>
}

/** A loop whose envs are at hand. */
export interface VectorEnv<Obs, Act> extends VectorLoop<Obs, Act> {
  readonly envs: readonly Env<Obs, Act>[]
}

export interface VectorOptions {
  readonly numEnvs: number
  /** Default `next-step`, as in Gymnasium. */
  readonly autoreset?: AutoresetMode | undefined
  /** What sub-envs that were never given a seed start from, each with its own (default 0). */
  readonly seed?: number | undefined
}

/** Steps several envs of one kind in lockstep, for tensor-style loops. */
export async function makeVector<Obs, Act>(
  open: (index: number) => Promise<Env<Obs, Act>>,
  options: VectorOptions,
): Promise<VectorEnv<Obs, Act>> {
  checkVectorOptions(options)
  const { numEnvs, autoreset = 'next-step', seed: root = 0 } = options
  const envs = await openAll(open, numEnvs)
  return { envs, ...vectorOver([openLanes(envs, { autoreset, root })], autoreset) }
}

/** @throws ConfigError for a count or a mode that cannot be, and for names that are not these or `others`. */
export function checkVectorOptions(options: VectorOptions, others: readonly string[] = []): void {
  const refuse = (reason: string): never => {
    throw new ConfigError(`Cannot make a vector env ${reason}`)
  }
  const known = ['numEnvs', 'autoreset', 'seed', ...others]
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    refuse(`with ${JSON.stringify(unknown)}: no such option (${didYouMean(unknown, known)})`)
  }
  const { numEnvs, autoreset = 'next-step' } = options
  if (!Number.isSafeInteger(numEnvs) || numEnvs < 1) {
    refuse(`of ${numEnvs} envs (give a whole number from 1)`)
  }
  if (!autoresetModes.includes(autoreset)) {
    refuse(
      `with autoreset ${JSON.stringify(autoreset)} (${didYouMean(String(autoreset), autoresetModes)})`,
    )
  }
}

/** One loop over parts, in their order. */
export function vectorOver<Obs, Act>(
  parts: readonly Lanes<Obs, Act>[],
  autoreset: AutoresetMode,
): VectorLoop<Obs, Act> {
  const statuses = () => parts.flatMap((part) => part.status)
  const numEnvs = statuses().length
  /** Before anything moves: otherwise some sub-envs would have stepped and others not. */
  const refuseStep = (given: number) => {
    if (given !== numEnvs) {
      throw new ConfigError(`Cannot step: ${given} actions for ${numEnvs} envs (give each one)`)
    }
    for (const [index, status] of statuses().entries()) {
      if (status === 'new') {
        throw new ResetNeededError(
          `Cannot step sub-env ${index}: no episode has begun (call reset() first)`,
        )
      }
      if (status === 'ended' && autoreset === 'disabled') {
        throw new ResetNeededError(
          `Cannot step sub-env ${index}: its episode has ended (call reset({ mask }) for it first)`,
        )
      }
    }
  }
  /** Runs every part on its share of the list. */
  const over = async <Share, T>(
    list: readonly Share[],
    run: (part: Lanes<Obs, Act>, share: readonly Share[]) => Promise<T>,
  ): Promise<readonly T[]> => {
    let next = 0
    return allOrFirstError(
      parts.map((part) => {
        const start = next
        next += part.status.length
        return run(part, parts.length === 1 ? list : list.slice(start, next))
      }),
    )
  }

  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= allOrFirstError(parts.map((part) => part.close())).then(() => {})
    return closing
  }
  return {
    numEnvs,
    autoreset,
    async reset(options = {}) {
      const resets = laneResets(options, statuses())
      const results = await over(resets, (part, share) => part.reset(share))
      return {
        observations: results.flatMap((result) => result.observations),
        infos: results.flatMap((result) => result.infos),
      }
    },
    async step(actions) {
      refuseStep(actions.length)
      const results = await over(actions, (part, share) => part.step(share))
      const [only] = results
      return only && results.length === 1 ? only : joined(results, numEnvs)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What each sub-env is to do, or why the reset cannot be. */
function laneResets(
  { seed, mask }: VectorResetOptions,
  statuses: readonly string[],
): readonly LaneReset[] {
  const numEnvs = statuses.length
  if (mask && mask.length !== numEnvs) {
    throw new ConfigError(
      `Cannot reset: the mask has ${mask.length} entries for ${numEnvs} envs (give each one)`,
    )
  }
  if (typeof seed === 'object' && seed.length !== numEnvs) {
    throw new ConfigError(`Cannot reset: ${seed.length} seeds for ${numEnvs} envs (give each one)`)
  }
  const left = mask ? statuses.findIndex((status, i) => status === 'new' && !mask[i]) : -1
  if (left >= 0) {
    throw new ResetNeededError(
      `Cannot leave out sub-env ${left}: it has no observation to keep (reset all first)`,
    )
  }
  return statuses.map((_, index) => {
    if (mask && !mask[index]) return 'keep'
    return (typeof seed === 'number' ? seed + index : seed?.[index]) ?? null
  })
}

function joined<Obs>(steps: readonly VectorStep<Obs>[], numEnvs: number): VectorStep<Obs> {
  const rewards = new Float64Array(numEnvs)
  let offset = 0
  for (const step of steps) {
    rewards.set(step.rewards, offset)
    offset += step.rewards.length
  }
  return {
    observations: steps.flatMap((step) => step.observations),
    rewards,
    terminated: steps.flatMap((step) => step.terminated),
    truncated: steps.flatMap((step) => step.truncated),
    infos: steps.flatMap((step) => step.infos),
  }
}

/** Nothing is still running when it throws. */
async function allOrFirstError<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const results = await Promise.allSettled(promises)
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}
