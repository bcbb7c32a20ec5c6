import type { AnswerCall, Plan } from './call.ts'
import { type Candidate, candidatesIn } from './candidates.ts'
import { type Desk, openDesk, type ReadPage } from './desk.ts'
import { planned } from './play.ts'
import { type Asked, readQuestion } from './question.ts'
import type { Seen } from './seen.ts'
import { contentOf, wordsOf } from './words.ts'

/** One search with the question, one page, and the span of its best sentence that would be an answer. */
export const singleShot = planned('single-shot', answerAtOnce)

const HITS = 5

function* answerAtOnce({ question, ...first }: Seen): Plan<AnswerCall> {
  const desk = openDesk({ question, ...first })
  const plain = contentOf(question).map(({ text }) => text)
  let hits = yield* desk.search(question, HITS)
  if (hits.length === 0) hits = yield* desk.search(plain.join(' '), HITS)
  const page = hits[0] && (yield* desk.open(hits[0].page))
  if (!page) return { tool: 'answer', text: 'unknown', unanswerable: true }
  const best = bestIn(page, readQuestion(question, desk.lore), desk)
  if (!best) return { tool: 'answer', text: page.title }
  const citations = [{ page: page.id, span: best.sentence }]
  return { tool: 'answer', text: best.text, citations }
}

/** Of the sentence that shares most with the question, the span that fits best, the shortest of equals. */
function bestIn(page: ReadPage, asked: Asked, desk: Desk) {
  const wanted = new Set(contentOf(asked.text).map(({ stem }) => stem))
  let best: (Candidate & { readonly sentence: string; readonly score: number }) | null = null
  for (const { text: sentence } of page.sentences) {
    const shared = new Set(wordsOf(sentence).map(({ stem }) => stem))
    let overlap = 0
    for (const stem of wanted) if (shared.has(stem)) overlap += desk.weightOf(stem)
    for (const candidate of candidatesIn(sentence, asked, desk.lore)) {
      const score = overlap + candidate.fit / 10 - candidate.text.length / 10_000
      if (best === null || score > best.score) best = { ...candidate, sentence, score }
    }
  }
  return best
}
