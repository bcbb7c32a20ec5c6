import {
  ConfigError,
  createRng,
  deriveSeed,
  hashJson,
  type Rng,
  type TaskInfo,
} from '../../core/index.ts'
import { chosenLevels, type KnobOptions } from './levels.ts'

/** Whether the split that is being filled may hold a puzzle of this content. */
export type Wants = (content: unknown) => boolean

export interface PuzzleSource<Knobs extends object, Puzzle> {
  /** Of the env: what is drawn depends on it. */
  readonly id: string
  readonly levels: Readonly<Record<string, Knobs>>
  /**
   * One puzzle, or null to be asked again. `wants` must hold for some content of the puzzle, the same for equal
   * puzzles (the word, the board): ask it as early as the content is known, since most tries for small splits fail.
   */
  draw?(rng: Rng, knobs: Knobs, wants: Wants): Puzzle | null
  /** Every puzzle, where there are few; null leaves it to `draw`. */
  all?(knobs: Knobs): readonly Puzzle[] | null
  /** Content that two levels may share, such as a word: it is in the same split of each. Default: the whole puzzle. */
  content?(puzzle: Puzzle): unknown
}

/** Tasks of a family of puzzles, in splits that share no puzzle, and the puzzle behind each. */
export interface Puzzles<Knobs extends object, Puzzle> {
  readonly tasks: { list(options: KnobOptions<Knobs>): readonly TaskInfo[] }
  /** The puzzle of a task, made anew: the same every time. */
  of(task: TaskInfo | null, options: KnobOptions<Knobs>): Posed<Knobs, Puzzle>
}

export interface Posed<Knobs, Puzzle> {
  readonly level: string
  readonly knobs: Knobs
  readonly puzzle: Puzzle
}

const SPLITS = ['train', 'validation', 'test'] as const
type Split = (typeof SPLITS)[number]
const MOST_DRAWS = 10_000
const KEPT_LISTS = 16

/**
 * Puzzles from seeds. Which split a puzzle may be in follows from its content alone, so splits share none however
 * many are drawn; where all puzzles can be listed, the list is divided.
 */
export function puzzles<Knobs extends object, Puzzle>(
  source: PuzzleSource<Knobs, Puzzle>,
): Puzzles<Knobs, Puzzle> {
  interface Known extends Posed<Knobs, () => Puzzle> {
    readonly task: TaskInfo
  }
  const lists = new Map<string, readonly TaskInfo[]>()
  const listOf = new WeakMap<object, readonly TaskInfo[]>()
  const known = new WeakMap<TaskInfo, Known>()

  function list(options: KnobOptions<Knobs>): readonly TaskInfo[] {
    const found = listOf.get(options)
    if (found) return found
    const tasks = listFor(options)
    listOf.set(options, tasks)
    return tasks
  }

  /** Options are parsed anew for every env that is made; what they say is the same again and again. */
  function listFor(options: KnobOptions<Knobs>): readonly TaskInfo[] {
    const levels = [...chosenLevels(source.levels, options)]
    const key = JSON.stringify([levels, options.instances])
    const found = lists.get(key)
    if (found) return found
    const tasks = levels.flatMap(([level, knobs]) => tasksOf(level, knobs, options.instances))
    if (lists.size >= KEPT_LISTS) lists.delete(lists.keys().next().value as string)
    lists.set(key, tasks)
    return tasks
  }

  function tasksOf(level: string, knobs: Knobs, instances: number): TaskInfo[] {
    const listed = source.all?.(knobs)
    if (listed) {
      const divided = divide(listed, level)
      return SPLITS.flatMap((split) =>
        // Copies: an env may change in place what it was given.
        divided[split]
          .slice(0, most(split, instances))
          .map((puzzle, index) =>
            taskOf(level, knobs, split, index, () => structuredClone(puzzle), [knobs]),
          ),
      )
    }
    return SPLITS.flatMap((split) =>
      Array.from({ length: most(split, instances) }, (_, index) =>
        taskOf(level, knobs, split, index, () => drawn(level, knobs, split, index)),
      ),
    )
  }

  function taskOf(
    level: string,
    knobs: Knobs,
    split: Split,
    index: number,
    puzzle: () => Puzzle,
    /** What a puzzle of a divided list is told apart by from an equal one of another level. */
    rules: readonly unknown[] = [],
  ): TaskInfo {
    let hash: string | undefined
    const task: TaskInfo = {
      id: `${level}/${split}/${index}`,
      split,
      difficulty: level,
      // Made when somebody asks: a thousand puzzles take long, and most runs play few.
      get hash() {
        hash ??= hashJson(source.content?.(puzzle()) ?? [...rules, puzzle()])
        return hash
      },
    }
    known.set(task, { task, level, knobs, puzzle })
    return task
  }

  function divide(listed: readonly Puzzle[], level: string): Record<Split, Puzzle[]> {
    const divided: Record<Split, Puzzle[]> = { train: [], validation: [], test: [] }
    const shuffled = createRng(deriveSeed(0, source.id, level, 'all')).shuffle(listed)
    const apart = shuffled.length < 3 ? 0 : Math.max(1, Math.round(shuffled.length / 10))
    for (const [index, puzzle] of shuffled.entries()) {
      const split = source.content
        ? splitOf(source.content(puzzle))
        : index < apart
          ? 'test'
          : index < 2 * apart
            ? 'validation'
            : 'train'
      divided[split].push(puzzle)
    }
    return divided
  }

  function drawn(level: string, knobs: Knobs, split: Split, index: number): Puzzle {
    const rng = createRng(deriveSeed(0, source.id, level, split, index))
    const wants: Wants = (content) => splitOf(content) === split
    for (let tries = 0; tries < MOST_DRAWS; tries++) {
      const puzzle = source.draw?.(rng, knobs, wants)
      if (puzzle) return puzzle
    }
    throw new ConfigError(
      `Cannot make task ${level}/${split}/${index} of ${source.id}: these options leave no puzzle for the split ${split} (allow for more)`,
    )
  }

  return {
    tasks: { list },
    of(task, options) {
      const listed = task && (known.get(task) ?? inList(task.id, options))
      if (!listed) throw new ConfigError(`Cannot find task ${task?.id} of ${source.id}`)
      return { level: listed.level, knobs: listed.knobs, puzzle: listed.puzzle() }
    },
  }

  /** Of a task that came through JSON. */
  function inList(id: string, options: KnobOptions<Knobs>): Known | undefined {
    const task = list(options).find((each) => each.id === id)
    return task && known.get(task)
  }
}

const most = (split: Split, instances: number) =>
  split === 'train' ? instances : Math.ceil(instances / 10)

/** By the content's hash: nobody has to remember what was drawn before. */
function splitOf(content: unknown): Split {
  const tenth = Number.parseInt(hashJson(content).slice(0, 8), 16) % 10
  return tenth < 8 ? 'train' : tenth === 8 ? 'validation' : 'test'
}
