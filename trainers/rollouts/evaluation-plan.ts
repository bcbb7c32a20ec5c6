import { ConfigError, deriveSeed, type TaskInfo } from '../../core/index.ts'
import { selectTasks } from '../../runs/index.ts'
import type { GroupPlan } from './rollout-group.ts'
import { evaluationSeed } from './seeds.ts'
import { byDifficulty, shuffledPasses } from './task-source.ts'

export interface EvaluatedEnv {
  /** What it is called in messages (default: by its place). */
  readonly name?: string
  /** Of all splits; null where the env has none. */
  readonly tasks: readonly TaskInfo[] | null
}

export interface EvaluationOptions {
  readonly seed: number
  readonly envs: readonly EvaluatedEnv[]
  /** Of all envs together. */
  readonly episodes: number
  /** Where the tasks are from (default `held-out`: `test`, else `validation`, else all: then only the seeds are held out). */
  readonly split?: string | undefined
}

/**
 * The episodes of every evaluation of a run: equally many of each env, and in each env of each difficulty, as
 * far as the number allows. A longer plan begins with the shorter one. Seeds are none of training's.
 * @throws ConfigError for a split that an env with tasks does not have.
 */
export function evaluationPlan({ seed, envs, episodes, split }: EvaluationOptions): GroupPlan[] {
  if (envs.length === 0 || !Number.isSafeInteger(episodes) || episodes < 0) {
    throw new ConfigError(
      `Cannot plan ${episodes} episodes of evaluation in ${envs.length} envs (give a whole number, and an env)`,
    )
  }
  const tasksOf = envs.map(({ name, tasks }, place) =>
    tasks === null
      ? () => null
      : spread(
          heldOut(name ?? `env ${place}`, tasks, split),
          deriveSeed(seed, 'evaluation', 'tasks', place),
        ),
  )
  return Array.from({ length: episodes }, (_, index) => {
    const env = index % envs.length
    const task = tasksOf[env]?.(Math.floor(index / envs.length)) ?? null
    const key = `e${String(index).padStart(6, '0')}`
    return { index, env, seed: evaluationSeed(seed, index), task, size: 1, key }
  })
}

function heldOut(
  env: string,
  tasks: readonly TaskInfo[],
  asked: string | undefined,
): readonly TaskInfo[] {
  const isThere = (split: string) => tasks.some((task) => task.split === split)
  const split =
    asked === undefined || asked === 'held-out' ? ['test', 'validation'].find(isThere) : asked
  return selectTasks(env, tasks, { split: split === 'all' ? undefined : split }) ?? []
}

/** Difficulties in turn, and shuffled passes over the tasks of each. */
function spread(tasks: readonly TaskInfo[], seed: number): (number: number) => TaskInfo | null {
  const levels = [...byDifficulty(tasks).values()].map((level, place) =>
    shuffledPasses(level, deriveSeed(seed, 'level', place)),
  )
  return (number) => levels[number % levels.length]?.(Math.floor(number / levels.length)) ?? null
}
