import type { Evidence, Plan } from './call.ts'
import type { Desk, ReadPage } from './desk.ts'
import { bareTitle, namesIn } from './names.ts'
import { overlapOf } from './overlap.ts'
import { isWithin, periodIn } from './period.ts'
import type { Asked } from './question.ts'
import { isAliasing } from './sentences.ts'
import { type About, solve } from './solve.ts'
import type { Reached } from './step.ts'
import type { Described, Told } from './thing.ts'
import { datesIn } from './values.ts'
import { hasName, isVague } from './words.ts'

const MOST_HITS = 20
const MOST_CHECKED = 12
const MOST_STARTS = 2

/** Several things are told of one: lists what the first is true of, and keeps those that the others are true of too. */
export function* meet(
  thing: Described,
  first: Told,
  others: readonly Told[],
  about: About,
  desk: Desk,
): Plan<readonly Reached[]> {
  if (!first.of) return []
  const starts = yield* solve(first.of, about, desk)
  for (const start of starts.slice(0, MOST_STARTS)) {
    const listed = yield* list(start.text, first, thing, about, desk)
    // First what costs nothing, then what has to be looked up.
    for (const isQuick of [true, false]) {
      for (const one of listed.slice(0, MOST_CHECKED)) {
        if (!desk.canGoOn()) break
        const page = one.page ?? (isQuick ? undefined : (yield* desk.pagesAbout(one.text, 1))[0])
        if (!page) continue
        const evidence: Evidence[] = [...start.evidence, ...one.evidence]
        let { score } = one
        for (const told of others) {
          const proof = yield* check(page, told, isQuick, about, desk)
          score *= proof.share
          evidence.push(...proof.evidence)
        }
        if (score >= SURE) return [{ text: one.text, score, share: score, evidence, page }]
      }
    }
  }
  return []
}

const SURE = 0.8

/** All that a relation leads to: names in sentences about the one end, and pages that mention it. */
function* list(name: string, told: Told, thing: Described, about: About, desk: Desk) {
  const asked = askedOf(told, thing, name, about)
  const listed: {
    readonly text: string
    readonly page: ReadPage | null
    readonly evidence: readonly Evidence[]
    readonly score: number
  }[] = []
  const add = (other: string, page: ReadPage, span: string, own: ReadPage | null) => {
    if (hasName(name, other) || listed.some((one) => one.text === other && (one.page || !own)))
      return
    listed.push({
      text: other,
      page: own,
      evidence: [{ page: page.id, span }],
      score: own ? 1 : 0.9,
    })
  }
  for (const page of yield* desk.pagesAbout(name, 2)) {
    for (const { text: span, heading } of page.sentences) {
      if (isAliasing(span) || overlapOf(`${span} ${heading}`, asked).words.size === 0) continue
      for (const { text: other } of namesIn(span, desk.lore)) add(other, page, span, null)
    }
  }
  const words = told.words.map((word) => word.text).join(' ')
  for (const { page: id, title, snippet } of yield* desk.search(`${words} ${name}`, MOST_HITS)) {
    if (!hasName(snippet, name) || hasName(title, name)) continue
    const page = yield* desk.open(id)
    const proof = page?.sentences.find(
      ({ text: span }) => hasName(span, name) && overlapOf(span, asked).words.size > 0,
    )
    if (page && proof) add(bareTitle(page.title), page, proof.text, page)
    if (listed.length >= MOST_CHECKED) break
  }
  return listed
}

const askedOf = (
  { words }: Told,
  { sought, noun }: Described,
  name: string,
  { text }: About,
): Asked => ({
  ...{ text, sought, noun },
  words: words.filter((word) => !isVague(word.text)),
  names: [{ text: name, from: 0, to: 0 }],
})

/** How much of what is told a page says of its subject, or the pages that it names beside the verb. */
function* check(page: ReadPage, told: Told, isQuick: boolean, about: About, desk: Desk) {
  const period = told.words.some((word) => /^\d+$/.test(word.text)) ? periodIn(about.text) : null
  const words = told.words.filter(
    (word) => !isVague(word.text) && !/^(?:\d+|something|later|earlier)$/i.test(word.text),
  )
  const ends = told.of === null ? [] : (yield* solve(told.of, about, desk)).slice(0, 2)
  const [verb, ...rest] = words
  const asked: Asked = {
    ...{ text: about.text, sought: 'name', noun: null, words },
    names: ends.map((end) => ({ text: end.text, from: 0, to: 0 })),
  }
  const none = { share: 0.1, evidence: [] as Evidence[] }
  if (!verb) return none
  const saying = page.sentences.filter(
    ({ text: span, heading }) =>
      overlapOf(`${span} ${heading}`, { ...asked, words: [verb, ...rest.slice(0, -1)] }).words
        .size > 0,
  )
  const proofIn = (where: ReadPage, spans: readonly string[], wanted: Asked['words']) => {
    for (const span of spans) {
      const met = overlapOf(span, { ...asked, words: wanted })
      const isAll =
        met.words.size >= wanted.length &&
        met.names.size >= Math.min(1, ends.length) &&
        (period === null || isWithin(span, period))
      if (isAll) return { share: 1, evidence: [{ page: where.id, span }] }
    }
    return null
  }
  const own = saying.map(({ text: span }) => span)
  const direct = proofIn(page, own, period === null ? words : [verb])
  if (direct) return direct
  // Where the dates are told here, they are not those.
  const isDated = own.some((span) => datesIn(span).length > 0)
  if (own.length === 0 || rest.length === 0 || isQuick || (period !== null && isDated)) return none
  // The page of what was made may tell: what it is about, when it was done.
  const telling = rest.slice(-2)
  const subject = bareTitle(page.title)
  const isListed = own.some((span) => namesIn(span, desk.lore).length > 1)
  const query = [subject, ...telling.map((word) => word.text)].join(' ')
  for (const { page: id, title, snippet } of yield* desk.search(query, 8)) {
    const isOf = isListed
      ? own.some((span) => hasName(span, bareTitle(title)))
      : hasName(snippet, subject)
    if (id === page.id || !isOf) continue
    const made = yield* desk.open(id)
    const spans = made?.sentences.map(({ text: span }) => span) ?? []
    const proof = made && proofIn(made, spans, telling.slice(-1))
    if (proof) return proof
  }
  return none
}
