import type { Plan } from './call.ts'
import type { Desk } from './desk.ts'
import { isKnownKind } from './kinds.ts'
import { meet } from './meet.ts'
import { GOOD, type Reached, take } from './step.ts'
import { type Described, isNamed, type Thing, type Told } from './thing.ts'
import { isVague, wordsOf } from './words.ts'

/** The whole question, and the year that it speaks of. */
export interface About {
  readonly text: string
  readonly year: number | null
}

const isVagueKind = (noun: string) => /^(?:person|people|man|woman|place|site|spot)$/i.test(noun)

/** Of the words, so much is all. */
const ALL = 0.8
const HALF = 0.5
const SOME = 0.3
const MOST_TRIED = 3
/** Below it nothing was found. */
export const LEAST = 0.4

/** What a thing may be, the likeliest first: follows what is told of it from the names inwards. */
export function* solve(thing: Thing, about: About, desk: Desk): Plan<readonly Reached[]> {
  if (isNamed(thing)) {
    return [{ text: thing.name, evidence: [], score: 1, share: 1, page: null }]
  }
  const [first, ...others] = [...thing.told].sort(
    (a, b) => Number(b.of !== null) - Number(a.of !== null),
  )
  if (!first?.of) return []
  if (others.length > 0) return yield* meet(thing, first, others, about, desk)
  return yield* along(thing, first, about, desk)
}

/** Takes one relation from each of the things that its other end may be, until one leads on. */
export function* along(
  thing: Described,
  told: Told,
  about: About,
  desk: Desk,
): Plan<readonly Reached[]> {
  if (!told.of) return []
  const reached: Reached[] = [...(yield* past(thing, told, ALL, about, desk))]
  if (reached.length > 0) return distinct(reached)
  const starts = yield* solve(told.of, about, desk)
  if (starts.every(({ share }) => share < SOME)) {
    reached.push(...(yield* past(thing, told, SOME, about, desk)))
    if (reached.length > 0) return distinct(reached)
  }
  for (const start of distinct(starts.filter(({ text }) => /\p{Lu}/u.test(text))).slice(
    0,
    MOST_TRIED,
  )) {
    if (!desk.canGoOn()) break
    reached.push(...(yield* from(start, thing, told, about, desk)))
    if (reached.some(({ score }) => score > GOOD * start.score)) break
  }
  const found = distinct(
    reached.filter(({ score }) => score >= LEAST * 0.6).sort((a, b) => b.score - a.score),
  )
  return [...(yield* onward(thing, found[0], about, desk)), ...found]
}

/** "On which river was she born": where she was born is no river, but lies on one. */
function* onward(thing: Described, best: Reached | undefined, about: About, desk: Desk) {
  const { sought, noun } = thing
  if (!noun || !best || best.isOther !== true || best.share < HALF || !isKnownKind(noun)) return []
  const step = { name: best.text, words: wordsOf('lies'), sought, noun, ...about }
  const found = yield* take(step, desk)
  return found
    .filter(({ share, isOther }) => share >= SOME && isOther !== true)
    .map((one) => ({ ...one, evidence: [...best.evidence, ...one.evidence] }))
}

/** "Where the jury of the prize sits": what is no thing of its own is told of what it belongs to. */
function* past(
  thing: Described,
  { words, of }: Told,
  least: number,
  about: About,
  desk: Desk,
): Plan<readonly Reached[]> {
  const inner = of && !isNamed(of) ? of : null
  const [only, ...more] = inner?.told ?? []
  if (!inner?.noun || isVague(inner.noun.text) || isKnownKind(inner.noun) || words.length === 0)
    return []
  if (!only?.of || !isNamed(only.of) || more.length > 0) return []
  const start = { text: only.of.name, evidence: [], score: 1, share: 1, page: null }
  const both = { words: [...words, ...only.words], of: only.of }
  const found = yield* from(start, thing, both, about, desk)
  // What is of the kind that is sought; of persons and places that does not show.
  const isPlain = thing.noun === null || isVagueKind(thing.noun.text)
  return found.filter(({ share, isTold }) => share >= least && (isPlain || isTold === true))
}

function* from(
  start: Reached,
  { sought, noun }: Described,
  { words }: Told,
  about: About,
  desk: Desk,
) {
  const found = yield* take({ name: start.text, words, sought, noun, ...about }, desk)
  return found.map((one) => ({
    ...one,
    score: one.score * Math.min(1, 0.6 + 0.4 * start.score),
    evidence: [...start.evidence, ...one.evidence],
  }))
}

export const distinct = (all: readonly Reached[]): readonly Reached[] =>
  all.filter(({ text }, index) => all.findIndex((one) => one.text === text) === index)
