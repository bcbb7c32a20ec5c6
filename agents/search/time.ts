import type { Plan } from './call.ts'
import type { Conclusion } from './conclusion.ts'
import type { Desk } from './desk.ts'
import { follow } from './follow.ts'
import { readQuestion } from './question.ts'
import { datesIn } from './values.ts'

const BEHIND =
  /^(?<main>.+?),?\s+(?:when|at the time(?: of| when| that)?|during|in the year(?: of| in which| when| that)?|as)\s+(?<event>[^?]+)\??$/i
const BEFORE =
  /^(?:when|at the time(?: of| when)?|in the year(?: in which| when)?)\s+(?<event>[^,?]+),\s*(?<main>[^?]+)\??$/i

/** "On the day it happened": the event stands before. */
const BACKWARDS =
  /,?\s+(?:on the (?:day|date)|in the (?:year|month)|at the (?:time|moment)|when)\s+(?:that\s+)?(?:it|this|that|of it)\b[^,?]*\??$/i

/** The question with the year of the event that it names in the event's place; null where it names none. */
export function* datedQuestion(
  question: string,
  desk: Desk,
): Plan<{ readonly question: string; readonly evidence: Conclusion['evidence'] } | null> {
  const tail = BACKWARDS.exec(question)
  if (tail) return yield* datedBy(question.slice(0, tail.index), question, desk, true)
  const { main, event } = (BEFORE.exec(question) ?? BEHIND.exec(question))?.groups ?? {}
  if (main === undefined || event === undefined || datesIn(event).length > 0) return null
  if (!/^\s*(?:in |at |on )?(?:who|what|which|how|where)\b/i.test(main)) return null
  if (readQuestion(main, desk.lore).names.length === 0) return null
  return yield* datedBy(main, event, desk)
}

/** Asks when something happened, and then what was so in that year. */
function* datedBy(main: string, event: string, desk: Desk, isWithin = false) {
  const read = readQuestion(event, desk.lore)
  // What else the question asks says nothing of the event.
  const words = isWithin
    ? read.words.filter(({ sense }) => sense === 'happen').slice(0, 1)
    : read.words
  const asked = { ...read, words }
  if (asked.names.length === 0) return null
  const [found] = yield* follow({ ...asked, sought: 'year', noun: null }, desk)
  if (!found) return null
  return { question: `${main} in ${found.text}?`, evidence: found.path.evidence }
}
