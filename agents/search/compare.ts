import { stemmer } from 'stemmer'
import type { Plan } from './call.ts'
import { candidatesIn } from './candidates.ts'
import type { Conclusion } from './conclusion.ts'
import type { Desk, ReadPage } from './desk.ts'
import { follow } from './follow.ts'
import { overlapOf } from './overlap.ts'
import { type Asked, readQuestion } from './question.ts'
import { senseOf } from './senses.ts'
import { datesIn, numbersIn } from './values.ts'

/** How things are compared: by dates or numbers, and whether the least wins. */
interface Scale {
  readonly sought: 'date' | 'measure'
  readonly isLeast: boolean
}

const BY_DATE =
  /\b(?:older|oldest|younger|youngest|earlier|earliest|later|latest|first|last|before|after|newer|newest|sooner|recent(?:ly)?)\b/i
const LATER = /\b(?:younger|youngest|later|latest|last|after|newer|newest|recent(?:ly)?)\b/i
const BY_SIZE = /\b(?:more|most|fewer|fewest|less|least|\p{L}{3,}(?:er|est))\b/giu
const LESS =
  /^(?:fewer|fewest|less|least|small(?:er|est)|short(?:er|est)|low(?:er|est)|narrow(?:er|est)|shallow(?:er|est)|light(?:er|est))$/i
const NO_SCALE =
  /^(?:river|water|other|mother|father|brother|sister|daughter|over|under|after|former|member|number|\p{L}*(?:st|nt|d|h|n|m|k|v|c|p|b|r)er)$/iu
const SIZES =
  /^(?:high|tall|low|long|short|large|small|big|deep|shallow|wide|narrow|heavy|light|great)(?:e?r|e?st)$/i

function scaleOf(text: string): Scale | null {
  const sizes = [...text.matchAll(BY_SIZE)].map(([word]) => word)
  const size = sizes.find(
    (word) =>
      SIZES.test(word) || (!NO_SCALE.test(word) && /^(?:more|most|few|less|least)/i.test(word)),
  )
  if (BY_DATE.test(text)) return { sought: 'date', isLeast: !LATER.test(text) }
  return size === undefined ? null : { sought: 'measure', isLeast: LESS.test(size) }
}

/** Two things a question sets against each other, and what it says beside them. */
interface Pair {
  readonly one: string
  readonly other: string
  readonly rest: string
  readonly scale: Scale
  /** How far they are apart is asked for, not which is ahead. */
  readonly isDifference: boolean
}

const FORMS: readonly RegExp[] = [
  /^(?<rest>.+?)[,:;]\s*(?<one>[^,:;]+?),?\s+or\s+(?<other>[^?]+)\??$/i,
  /^(?<rest>which of|of|between)\s+(?:the (?:two )?\p{Ll}+ )?(?<one>.+?)\s+and\s+(?<other>.+?),?\s+(?<rest2>(?:which|who|is|was|has|had|were|rises|stands)\b.+)$/iu,
  /^(?<rest>(?:is|was|did|does|has|were)\b)\s+(?<one>.+?)\s+(?<rest2>\p{Ll}.*?)\s+(?:than|before|after|or)\s+(?<other>[^?]+)\??$/iu,
]
const DIFFERENCE =
  /\b(?:how (?:many|much)|what)\b.*\b(?:differ\p{L}*|between|apart|separate\p{L}*|(?:more|less|fewer|\p{L}{3,}er) than)\b/iu

export function pairIn(text: string, desk: Desk): Pair | null {
  if (DIFFERENCE.test(text)) return namedPair(text, desk, true)
  for (const form of FORMS) {
    const { one = '', other = '', rest = '', rest2 = '' } = form.exec(text)?.groups ?? {}
    const isNamed = [one, other].every((side) => readQuestion(side, desk.lore).names.length > 0)
    const scale = scaleOf(`${rest} ${rest2}`)
    if (isNamed && scale)
      return { one, other, rest: `${rest} ${rest2}`, scale, isDifference: false }
  }
  return namedPair(text, desk, false)
}

