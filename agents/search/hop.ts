import type { AnswerCall, Plan } from './call.ts'
import { compare, pairIn } from './compare.ts'
import { answerOf, type Conclusion } from './conclusion.ts'
import { countPages } from './count.ts'
import { describe } from './describe.ts'
import { type Desk, openDesk } from './desk.ts'
import { planned } from './play.ts'
import { readQuestion } from './question.ts'
import type { Seen } from './seen.ts'
import { LEAST, solve } from './solve.ts'
import { datedQuestion } from './time.ts'
import { contentOf } from './words.ts'

/** Follows names from page to page until what is asked for was found; compares, counts and dates on the way. */
export const hop = planned('hop', function* (first: Seen): Plan<AnswerCall> {
  const desk = openDesk(first)
  const { question } = first
  const plain = contentOf(question).map(({ text }) => text)
  yield* desk.search(plain.join(' '), FIRST_HITS)
  const pair = pairIn(question, desk)
  const compared = pair && (yield* compare(pair, desk))
  if (compared) return answerOf(compared)
  const dated = yield* datedQuestion(question, desk)
  const concluded = yield* conclude(dated?.question ?? question, dated?.year ?? null, desk)
  return answerOf(
    concluded && { ...concluded, evidence: [...(dated?.evidence ?? []), ...concluded.evidence] },
  )
})

const FIRST_HITS = 8

function* conclude(question: string, year: number | null, desk: Desk): Plan<Conclusion | null> {
  const described = describe(question, desk.lore)
  const [best] = yield* solve(described, { text: question, year }, desk)
  if (described.sought === 'number' && (best?.score ?? 0) < SURE) {
    const counted = yield* countPages(readQuestion(question, desk.lore), desk)
    if (counted) return counted
  }
  const least = best?.isTold === true ? LEAST_SHARE / 2 : LEAST_SHARE
  return best && best.score >= LEAST && best.share >= least
    ? { text: best.text, evidence: best.evidence }
    : null
}

const SURE = 0.75
/** So much of what the last step asks for has to be said; half of it where its noun is there. */
const LEAST_SHARE = 0.4
