import { ConfigError, hashJson, type TaskInfo, type TaskList } from '../../core/index.ts'
import { type Split, splits, splitTasks } from '../split-tasks.ts'
import type { PageLength } from './corpora/atlas/index.ts'
import type { Question } from './questions/question.ts'

export interface GeneratedOptions {
  readonly pages: number
  readonly seed: number
  readonly length: PageLength
  readonly instances: number
  readonly kinds?: readonly string[] | undefined
}

/** Something that can be asked, as tasks name it. */
export interface AskedKind {
  readonly name: string
  /** From 1 to 5. */
  readonly difficulty: number
}

/** A generator of questions over a generated corpus. */
export interface QuestionSource {
  readonly kinds: readonly AskedKind[]
  /** The same every time. */
  question(
    corpus: Pick<GeneratedOptions, 'pages' | 'seed' | 'length'>,
    kind: string,
    split: Split,
    index: number,
  ): Question
}

/** Every episode asks for the same one, under options of its own. */
const MOST_LISTS = 4
/** Moves when equal options begin to give other tasks. */
const GENERATOR = 1

export interface GeneratedTasks {
  readonly tasks: TaskList<GeneratedOptions>
  question(options: GeneratedOptions, task: Pick<TaskInfo, 'id'>): Question
}

/** Tasks `<kind>/<split>/<number>` of a generator; a question is made when somebody plays it or asks for its hash. */
export function generatedTasks(id: string, source: QuestionSource): GeneratedTasks {
  const names = source.kinds.map(({ name }) => name)
  const lists = new Map<string, readonly TaskInfo[]>()

  function question(options: GeneratedOptions, task: Pick<TaskInfo, 'id'>): Question {
    const [kind = '', name = '', index = ''] = task.id.split('/')
    const split = splits.find((each) => each === name)
    if (!split || !names.includes(kind))
      throw new ConfigError(`Cannot find task ${task.id} of ${id}`)
    return source.question(options, kind, split, Number(index))
  }

  function list(options: GeneratedOptions): readonly TaskInfo[] {
    const { instances, kinds = names } = options
    const hashOf = (task: string) => {
      const { question: asked, answers } = question(options, { id: task })
      return hashJson([options.pages, options.seed, asked, answers])
    }
    return source.kinds
      .filter(({ name }) => kinds.includes(name))
      .flatMap(({ name, difficulty }) => splitTasks(name, { instances, difficulty, hashOf }))
  }

  return {
    question,
    tasks: {
      identity: ({ pages, seed, instances, kinds = names }) => [
        ...[id, GENERATOR, pages, seed, instances],
        [...kinds],
      ],
      list(options) {
        const { pages, seed, length, instances, kinds } = options
        const key = JSON.stringify([pages, seed, instances, kinds])
        const found = lists.get(key) ?? list({ pages, seed, length, instances, kinds })
        lists.delete(key)
        lists.set(key, found)
        for (const oldest of lists.keys()) if (lists.size > MOST_LISTS) lists.delete(oldest)
        return found
      },
    },
  }
}
