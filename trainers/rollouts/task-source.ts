import { ConfigError, createRng, deriveSeed, type Json, type TaskInfo } from '../../core/index.ts'

/** Chooses the tasks of one env. */
export interface TaskSource {
  /** The task of the env's group of this number: of seed, number, and what was chosen and reported before. */
  next(number: number): TaskInfo
  /** How a group went; null where success is unknown. */
  report(task: TaskInfo, successes: readonly (boolean | null)[]): void
  /** Plain JSON, for checkpoints. */
  state(): Json
  /** @throws ConfigError for a state of another source. */
  restore(state: Json): void
}

export interface TaskSourceOptions {
  /** What the env is called in messages. */
  readonly env: string
  readonly tasks: readonly TaskInfo[]
  readonly seed: number
}

/** Shuffled passes over all items: none is repeated before each came once. */
export function shuffledPasses<T>(items: readonly T[], seed: number): (number: number) => T {
  let pass = -1
  let order: readonly T[] = []
  return (number) => {
    const wanted = Math.floor(number / items.length)
    if (wanted !== pass) {
      pass = wanted
      order = createRng(deriveSeed(seed, 'pass', pass)).shuffle(items)
    }
    return order[number % items.length] as T
  }
}

/** Every task equally often, whatever comes of it. */
export function allTasks({ env, tasks, seed }: TaskSourceOptions): TaskSource {
  const taskOf = shuffledPasses(tasks, seed)
  return {
    next: taskOf,
    report() {},
    state: () => null,
    restore(state) {
      if (state !== null) throw otherState(env, 'it holds a curriculum, and there is none')
    },
  }
}

export const otherState = (env: string, reason: string): ConfigError =>
  new ConfigError(
    `Cannot restore the choice of tasks of ${env}: ${reason} (use what state() gave, and the same tasks and curriculum)`,
  )

/** Tasks by their difficulty, in the order in which difficulties are declared; those that have none under ''. */
export function byDifficulty(tasks: readonly TaskInfo[]): ReadonlyMap<string, readonly TaskInfo[]> {
  const levels = new Map<string, TaskInfo[]>()
  for (const task of tasks) {
    const name = String(task.difficulty ?? '')
    const level = levels.get(name)
    if (level) level.push(task)
    else levels.set(name, [task])
  }
  return levels
}
