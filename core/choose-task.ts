import type { AnyDef } from './define-env.ts'
import { didYouMean } from './did-you-mean.ts'
import type { TaskInfo } from './env.ts'
import { ConfigError } from './errors.ts'
import type { Rng } from './rng.ts'

const SHOWN_CHOICES = 50

/** The task asked for, or one drawn from the episode's seed; null where the env declares no tasks. */
export async function chooseTask(
  definition: AnyDef,
  options: unknown,
  wanted: string | undefined,
  rng: Rng,
): Promise<TaskInfo | null> {
  if (!definition.tasks) {
    if (wanted === undefined) return null
    throw new ConfigError(
      `Cannot play task ${JSON.stringify(wanted)}: env ${definition.id} has no tasks (ask for none)`,
    )
  }
  const tasks = await definition.tasks.list(options)
  if (wanted === undefined) {
    if (tasks.length === 0) {
      throw new ConfigError(
        `Cannot reset env ${definition.id}: its task list is empty (choose other options)`,
      )
    }
    return rng.stream('task').pick(tasks)
  }
  const found = indexOf(tasks).get(wanted)
  if (found) return found
  const ids = tasks.map((task) => task.id)
  const hint = ids.length > SHOWN_CHOICES ? nearMiss(wanted, ids) : didYouMean(wanted, ids)
  throw new ConfigError(
    `Cannot play task ${JSON.stringify(wanted)}: env ${definition.id} has no such task (${hint})`,
  )
}

const indexes = new WeakMap<readonly TaskInfo[], ReadonlyMap<string, TaskInfo>>()

/** By id, made once where a definition gives the same list again. */
function indexOf(tasks: readonly TaskInfo[]): ReadonlyMap<string, TaskInfo> {
  const known = indexes.get(tasks) ?? new Map(tasks.map((task) => [task.id, task]))
  indexes.set(tasks, known)
  return known
}

/** A near miss among many, without naming them all where there is none. */
function nearMiss(wanted: string, ids: readonly string[]): string {
  const hint = didYouMean(wanted, ids)
  return hint.startsWith('choose') ? `choose one of its ${ids.length} tasks` : hint
}
