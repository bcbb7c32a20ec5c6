import type { Plan } from './call.ts'
import type { Conclusion } from './conclusion.ts'
import type { Desk } from './desk.ts'
import { readQuestion } from './question.ts'
import { solve } from './solve.ts'
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
): Plan<{
  readonly question: string
  readonly year: number
  readonly evidence: Conclusion['evidence']
} | null> {
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
  const { names, words } = readQuestion(event, desk.lore)
  const [name] = names
  if (!name) return null
  // What else the question asks says nothing of the event.
  const said = isWithin ? words.filter(({ sense }) => sense === 'happen').slice(0, 1) : words
  const happened = {
    sought: 'year',
    noun: null,
    told: [{ words: said, of: { name: name.text } }],
  } as const
  const [found] = yield* solve(happened, { text: event, year: null }, desk)
  return found ? { question: main, year: Number(found.text), evidence: found.evidence } : null
}
