import type { AnswerCall, Plan } from './call.ts'
import { compare, pairIn } from './compare.ts'
import { answerOf, type Conclusion } from './conclusion.ts'
import { countPages } from './count.ts'
import { type Desk, openDesk } from './desk.ts'
import { follow } from './follow.ts'
import { bareTitle } from './names.ts'
import type { Found } from './path.ts'
import { planned } from './play.ts'
import { type Asked, readQuestion } from './question.ts'
import type { Seen } from './seen.ts'
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
  const concluded = yield* conclude(dated?.question ?? question, desk)
  return answerOf(
    concluded && { ...concluded, evidence: [...(dated?.evidence ?? []), ...concluded.evidence] },
  )
})

const FIRST_HITS = 8

function* conclude(question: string, desk: Desk): Plan<Conclusion | null> {
  const asked = readQuestion(question, desk.lore)
  const found = yield* follow(asked, desk)
  const best = newestOf(found)
  if (asked.sought === 'number' && (best === null || best.fit < WELL || best.share < SURE)) {
    const counted = yield* countPages(asked, desk)
    if (counted) return counted
  }
  if (best === null || best.share < LEAST_SHARE || best.told < leastTold(asked, best)) return null
  return { text: best.text, evidence: best.path.evidence }
}

/** So much of a question has to be covered by what answers it. */
const LEAST_SHARE = 0.5
/** The same, of its words without names. */
const LEAST_TOLD = 0.5
const SURE = 0.6
const WELL = 0.9

/** A number with the very noun behind it needs little else. */
const leastTold = ({ sought, noun }: Asked, { fit }: Found): number =>
  sought === 'number' && noun !== null && fit === 1 ? LEAST_TOLD / 2 : LEAST_TOLD
const NEARLY = 0.08

/** The best; of equals about the same subject, what was written last. */
function newestOf([best, ...others]: readonly Found[]): Found | null {
  if (!best) return null
  const subject = bareTitle(best.page.title)
  return others
    .filter(({ score, page }) => score > best.score - NEARLY && bareTitle(page.title) === subject)
    .reduce((newest, one) => (one.page.date > newest.page.date ? one : newest), best)
}
