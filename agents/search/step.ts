import type { Evidence, Plan } from './call.ts'
import { candidatesIn } from './candidates.ts'
import type { Desk, ReadPage } from './desk.ts'
import { farFrom } from './far.ts'
import { isKind } from './kinds.ts'
import { bareTitle, isSameName } from './names.ts'
import { overlapOf, spansYear } from './overlap.ts'
import type { Asked, Sought } from './question.ts'
import { isAliasing } from './sentences.ts'
import { hasName, isVague, type Word } from './words.ts'

/** One relation to follow: from a name, by some words, to what is sought. */
export interface Step {
  readonly name: string
  readonly words: readonly Word[]
  readonly sought: Sought
  readonly noun: Word | null
  readonly text: string
  /** When it has to be so; null for always. */
  readonly year: number | null
}

/** What a step may lead to. */
export interface Reached {
  readonly text: string
  readonly evidence: readonly Evidence[]
  /** From 0 to about 1. */
  readonly score: number
  /** Share of the words of the step that were met. */
  readonly share: number
  readonly page: ReadPage | null
  /** Whether the noun that is sought was said beside it. */
  readonly isTold?: boolean
  /** Whether its own page shows that it is something else than the noun says. */
  readonly isOther?: boolean
}

/** The first sentences say what a thing is, and where. */
const OPENING = 3
export const GOOD = 0.72
const MOST_PAGES = 3

const askedOf = ({ name, words, sought, noun, text }: Step): Asked => {
  const from = Math.max(0, text.indexOf(name))
  const own = noun && !words.some(({ at }) => at === noun.at) ? [...words, noun] : words
  const isValue = /^(?:date|year|number|measure)$/.test(sought)
  // How high something lies is not where it lies.
  const isSaid = own.some(({ sense }) => sense !== 'lie')
  const telling = own.filter(
    ({ text: word, sense }) =>
      (!isVague(word) || /^\d+$/.test(word)) && !(isValue && isSaid && sense === 'lie'),
  )
  return {
    ...{ text, sought, noun },
    words: telling,
    names: [{ text: name, from, to: from + name.length }],
  }
}

/** Reads the pages about a name, then those that mention it, for where a relation leads; the best first. */
export function* take(step: Step, desk: Desk): Plan<readonly Reached[]> {
  const asked = askedOf(step)
  const hints = asked.words.map(({ text }) => text).join(' ')
  const pages = yield* desk.pagesAbout(step.name, MOST_PAGES, hints)
  let reached = ranked(pages.flatMap((page) => forward(page, asked, step.year, desk)))
  if ((reached[0]?.score ?? 0) < GOOD) {
    const more = yield* backward(step.name, hints, asked, desk)
    reached = ranked([...reached, ...more])
  }
  return newestFirst(yield* ofKind(reached, asked, desk))
}

const ranked = (all: readonly Reached[]): readonly Reached[] =>
  [...all].sort((a, b) => b.score - a.score)

const NEARLY = 0.25

/** Of what pages about the same subject say about equally well, what was written last. */
function newestFirst(all: readonly Reached[]): readonly Reached[] {
  const [best] = all
  if (!best?.page) return all
  const subject = bareTitle(best.page.title)
  const newest = all
    .filter(
      ({ score, share, page }) =>
        score > best.score - NEARLY &&
        share > best.share - NEARLY &&
        page &&
        bareTitle(page.title) === subject,
    )
    .reduce((last, one) => ((one.page?.date ?? '') > (last.page?.date ?? '') ? one : last), best)
  if (newest === best) return all
  return [{ ...newest, score: best.score }, ...all.filter((one) => one !== newest)]
}

const SPAN = /\b\d{3,4}\s*(?:to|until|till|[-–—])\s*\d{3,4}\b/i

/** What speaks of a span of years says whether it was so then. */
function inTime(text: string, year: number | null): number {
  // Without a year, what is over is not meant.
  if (year === null) return SPAN.test(text) ? -0.15 : 0
  const inside = spansYear(text, year)
  return inside === null ? 0 : inside ? 0.2 : -0.4
}

/** What sentences about the name itself say. */
function forward(
  page: ReadPage,
  asked: Asked,
  year: number | null,
  desk: Desk,
): readonly Reached[] {
  return page.sentences.flatMap((sentence) => {
    if (isAliasing(sentence.text)) return []
    const { text, heading, at } = sentence
    const overlap = overlapOf(`${text} ${heading}`, asked)
    const isOpening = at < OPENING && overlap.words.size === 0
    return candidatesIn(text, asked, desk.lore)
      .filter(({ text: name }) => !isSameName(name, bareTitle(page.title)))
      .flatMap((candidate) => {
        const far = Math.min(15, farFrom(text, candidate.text, overlap.at))
        const share =
          asked.words.length === 0 && isOpening && BELONGS.test(before(text, candidate.text))
            ? UNSAID
            : shareOf(metBy(candidate.text, text, overlap.words, asked), asked, desk)
        if (share === 0 && !isOpening) return []
        const score =
          (isOpening ? 0.1 : 0.15) +
          0.55 * share +
          0.3 * candidate.fit -
          0.01 * far -
          0.01 * Math.min(at, 5) -
          (overlap.isOtherTime ? 0.4 : 0) +
          inTime(text, year)
        return {
          ...{
            text: candidate.text,
            score,
            share,
            page,
            isTold: isMet(asked.noun, overlap.words, asked),
          },
          evidence: [{ page: page.id, span: text }],
        }
      })
  })
}

