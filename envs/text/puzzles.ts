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
  /** Refuses knobs that leave no puzzle, by name, before a task of theirs is listed. @throws ConfigError */
  check?(knobs: Knobs, options: KnobOptions<Knobs>): void
  /** Content that different lists share, such as a word: it is in the same split of each. */
  content?(puzzle: Puzzle): unknown
}

/** Tasks of a family of puzzles, in splits that share no puzzle, and the puzzle behind each. */
export interface Puzzles<Knobs extends object, Puzzle> {
  readonly tasks: {
    list(options: KnobOptions<Knobs>): readonly TaskInfo[]
    identity(options: KnobOptions<Knobs>): string
  }
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
/** Moves when equal options begin to give other tasks. */
const GENERATOR = 1
/** Tasks that are kept in memory, of all lists of a game together, once no env holds them. */
const MOST_KEPT = 400_000

const MOST_LEVELS = 64

interface Level<Knobs, Puzzle> {
  readonly name: string
  readonly knobs: Knobs
  /** Where all puzzles are known: which each split has. */
  readonly divided: Readonly<Record<Split, readonly Puzzle[]>> | null
  /** Tells puzzles of a divided list apart from equal ones of another list. */
  readonly identity: string | null
}

/**
 * Puzzles from seeds. Which split a puzzle may be in follows from its content alone, so splits share none however
 * many are drawn; where all puzzles can be listed, the list is divided, and equal lists are divided equally.
 */
export function puzzles<Knobs extends object, Puzzle>(
  source: PuzzleSource<Knobs, Puzzle>,
): Puzzles<Knobs, Puzzle> {
  const kept = new Map<string, readonly TaskInfo[]>()
  const ofOptions = new WeakMap<object, readonly TaskInfo[]>()

  function list(options: KnobOptions<Knobs>): readonly TaskInfo[] {
    const found = ofOptions.get(options)
    if (found) return found
    const tasks = listFor(options)
    ofOptions.set(options, tasks)
    return tasks
  }

  /** Options are parsed anew for every env that is made; what they say is the same again and again. */
  function listFor(options: KnobOptions<Knobs>): readonly TaskInfo[] {
    const chosen = [...chosenLevels(source.levels, options)]
    // What was asked for, and what a level brings, may be refused differently: each time anew.
    for (const [, knobs] of chosen) source.check?.(knobs, options)
    const key = JSON.stringify([chosen, options.instances])
    const found = kept.get(key)
    if (found) return found
    const tasks = chosen.flatMap(([name, knobs]) =>
      tasksOf(levelOf(name, knobs), options.instances),
    )
    kept.set(key, tasks)
    forget()
    return tasks
  }

  function forget(): void {
    let total = [...kept.values()].reduce((sum, tasks) => sum + tasks.length, 0)
    for (const [key, tasks] of kept) {
      if (total <= MOST_KEPT) return
      kept.delete(key)
      total -= tasks.length
    }
  }

  function tasksOf(level: Level<Knobs, Puzzle>, instances: number): TaskInfo[] {
    const hashes = new Map<string, string>()
    // One for all tasks of the level. A puzzle is made when somebody asks: most runs play few of a thousand.
    const hash: PropertyDescriptor & ThisType<TaskInfo> = {
      enumerable: true,
      get() {
        const known = hashes.get(this.id) ?? hashOf(level, puzzleOf(level, this.id))
        hashes.set(this.id, known)
        return known
      },
    }
    return SPLITS.flatMap((split) => {
      const most = split === 'train' ? instances : Math.ceil(instances / 10)
      const length = Math.min(most, level.divided?.[split].length ?? most)
      return Array.from({ length }, (_, index) => {
        const task = { id: `${level.name}/${split}/${index}`, split, difficulty: level.name }
        return Object.defineProperty(task, 'hash', hash) as TaskInfo
      })
    })
  }

  const levels = new Map<string, Level<Knobs, Puzzle>>()
  function levelOf(name: string, knobs: Knobs): Level<Knobs, Puzzle> {
    const key = JSON.stringify([name, knobs])
    const level = levels.get(key) ?? createLevel(name, knobs)
    levels.set(key, level)
    if (levels.size > MOST_LEVELS) levels.delete(levels.keys().next().value as string)
    return level
  }

  function createLevel(name: string, knobs: Knobs): Level<Knobs, Puzzle> {
    const listed = source.all?.(knobs)
    if (!listed) return { name, knobs, divided: null, identity: null }
    if (source.content) {
      const { content } = source
      return { name, knobs, divided: byContent(listed, content), identity: null }
    }
    const ranked = listed
      .map((puzzle) => ({ puzzle, hash: hashJson(puzzle) }))
      .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    const identity = hashJson(ranked.map(({ hash }) => hash))
    return { name, knobs, divided: byRank(ranked.map(({ puzzle }) => puzzle)), identity }
  }

  const hashOf = ({ identity }: Level<Knobs, Puzzle>, puzzle: Puzzle) =>
    hashJson(identity === null ? [puzzle] : [identity, puzzle])

  function puzzleOf({ name, knobs, divided }: Level<Knobs, Puzzle>, id: string): Puzzle {
    const [, split = '', index = ''] = id.split('/')
    const at = Number(index)
    if (!divided) return drawn(name, knobs, split as Split, at)
    // A copy: an env may change in place what it was given.
    return structuredClone(divided[split as Split][at] as Puzzle)
  }

  function drawn(level: string, knobs: Knobs, split: Split, index: number): Puzzle {
    const rng = createRng(deriveSeed(0, source.id, level, split, index))
    const wants: Wants = (content) => splitOf(content) === split
    for (let tries = 0; tries < MOST_DRAWS; tries++) {
      const puzzle = source.draw?.(rng, knobs, wants)
      if (puzzle) return puzzle
    }
    throw new ConfigError(
      `Cannot make task ${level}/${split}/${index} of ${source.id}: ${JSON.stringify(knobs)} leaves no puzzle for the split ${split} (allow for more)`,
    )
  }

  const levelsOf = new WeakMap<object, Map<string, Level<Knobs, Puzzle>>>()
  function levelNamed(name: string, options: KnobOptions<Knobs>) {
    const known = levelsOf.get(options) ?? new Map<string, Level<Knobs, Puzzle>>()
    levelsOf.set(options, known)
    const knobs = known.has(name) ? undefined : chosenLevels(source.levels, options).get(name)
    if (knobs) known.set(name, levelOf(name, knobs))
    return known.get(name)
  }

  return {
    tasks: {
      list,
      // Instead of the hashes of all tasks, for which each puzzle would have to be made.
      identity: (options) =>
        hashJson([
          ...[source.id, GENERATOR, options.instances],
          [...chosenLevels(source.levels, options)],
        ]),
    },
    of(task, options) {
      const level = task && levelNamed(task.id.split('/')[0] ?? '', options)
      if (!level) throw new ConfigError(`Cannot find task ${task?.id} of ${source.id}`)
      return { level: level.name, knobs: level.knobs, puzzle: puzzleOf(level, task.id) }
    },
  }
}

/** By the content's hash: nobody has to remember what was drawn before. */
function splitOf(content: unknown): Split {
  const tenth = Number.parseInt(hashJson(content).slice(0, 8), 16) % 10
  return tenth < 8 ? 'train' : tenth === 8 ? 'validation' : 'test'
}

function byContent<Puzzle>(
  listed: readonly Puzzle[],
  content: (puzzle: Puzzle) => unknown,
): Record<Split, Puzzle[]> {
  const divided: Record<Split, Puzzle[]> = { train: [], validation: [], test: [] }
  for (const puzzle of listed) divided[splitOf(content(puzzle))].push(puzzle)
  return divided
}

/** A tenth each for validation and test, at least one; of fewer than three puzzles none. */
function byRank<Puzzle>(ranked: readonly Puzzle[]): Record<Split, readonly Puzzle[]> {
  const apart = ranked.length < 3 ? 0 : Math.max(1, Math.round(ranked.length / 10))
  return {
    test: ranked.slice(0, apart),
    validation: ranked.slice(apart, 2 * apart),
    train: ranked.slice(2 * apart),
  }
}
