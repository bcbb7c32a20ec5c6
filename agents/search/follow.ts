import type { Plan } from './call.ts'
import { candidatesIn } from './candidates.ts'
import type { Desk, ReadPage } from './desk.ts'
import { bareTitle, isSameName, namesIn } from './names.ts'
import { kindOf, type Overlap, overlapOf } from './overlap.ts'
import {
  extended,
  type Found,
  farFrom,
  foundBy,
  freshIn,
  type Path,
  promiseOf,
  startAt,
} from './path.ts'
import type { Asked } from './question.ts'
import { isAliasing } from './sentences.ts'
import { hasName } from './words.ts'

interface Step {
  readonly path: Path
  /** To pages that mention the name, not to its own. */
  readonly isBack: boolean
  readonly promise: number
}

const MOST_STEPS = 14
const MOST_SAME = 2
/** Of the question, so much covered is enough to stop looking. */
const ENOUGH = 0.92
const BACK_COST = 0.12
/** What the first sentences name may be what other words mean: the seat of a prize, where its jury sits. */
const OPENING = 3
const UNTOLD = 0.1

/** Follows names from page to page, the most promising first, until the question is covered. */
export function* follow(asked: Asked, desk: Desk): Plan<readonly Found[]> {
  const found: Found[] = []
  const seen = new Set<string>()
  const steps: Step[] = []
  const push = (path: Path, isBack = false) => {
    const key = `${isBack} ${path.name.toLowerCase()} ${[...path.words].sort().join()}`
    if (seen.has(key)) return
    seen.add(key)
    const promise = promiseOf(path, asked, desk) - (isBack ? BACK_COST : 0)
    steps.push({ path, isBack, promise })
  }
  for (const [index, { text }] of asked.names.entries()) push(startAt(text, index))
  const whole: Path = { ...startAt('', 0), names: new Set() }
  push(whole, true)

  for (let step = 0; step < MOST_STEPS && desk.canGoOn(); step++) {
    steps.sort((a, b) => b.promise - a.promise)
    const next = steps.shift()
    if (!next) break
    if (next.isBack) {
      for (const page of yield* pagesMentioning(next.path, asked, desk)) {
        goBack(page, next.path)
      }
    } else {
      const pages =
        next.path.pages ??
        (yield* desk.pagesAbout(next.path.name, MOST_SAME, leftOf(next.path, asked)))
      for (const page of pages) goOn(page, next.path)
      push(next.path, true)
    }
    if (found.some(({ share, fit, path }) => share >= ENOUGH && fit >= 0.7 && path.doubt < 0.2))
      break
  }
  return found.sort((a, b) => b.score - a.score)

  /** From the subject of a page to what its sentences name. */
  function goOn(page: ReadPage, from: Path): void {
    const path = withKind(page, from, asked)
    for (const { text, heading, at } of page.sentences) {
      if (isAliasing(text)) continue
      const overlap = overlapOf(`${text} ${heading}`, asked)
      const isFresh = freshIn(overlap, from, asked).length > 0
      if (!isFresh && asked.words.length > 0) {
        if (at < OPENING) pushNames(text, path, page, overlap, UNTOLD)
        continue
      }
      const by = { page, span: text, overlap }
      for (const candidate of candidatesIn(text, asked, desk.lore)) {
        if (isSameName(candidate.text, bareTitle(page.title))) continue
        const far = farFrom(text, candidate.text, overlap.at)
        const reached = extended(path, { name: candidate.text, pages: null }, { ...by, far }, asked)
        found.push(foundBy(reached, candidate, page, asked, desk))
      }
      pushNames(text, path, page, overlap, 0)
    }
  }

  function pushNames(text: string, from: Path, page: ReadPage, overlap: Overlap, doubt: number) {
    for (const { text: name } of namesIn(text, desk.lore)) {
      if (isSameName(name, from.name) || isSameName(name, bareTitle(page.title))) continue
      const far = farFrom(text, name, overlap.at)
      const by = { page, span: text, overlap, far }
      const reached = extended(from, { name, pages: null }, by, asked)
      push({ ...reached, doubt: reached.doubt + doubt })
    }
  }

  /** From a name to the subject of a page that mentions it. */
  function goBack(page: ReadPage, from: Path): void {
    const title = bareTitle(page.title)
    let path = withKind(page, from, asked)
    for (const { text } of page.sentences) {
      const overlap = overlapOf(text, asked)
      const isOther = [...overlap.names].some((index) => !path.names.has(index))
      const isFresh = freshIn(overlap, path, asked).length > 0
      if (!((hasName(text, from.name) && isFresh) || isOther)) continue
      path = extended(
        path,
        { name: title, pages: [page] },
        { page, span: text, overlap, far: 0 },
        asked,
      )
      for (const candidate of candidatesIn(text, asked, desk.lore)) {
        if (isSameName(candidate.text, from.name)) continue
        const far = farFrom(text, candidate.text, overlap.at)
        found.push(
          foundBy({ ...path, doubt: path.doubt + far / 100 }, candidate, page, asked, desk),
        )
      }
    }
    if (path.evidence.length === from.evidence.length) return
    push(path)
    if (asked.names.some(({ text }) => isSameName(text, title))) return
    const fit = titleFit(page, asked)
    if (fit > 0) found.push(foundBy(path, { text: title, fit }, page, asked, desk))
  }
}

/** What a page is counts as covered where the question says it of the name: "the town where". */
function withKind(page: ReadPage, path: Path, asked: Asked): Path {
  const kinds = kindOf(page).map(({ stem }) => stem)
  const told = asked.words.flatMap(({ stem }, index) => (kinds.includes(stem) ? [index] : []))
  return { ...path, words: new Set([...path.words, ...told]) }
}

/** Whether the subject of a page may be the answer. */
function titleFit(page: ReadPage, { sought, noun }: Asked): number {
  if (sought !== 'name' && sought !== 'person' && sought !== 'place') return 0
  if (noun === null) return 0.7
  const kinds = kindOf(page)
  return kinds.some(({ stem }) => stem === noun.stem) ? 1 : 0.4
}

function* pagesMentioning(path: Path, asked: Asked, desk: Desk): Plan<readonly ReadPage[]> {
  const names = path.name === '' ? asked.names.map(({ text }) => text) : [path.name]
  const hits = yield* desk.search([...names, leftOf(path, asked)].join(' '), 6)
  const pages: ReadPage[] = []
  for (const { page, title, snippet } of hits) {
    if (pages.length === 3) break
    const isOwn = isSameName(bareTitle(title), path.name)
    const mentions = names.length === 0 || names.some((name) => hasName(snippet, name))
    if (isOwn || !mentions) continue
    const read = yield* desk.open(page)
    if (read) pages.push(read)
  }
  return pages
}

/** What a path has not met of a question. */
const leftOf = ({ words }: Path, asked: Asked): string =>
  asked.words.flatMap(({ text }, index) => (words.has(index) ? [] : [text])).join(' ')
