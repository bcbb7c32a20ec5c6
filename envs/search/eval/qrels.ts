import type { QuestionSet } from '../questions/question.ts'

/** Something to search for. */
export interface Query {
  readonly id: string
  readonly text: string
}

/** How relevant pages are to a query, by page id: 0 and less is not relevant, as are pages that nobody judged. */
export type Judgements<P = string> = ReadonlyMap<P, number>

/** Judgements by query id. */
export type Qrels = ReadonlyMap<string, Judgements>

/** Questions as queries: what proves the answer is relevant. Those that no page answers are left out. */
export function qrelsOf(questions: QuestionSet): {
  readonly queries: readonly Query[]
  readonly qrels: Qrels
} {
  const queries: Query[] = []
  const qrels = new Map<string, Judgements>()
  for (let number = 0; number < questions.size; number++) {
    const { id, question, support } = questions.question(number)
    if (support.length === 0) continue
    queries.push({ id, text: question })
    qrels.set(id, new Map(support.map((page) => [page, 1])))
  }
  return { queries, qrels }
}
