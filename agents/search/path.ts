import type { Evidence } from './call.ts'
import type { Candidate } from './candidates.ts'
import type { Desk, ReadPage } from './desk.ts'
import { distancesOf, type Overlap, shareOf } from './overlap.ts'
import type { Asked } from './question.ts'

/** A way from a name of the question, page by page, to the name that it has reached. */
export interface Path {
  readonly name: string
  /** Where they are known already. */
  readonly pages: readonly ReadPage[] | null
  readonly words: ReadonlySet<number>
  readonly names: ReadonlySet<number>
  readonly evidence: readonly Evidence[]
  /** Mean distance of the words covered last from the names of the question. */
  readonly reach: number
  /** What speaks against it: words covered in the wrong order, names far from the words. */
  readonly doubt: number
}

/** A span that a path leads to. */
export interface Found extends Candidate {
  readonly path: Path
  readonly page: ReadPage
  /** Of the question, and of its words without names, that are covered. */
  readonly share: number
  readonly told: number
  readonly score: number
}

const HOP_COST = 0.04
const FIT_WORTH = 0.3

export const startAt = (name: string, index: number): Path => ({
  ...{ name, pages: null, words: new Set(), names: new Set([index]) },
  ...{ evidence: [], reach: 0, doubt: 0 },
})

/** What a sentence covers that was not yet: of words of one meaning, that nearest to a name, as each is a step of its own. */
export function freshIn({ words }: Overlap, path: Path, asked: Asked): readonly number[] {
  const distances = distancesOf(asked)
  const bySense = new Map<string, number>()
  for (const index of words) {
    const sense = asked.words[index]?.sense
    if (sense === undefined || path.words.has(index)) continue
    const known = bySense.get(sense)
    if (known === undefined || (distances[index] ?? 0) < (distances[known] ?? 0)) {
      bySense.set(sense, index)
    }
  }
  return [...bySense.values()]
}

/** The path after one more sentence. */
export function extended(
  path: Path,
  to: Pick<Path, 'name' | 'pages'>,
  by: {
    readonly page: ReadPage
    readonly span: string
    readonly overlap: Overlap
    readonly far: number
  },
  asked: Asked,
): Path {
  const fresh = freshIn(by.overlap, path, asked)
  const distances = distancesOf(asked)
  const widest = Math.max(1, ...distances)
  const reach =
    fresh.length === 0
      ? path.reach
      : fresh.reduce((sum, index) => sum + (distances[index] ?? 0), 0) / fresh.length
  const back = Math.max(0, path.reach - reach) / widest
  return {
    ...to,
    words: new Set([...path.words, ...fresh]),
    names: new Set([...path.names, ...by.overlap.names]),
    evidence: [...path.evidence, { page: by.page.id, span: by.span }],
    reach,
    doubt:
      path.doubt + 0.25 * back + 0.01 * Math.min(by.far, 15) + (by.overlap.isOtherTime ? 0.3 : 0),
  }
}

/** How promising it is. */
export const promiseOf = (path: Path, asked: Asked, desk: Desk): number =>
  shareOf(asked, path, desk) - path.doubt - HOP_COST * path.evidence.length

export function foundBy(
  path: Path,
  candidate: Candidate,
  page: ReadPage,
  asked: Asked,
  desk: Desk,
): Found {
  const share = shareOf(asked, path, desk)
  const score = promiseOf(path, asked, desk) + FIT_WORTH * candidate.fit
  const told =
    asked.words.length === 0
      ? 1
      : shareOf({ ...asked, names: [] }, { ...path, names: new Set() }, desk)
  return { ...candidate, path, page, share, told, score }
}

/** Words between a span and the nearest of some places; behind them is nearer than before. */
export function farFrom(text: string, span: string, places: readonly number[]): number {
  const at = text.indexOf(span)
  if (places.length === 0 || at < 0) return 5
  return Math.min(
    ...places.map((place) => {
      const between = text.slice(Math.min(place, at), Math.max(place, at))
      return (
        between.split(/\s+/).length +
        (at < place ? 3 : 0) +
        3 * (between.match(/[,;]/g)?.length ?? 0)
      )
    }),
  )
}