const AT_PLACE = /\b(?:in|at|on|near|of)\s+(?:the\s+)?(?:\p{Ll}+\s+)?$/iu

/** "The place that has the tower" says no more than that it is there. */
const isMet = (noun: Word | null, met: ReadonlySet<number>, { words }: Asked): boolean =>
  noun !== null && words.some(({ sense }, index) => sense === noun.sense && met.has(index))

const UNSAID = 0.7

const BELONGS = /\b(?:in|at|on|near|of|to)\s+(?:the\s+)?$/iu

const before = (text: string, name: string) => text.slice(0, Math.max(0, text.indexOf(name)))
const isAtPlace = (text: string, name: string): boolean => AT_PLACE.test(before(text, name))

/** Whatever stands behind "in" or "on" is where something lies, stands or sits. */
function metBy(name: string, text: string, met: ReadonlySet<number>, { words }: Asked) {
  if (!isAtPlace(text, name)) return met
  const lying = words.flatMap(({ sense }, index) => (sense === 'lie' ? [index] : []))
  return new Set([...met, ...lying])
}

/** What pages about other things say of the name: their subject, or what else stands in the sentence. */
function* backward(name: string, hints: string, asked: Asked, desk: Desk) {
  const hits = yield* desk.search(`${name} ${hints}`, 8)
  const found: Reached[] = []
  let opened = 0
  for (const { page: id, title, snippet } of hits) {
    if (isSameName(bareTitle(title), name) || !hasName(snippet, name)) continue
    if (opened++ === MOST_PAGES) break
    const page = yield* desk.open(id)
    if (page) found.push(...mentionsIn(page, name, asked, desk))
  }
  return found
}

function mentionsIn(page: ReadPage, name: string, asked: Asked, desk: Desk): readonly Reached[] {
  const title = bareTitle(page.title)
  const isOfKind = isKind(page, asked.noun)
  return page.sentences.flatMap(({ text, heading }) => {
    if (!hasName(text, name) || isAliasing(text)) return []
    const overlap = overlapOf(`${text} ${heading}`, asked)
    const share = shareOf(overlap.words, asked, desk)
    const evidence = [{ page: page.id, span: text }]
    const late = overlap.isOtherTime ? 0.4 : 0
    const isThing = /^(?:name|person|place)$/.test(asked.sought)
    const subject: Reached = {
      ...{ text: title, evidence, share, page },
      score: 0.1 + 0.55 * share + (isOfKind ? 0.25 : 0.05) - late,
    }
    const others = candidatesIn(text, asked, desk.lore)
      .filter(({ text: other }) => !isSameName(other, name) && !hasName(other, name))
      .filter(({ fit }) => asked.sought !== 'number' || fit === 1)
      .map((candidate) => {
        const far = Math.min(15, farFrom(text, candidate.text, overlap.at))
        const known = shareOf(metBy(candidate.text, text, overlap.words, asked), asked, desk)
        const score = 0.05 + 0.5 * known + 0.25 * candidate.fit - 0.01 * far - late
        return { ...{ text: candidate.text, evidence, share: known, page }, score }
      })
    return isThing ? [subject, ...others] : others
  })
}

/** Share of the words that were met; a noun that only says what is sought counts half. */
function shareOf(met: ReadonlySet<number>, { words, noun, sought }: Asked, desk: Desk): number {
  const isThing = !/^(?:date|year|measure)$/.test(sought)
  let sum = 0
  let covered = 0
  for (const [index, { stem, at }] of words.entries()) {
    const isNoun = isThing && at === noun?.at && words.length > 1
    const weight = desk.weightOf(stem) * (isNoun ? 0.5 : 1)
    sum += weight
    if (met.has(index)) covered += weight
  }
  return sum === 0 ? 0 : covered / sum
}

const MOST_CHECKED = 3
const IS_KIND = 0.35

/** Where no page has the name, one that only mentions it does not say what it is. */
const isAbout = ({ title, sentences }: ReadPage, name: string): boolean =>
  hasName(name, bareTitle(title)) ||
  sentences.some(({ text }) => isAliasing(text) && hasName(text, name))

/** Looks up whether the best of several are what the noun says, where nothing else told. */
function* ofKind(all: readonly Reached[], asked: Asked, desk: Desk): Plan<readonly Reached[]> {
  const { noun, sought } = asked
  const names = [...new Set(all.map(({ text }) => text))].filter((name) => /\p{Lu}/u.test(name))
  const [best] = all
  if (noun === null || !/^(?:name|place)$/.test(sought) || names.length === 0) return all
  if (/^(?:person|place|thing)$/.test(noun.stem) || !best || best.isTold === true) return all
  const near = names.slice(0, MOST_CHECKED)
  const fits = new Map<string, boolean>()
  for (const name of near) {
    const [page] = yield* desk.pagesAbout(name, 1)
    if (page && isAbout(page, name)) fits.set(name, isKind(page, asked.noun))
  }
  if (![...fits.values()].includes(true)) {
    return all.map((one) => ({ ...one, isOther: fits.get(one.text) === false }))
  }
  return ranked(
    all.map((one) => {
      const fit = fits.get(one.text)
      if (fit === undefined) return one
      if (!fit) return { ...one, score: one.score - IS_KIND }
      return {
        ...one,
        isTold: true,
        share: Math.max(one.share, UNSAID),
        score: one.score + IS_KIND,
      }
    }),
  )
}
