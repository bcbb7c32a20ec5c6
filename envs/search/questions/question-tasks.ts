import { hashJson, type TaskInfo } from '../../../core/index.ts'
import { withHash } from '../../split-tasks.ts'
import type { Question } from './question.ts'

export interface QuestionTasks {
  readonly tasks: readonly TaskInfo[]
  question(task: Pick<TaskInfo, 'id'>): Question
}

/** A task for each question, by its id. */
export function questionTasks(questions: readonly Question[]): QuestionTasks {
  const known = new Map(questions.map((question) => [question.id, question]))
  return {
    tasks: questions.map(({ id, split, kind, hops, question, answers }) =>
      withHash({ id, split, kind, difficulty: hops }, () => hashJson([question, answers])),
    ),
    question({ id }) {
      const found = known.get(id)
      if (found) return found
      throw new RangeError(`Cannot ask question ${id}: there is none of this id`)
    },
  }
}
