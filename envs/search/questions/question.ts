import type { Split } from '../../split-tasks.ts'

export type QuestionKind =
  | 'lookup'
  | 'bridge'
  | 'comparison'
  | 'intersection'
  | 'temporal'
  | 'counting'
  | 'unanswerable'

/** A question and all that judges an answer to it. */
export interface Question {
  readonly id: string
  readonly question: string
  readonly split: Split
  /** Absent where the source does not tell. */
  readonly kind?: QuestionKind
  /** Pages that have to be read, at least. */
  readonly hops?: number
  /** The gold answer, then its aliases. Empty: the corpus does not tell, and to say so is right. */
  readonly answers: readonly string[]
  /** Ids of pages that together prove the answer. */
  readonly support: readonly string[]
  /** What has to be identified on the way, in order; the answer itself is not among them. */
  readonly entities: readonly Entity[]
  /** Single facts that lead to the answer, in order (CaRR, "Chaining the Evidence"). */
  readonly rubrics: readonly Rubric[]
}

export interface Entity {
  readonly name: string
  readonly aliases: readonly string[]
  /** Id of its page. */
  readonly page: string
}

/** One hop: a statement that a page makes about entities. */
export interface Rubric {
  /** "Tolm Varrin was born in Aldmere." */
  readonly statement: string
  /** Id of the page that says so. */
  readonly page: string
  /** Names that the statement connects; the answer is one in the last. */
  readonly connects: readonly string[]
}

/** Questions about one corpus. */
export interface QuestionSet {
  readonly hash: string
  readonly size: number
  question(number: number): Question
}
