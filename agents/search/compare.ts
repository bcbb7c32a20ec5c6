import type { Plan } from './call.ts'
import type { Conclusion } from './conclusion.ts'
import { describe } from './describe.ts'
import type { Desk } from './desk.ts'
import { readQuestion } from './question.ts'
import { solve } from './solve.ts'
import { take } from './step.ts'
import { datesIn, numbersIn } from './values.ts'
import { isVague, type Word, wordsOf } from './words.ts'

/** Two things that a question sets against each other. */
interface Pair {
  readonly one: string
  readonly other: string
  /** What both did or were, where not they but what that leads to is compared: "were born in different towns". */
  readonly premise: string | null
  /** What it says beside them. */
  readonly rest: string
  readonly sought: 'date' | 'measure'
  readonly isLeast: boolean
  /** How far they are apart is asked for, not which is ahead. */
  readonly isDifference: boolean
}

const BY_DATE =
  /\b(?:older|oldest|younger|youngest|earlier|earliest|later|latest|first|last|before|after|newer|newest|sooner|recent(?:ly)?|years?)\b/i
const LATER = /\b(?:younger|youngest|later|latest|last|after|newer|newest|recent(?:ly)?)\b/i
const BY_SIZE =
  /\b(?:more|most|fewer|fewest|less|least|(?:high|tall|low|long|short|larg|small|big|deep|shallow|wid|narrow|heav|light|great)(?:i?e?r|i?e?st))\b/i
const LESS = /\b(?:fewer|fewest|less|least|(?:small|short|low|narrow|shallow|light)(?:er|est))\b/i
const DIFFERENCE =
  /\b(?:how (?:many|much|far)|what)\b.*\b(?:differ\p{L}*|between|apart|separate\p{L}*|than)\b/iu
const BETWEEN =
  /^\s*,?\s*(?:and|or|than)\s+(?:that of\s+|those of\s+|the one of\s+|in\s+)?(?:the\s+)?["“]?$/i

/** The two names of a question that compares; null where it does not. */
export function pairIn(text: string, desk: Desk): Pair | null {
  const [one, other, ...more] = readQuestion(text, desk.lore).names
  if (!one || !other || more.length > 0) return null
  const between = text.slice(one.to, other.from)
  const isSide =
    BETWEEN.test(between) || /\bor\s+(?:the\s+)?["“]?$|\bthan\s+(?:the\s+)?$/i.test(between)
  const whole = `${text.slice(0, one.from)} ${between} ${text.slice(other.to)}`
  const isDifference = DIFFERENCE.test(whole)
  const [premise = '', asking] = whole.split(/\bdifferent\b[^.:;]*[.:;]/i)
  // "Ada and Bea had the same teacher: who was born first?"
  const rest = asking ?? whole.split(/[:;]\s/).at(-1) ?? whole
  const isSized = BY_SIZE.test(rest) || /\bdiffer/i.test(rest)
  if (!isSide || !(isSized || BY_DATE.test(rest))) return null
  const sought = isDifference
    ? /\byears?\b/i.test(rest)
      ? 'date'
      : 'measure'
    : BY_DATE.test(rest) && !/\bmore\b|\blonger\b|\bhigher\b|\blower\b/i.test(rest)
      ? 'date'
      : 'measure'
  return {
    ...{ one: one.text, other: other.text, rest, sought, isDifference },
    premise: asking === undefined ? null : premise,
    isLeast: sought === 'date' ? !LATER.test(rest) : LESS.test(rest),
  }
}

/** Reads about both and compares what is asked for; null where either does not tell. */
export function* compare(pair: Pair, desk: Desk): Plan<Conclusion | null> {
  const left = yield* sideOf(pair.one, pair, desk)
  const right = yield* sideOf(pair.other, pair, desk)
  if (!left || !right) return null
  const evidence = [...left.evidence, ...right.evidence]
  const { sought, isLeast, isDifference } = pair
  if (isDifference) {
    const amount = (value: number) => (sought === 'date' ? Math.floor(value / 10_000) : value)
    return { text: `${Math.abs(amount(left.value) - amount(right.value))}`, evidence }
  }
  const isLeft = isLeast ? left.value <= right.value : left.value >= right.value
  return { text: (isLeft ? left : right).name, evidence }
}

/** What is compared of one of them. */
function* sideOf(name: string, { premise, rest, sought }: Pair, desk: Desk) {
  let start = { text: name, evidence: [] as Conclusion['evidence'] }
  if (premise !== null) {
    const said = describe(`Where ${premise} ${name}?`, desk.lore)
    const words = wordsOf(premise).filter(({ text }) => isTelling(text))
    const place = { ...said, sought: 'place', noun: null, told: [{ words, of: { name } }] } as const
    const [found] = yield* solve(place, { text: premise, year: null }, desk)
    if (!found) return null
    start = found
  }
  for (const words of comparedBy(rest)) {
    const step = { name: start.text, words, sought, noun: null, text: rest, year: null }
    for (const { text, share, evidence } of yield* take(step, desk)) {
      // Short years are dates behind "in" only.
      const [value] = sought === 'date' ? datesIn(`in ${text}`) : numbersIn(text)
      if (!value || share < LEAST_SHARE) continue
      return { name: start.text, value: value.value, evidence: [...start.evidence, ...evidence] }
    }
  }
  return null
}

const LEAST_SHARE = 0.3

/** Words that only say that something is compared. */
const COMPARING =
  /^(?:earlier|earliest|later|latest|first|last|before|after|younger|youngest|older|oldest|newer|newest|lies?|differ(?:s|ence|ent)?|between|same|river|hand|more|less|lived?|came|come|stands?|rises)$/i
const isTelling = (word: string) =>
  !isVague(word.replace(/s$/, '')) && !COMPARING.test(word) && !STOP.test(word) && word.length > 2
const STOP =
  /^(?:how|many|much|which|what|who|were|was|are|did|does|do|the|of|and|or|that|this|these|those|their|its|his|her|by|on|in|at|to|than|far|is|has|have|had|for|from|with|both|them|two)$/i

/** The words for what is compared; where only age is, those for how things begin. */
function comparedBy(rest: string): readonly (readonly Word[])[] {
  const words = wordsOf(rest).filter(({ text }) => isTelling(text))
  if (words.length > 0) return [words]
  return ['born', 'founded', 'built completed', 'published'].map((begin) => wordsOf(begin))
}
