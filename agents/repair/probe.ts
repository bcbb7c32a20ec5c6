import type { AnyNode } from 'acorn'
import type { Candidate } from './candidate.ts'
import { isExpressionPlace, isHarmless, isStatementPlace, isTest } from './probe-places.ts'
import { HIT, WEIGH } from './probe-runtime.ts'
import type { Located, Source } from './source.ts'

export interface Probe {
  /** The file's text with probes. */
  readonly text: string
  /** Candidates whose difference is measured; of the others only whether they are reached. */
  readonly weighed: ReadonlySet<number>
  /** The number of the place where a candidate is watched. */
  readonly siteOf: ReadonlyMap<number, number>
}

/**
 * Puts probes for its candidates into a file; `ids` are their positions in the whole list, and places
 * are numbered from `firstSite`.
 */
export function probeSource(
  source: Source,
  candidates: readonly (readonly [id: number, candidate: Candidate])[],
  firstSite = 0,
): Probe {
  const sites = new Map<AnyNode, Site>()
  for (const [id, candidate] of candidates) addSite(sites, source, id, candidate)
  const weighed = new Set<number>()
  const siteOf = new Map<number, number>()
  const insertions: { at: number; text: string; depth: number }[] = []
  for (const [index, [node, site]] of [...sites].entries()) {
    const depth = site.located.parents.length
    const number = firstSite + index
    for (const id of site.ids) siteOf.set(id, number)
    if (!site.isExpression) {
      const at = node.type === 'BlockStatement' ? node.start + 1 : node.start
      insertions.push({ at, text: `${HIT}(${number});`, depth })
      continue
    }
    const ids = site.alternatives.map(({ id }) => id)
    for (const id of ids) weighed.add(id)
    const choices = site.alternatives.map(({ text }, i) => `i===${i}?(${text}):`).join('')
    const isWeighed = ids.length > 0
    const head = `(${HIT}(${number}),${isWeighed ? `${WEIGH}(${number},[${ids.join()}],(` : ''}`
    insertions.push({ at: node.start, text: head, depth })
    const tail = `),(i)=>${choices}undefined,${isTest(site.located)}))`
    insertions.push({ at: node.end, text: isWeighed ? tail : ')', depth: -depth })
  }
  return { text: splice(source.text, insertions), weighed, siteOf }
}

interface Site {
  readonly located: Located
  readonly isExpression: boolean
  readonly ids: number[]
  readonly alternatives: { readonly id: number; readonly text: string }[]
}

/** A candidate is watched at the smallest expression or statement around it. */
function addSite(
  sites: Map<AnyNode, Site>,
  source: Source,
  id: number,
  candidate: Candidate,
): void {
  const { start, end, replacement, watchedAt } = candidate
  const isWatched = watchedAt !== undefined
  const [first, last] = isWatched ? [watchedAt, watchedAt] : [start, end]
  const around = source.nodes.filter(({ node }) => node.start <= first && last <= node.end)
  const located = around.findLast((place) => {
    if (isWatched) return isBegunAt(place, watchedAt)
    const isWhole = start !== end || place.node.start === start
    return (isWhole && isExpressionPlace(place)) || isStatementPlace(place)
  })
  if (!located) return
  const { node } = located
  const site = sites.get(node) ?? {
    located,
    isExpression: !isWatched && isExpressionPlace(located),
    ids: [],
    alternatives: [],
  }
  sites.set(node, site)
  site.ids.push(id)
  const own = source.text.slice(node.start, node.end)
  const other = own.slice(0, start - node.start) + replacement + own.slice(end - node.start)
  if (site.isExpression && isHarmless(own) && isHarmless(other)) {
    site.alternatives.push({ id, text: other })
  }
}

/** A statement that begins there, or an empty block. */
const isBegunAt = (place: Located, start: number) =>
  place.node.start === start && (isStatementPlace(place) || place.node.type === 'BlockStatement')

/** Outer probes stand outside of inner ones that begin or end at the same place. */
function splice(
  text: string,
  insertions: readonly { readonly at: number; readonly text: string; readonly depth: number }[],
): string {
  const ordered = insertions
    .map((insertion, order) => ({ ...insertion, order }))
    .sort((a, b) => a.at - b.at || closesFirst(a, b) || a.depth - b.depth || a.order - b.order)
  let result = ''
  let from = 0
  for (const insertion of ordered) {
    result += text.slice(from, insertion.at) + insertion.text
    from = insertion.at
  }
  return result + text.slice(from)
}

/** What ends at a place comes before what begins there; ends have negative depths. */
const closesFirst = (a: { depth: number }, b: { depth: number }) =>
  (a.depth < 0 ? 0 : 1) - (b.depth < 0 ? 0 : 1)
