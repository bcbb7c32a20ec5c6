import { ConfigError, createRng, deriveSeed, didYouMean, type TaskInfo } from '../core/index.ts'

/** One episode of a run, before it is played. */
export interface PlannedEpisode {
  readonly index: number
  readonly id: string
  /** Members of a group share it. */
  readonly seed: number
  readonly task: string | null
  readonly group: string
  /** Place within the group, from 0. */
  readonly member: number
}

export interface PlanOptions {
  readonly episodes: number
  readonly seed: number
  readonly groupSize: number
  /** What to play; null where the env has no tasks. */
  readonly tasks: readonly TaskInfo[] | null
}

/**
 * Every episode of a run, from its options alone: neither concurrency nor an earlier part of the run
 * changes it, and a longer plan begins with the shorter one.
 */
export function planEpisodes(options: PlanOptions): PlannedEpisode[] {
  const { episodes, seed, groupSize, tasks } = options
  const taskOf = taskOrder(tasks, seed)
  return Array.from({ length: episodes }, (_, index) => {
    const group = Math.floor(index / groupSize)
    return {
      index,
      id: numbered('e', index),
      seed: deriveSeed(seed, 'episode', group),
      task: taskOf(group),
      group: numbered('g', group),
      member: index % groupSize,
    }
  })
}

export interface TaskFilter {
  readonly split?: string | undefined
  readonly difficulty?: string | number | undefined
}

/** The tasks a run plays. @throws ConfigError naming the values that exist. */
export function selectTasks(
  envId: string,
  tasks: readonly TaskInfo[] | null,
  filter: TaskFilter,
): readonly TaskInfo[] | null {
  let selected = tasks
  for (const field of ['split', 'difficulty'] as const) {
    const wanted = filter[field]
    if (wanted === undefined) continue
    if (!selected || !tasks) {
      throw new ConfigError(
        `Cannot choose the ${field} ${wanted}: env ${envId} has no tasks (leave the ${field} out)`,
      )
    }
    const known = [...new Set(tasks.map((task) => task[field]))].filter(
      (value) => value !== undefined,
    )
    if (!known.some((value) => String(value) === String(wanted))) {
      throw new ConfigError(
        `Cannot choose the ${field} ${wanted}: the tasks of ${envId} have ${
          known.length === 0
            ? `no ${field}`
            : `none (${didYouMean(String(wanted), known.map(String))})`
        }`,
      )
    }
    selected = selected.filter((task) => String(task[field]) === String(wanted))
  }
  if (selected?.length === 0) {
    throw new ConfigError(
      `Cannot run ${envId}: no task is left${
        filter.split === undefined ? '' : ` in split ${filter.split}`
      }${filter.difficulty === undefined ? '' : ` of difficulty ${filter.difficulty}`} (choose others)`,
    )
  }
  return selected
}

/** Shuffled passes over all tasks: none is repeated before each was played once. */
function taskOrder(
  tasks: readonly TaskInfo[] | null,
  seed: number,
): (group: number) => string | null {
  if (!tasks) return () => null
  let pass = -1
  let order: readonly TaskInfo[] = []
  return (group) => {
    const wanted = Math.floor(group / tasks.length)
    if (wanted !== pass) {
      pass = wanted
      order = createRng(deriveSeed(seed, 'tasks', pass)).shuffle(tasks)
    }
    return order[group % tasks.length]?.id ?? null
  }
}

function numbered(prefix: string, index: number): string {
  return `${prefix}${String(index).padStart(6, '0')}`
}