/** Two names side by side. What is "different" of them is what is compared: "were born in different towns". */
function namedPair(text: string, desk: Desk, isDifference: boolean): Pair | null {
  const [one, other, ...more] = readQuestion(text, desk.lore).names
  if (!one || !other || more.length > 0) return null
  if (!/^\s*,?\s*(?:and|or)\s+(?:the\s+)?["“]?$/.test(text.slice(one.to, other.from))) return null
  const rest = `${text.slice(0, one.from)} ${text.slice(other.to)}`
  const scale: Scale | null = isDifference
    ? { sought: /\byears?\b/i.test(rest) ? 'date' : 'measure', isLeast: false }
    : scaleOf(rest)
  const [premise = '', asking] = rest.split(/\bdifferent\b[^.:;]*[.:;]/i)
  if (!scale) return null
  if (asking === undefined) return { one: one.text, other: other.text, rest, scale, isDifference }
  const side = (name: string) => `${premise.replace(/\b(?:in|at|on)\s*$/i, '')} by ${name}`
  return { one: side(one.text), other: side(other.text), rest: asking, scale, isDifference }
}

/** Reads about both and compares what is asked for; null where either does not tell. */
export function* compare(pair: Pair, desk: Desk): Plan<Conclusion | null> {
  const { one, other, rest, scale, isDifference } = pair
  const left = yield* sideOf(one, rest, scale, desk)
  const right = yield* sideOf(other, rest, scale, desk)
  if (!left || !right) return null
  const evidence = [...left.evidence, ...right.evidence]
  if (isDifference)
    return { text: `${Math.abs(amountOf(left, scale) - amountOf(right, scale))}`, evidence }
  const isLeft = scale.isLeast ? left.value <= right.value : left.value >= right.value
  return { text: (isLeft ? left : right).name, evidence }
}

const amountOf = ({ value }: { readonly value: number }, { sought }: Scale): number =>
  sought === 'date' ? Math.floor(value / 10_000) : value

function* sideOf(phrase: string, rest: string, { sought }: Scale, desk: Desk) {
  const described = readQuestion(phrase, desk.lore)
  const [only] = described.names
  const isPlain =
    only !== undefined && !/\b(?:of|by|that|which|who|where)\b/.test(phrase.replace(only.text, ''))
  const isPlace = /\bborn\b/.test(phrase)
  const [found] = isPlain
    ? []
    : yield* follow({ ...described, sought: isPlace ? 'place' : 'name' }, desk)
  const name = found?.text ?? only?.text ?? ''
  const asked: Asked = { ...readQuestion(rest, desk.lore), sought, names: [] }
  let best: {
    readonly value: number
    readonly score: number
    readonly evidence: Conclusion['evidence']
  } | null = null
  for (const page of yield* desk.pagesAbout(name, 2, rest)) {
    const here = bestValue(page, asked, desk)
    if (here && (!best || here.score > best.score)) {
      best = { ...here, evidence: [{ page: page.id, span: here.span }] }
    }
  }
  return (
    best && {
      name,
      value: best.value,
      evidence: [...(found?.path.evidence ?? []), ...best.evidence],
    }
  )
}

/** Words that only compare say nothing of what is compared, but for those that name a measure. */
const COMPARING =
  /^(?:earlier|later|first|last|younger|newer|two|same|river|lies?|differ|difference)$/i

function bestValue(page: ReadPage, asked: Asked, desk: Desk) {
  const words = asked.words
    .filter(({ text }) => !COMPARING.test(text))
    .map((word) => ({
      ...word,
      sense: senseOf(word.text, stemmer(word.text.replace(/(?:er|est)$/, ''))),
    }))
  let best: { readonly value: number; readonly score: number; readonly span: string } | null = null
  for (const { text, heading, at } of page.sentences) {
    const overlap = overlapOf(`${text} ${heading}`, { ...asked, words })
    const values = asked.sought === 'date' ? datesIn(text) : numbersIn(text)
    const fits = candidatesIn(text, asked, desk.lore)
    for (const [index, { value, at: place }] of values.entries()) {
      const far =
        overlap.at.length === 0
          ? 5
          : Math.min(...overlap.at.map((word) => Math.abs(word - place))) / 10
      const score = overlap.words.size * 2 + (fits[index]?.fit ?? 0) - far / 10 - at / 100
      if (!best || score > best.score) best = { value, score, span: text }
    }
  }
  return best
}
