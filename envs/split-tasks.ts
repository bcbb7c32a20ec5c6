import { hashJson, type TaskInfo } from '../core/index.ts'

export const splits = ['train', 'validation', 'test'] as const
export type Split = (typeof splits)[number]

/** Which split may hold something of this content: a tenth each is for validation and test, so that splits share none. */
export function splitOf(content: Parameters<typeof hashJson>[0]): Split {
  const tenth = Number.parseInt(hashJson(content).slice(0, 8), 16) % 10
  return tenth < 8 ? 'train' : tenth === 8 ? 'validation' : 'test'
}

export interface SplitTasks {
  /** Of the split train; the others have a tenth each. */
  readonly instances: number
  readonly difficulty: TaskInfo['difficulty']
  readonly hashOf: (id: string) => string
}

/** Tasks of one sort, by ids as `<kind>/train/3`. */
export const splitTasks = (kind: string, { instances, difficulty, hashOf }: SplitTasks) =>
  splits.flatMap((split): readonly TaskInfo[] =>
    Array.from({ length: split === 'train' ? instances : Math.ceil(instances / 10) }, (_, index) =>
      withHash({ id: `${kind}/${split}/${index}`, split, difficulty, kind }, hashOf),
    ),
  )

/** A task is made when somebody asks for its hash: most runs play few of them. */
export function withHash(task: Omit<TaskInfo, 'hash'>, hashOf: (id: string) => string): TaskInfo {
  let known: string | undefined
  return {
    ...task,
    get hash() {
      known ??= hashOf(task.id)
      return known
    },
  }
}
