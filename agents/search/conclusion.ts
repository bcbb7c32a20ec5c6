import type { AnswerCall, Evidence } from './call.ts'

/** An answer and what proves it. */
export interface Conclusion {
  readonly text: string
  readonly evidence: readonly Evidence[]
}

const MOST_SPAN = 600
const MOST_CITATIONS = 20

/** null: the pages do not tell. */
export function answerOf(conclusion: Conclusion | null): AnswerCall {
  if (conclusion === null) return { tool: 'answer', text: 'unknown', unanswerable: true }
  const citations = conclusion.evidence
    .filter(
      ({ span, page }, index, all) =>
        span.length <= MOST_SPAN &&
        all.findIndex((one) => one.page === page && one.span === span) === index,
    )
    .slice(0, MOST_CITATIONS)
  return { tool: 'answer', text: conclusion.text, citations }
}
