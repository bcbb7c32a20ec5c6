import type { Agent } from '../agent.ts'
import { createManualClock } from '../clock.ts'
import type { AnyDef, Expectations } from '../define-env.ts'
import type { Env, TaskInfo } from '../env.ts'
import { type MakeOptions, make } from '../make.ts'
import type { Services } from '../reward.ts'
import { createRng, deriveSeed, type Rng } from '../rng.ts'
import { rollout } from '../rollout.ts'
import type { Trajectory } from '../trajectory.ts'
import { limitTime } from '../wrappers/time-limit.ts'

export interface CheckOptions {
  /** Episodes of each kind (default 5). */
  readonly seeds?: number
  readonly options?: MakeOptions<AnyDef>['options']
  readonly reward?: MakeOptions<AnyDef>['reward']
  readonly services?: Services
  readonly signal?: AbortSignal
  /** What an env without a definition is held to. */
  readonly expect?: Expectations
}

/** Opens an env that somebody wrote without `defineEnv`. */
export type EnvOpener = () => Promise<Env<unknown, unknown>>

/** The env under test, and how to play it. */
export interface Subject {
  readonly id: string
  readonly seeds: readonly number[]
  readonly expect: Expected
  /** Names of declared attacks. */
  readonly cheats: readonly string[]
  readonly open: EnvOpener
  /** One episode, on a fresh env unless one is given. */
  play(
    agent: Agent<unknown, unknown>,
    seed: number,
    on?: Env<unknown, unknown>,
  ): Promise<Trajectory>
  tasks(): Promise<readonly TaskInfo[]>
}

/** Expectations with their defaults filled in. */
export interface Expected {
  readonly gold: NonNullable<Expectations['gold']>
  readonly null: NonNullable<Expectations['null']>
  readonly splits: true | { readonly none: string }
  readonly deterministic: true | { readonly none: string }
}

/** The stream of a check's own choices: the same in every run. */
export const rngFor = (purpose: string): Rng => createRng(deriveSeed(0, 'checkEnv', purpose))

export async function subjectOf(
  target: AnyDef | EnvOpener,
  options: CheckOptions,
): Promise<Subject> {
  const { services, signal } = options
  const definition = typeof target === 'function' ? null : target
  const open =
    typeof target === 'function'
      ? target
      : () =>
          make(target, {
            options: options.options,
            reward: options.reward,
            services,
            clock: createManualClock(),
          })
  const facts = await readFacts(open)
  return {
    id: facts.id,
    seeds: Array.from({ length: options.seeds ?? 5 }, (_, seed) => seed),
    expect: expectedOf(
      { ...definition?.expect, ...options.expect },
      { tasks: definition?.tasks !== undefined, gold: definition !== null || facts.gold },
    ),
    cheats: facts.cheats,
    open,
    async play(agent, seed, on) {
      const given = { clock: createManualClock(), seed, signal, ...(services ? { services } : {}) }
      // What was written by hand may not end by itself: the check of order says so, this one must end.
      const limited = (env: Env<unknown, unknown>) =>
        definition ? env : limitTime(env, env.spec.maxEpisodeSteps)
      if (on) return rollout(limited(on), agent, given)
      await using env = await open()
      return await rollout(limited(env), agent, given)
    },
    tasks: async () => (await definition?.tasks?.list(facts.options)) ?? [],
  }
}

async function readFacts(open: EnvOpener) {
  await using env = await open()
  const { id, options } = env.spec
  return {
    id,
    options,
    gold: env.runner?.gold !== undefined,
    cheats: env.runner?.cheats ?? [],
  }
}

function expectedOf(declared: Expectations, has: { tasks: boolean; gold: boolean }): Expected {
  return {
    gold: declared.gold ?? (has.gold ? { min: 1 } : { none: 'it declares no solution' }),
    null: declared.null ?? { max: 0 },
    splits: declared.splits ?? (has.tasks || { none: 'it declares no tasks' }),
    deterministic: declared.deterministic ?? true,
  }
}
