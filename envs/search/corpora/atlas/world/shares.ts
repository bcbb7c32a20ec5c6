/** What pages are about; each has numbers from 0. */
export const pageKinds = [
  ...['person', 'place', 'work', 'event', 'structure', 'river', 'country', 'prize'],
  ...['list', 'bearers', 'gazetteer', 'notice'],
] as const
export type EntityKind =
  | 'person'
  | 'place'
  | 'work'
  | 'event'
  | 'structure'
  | 'river'
  | 'country'
  | 'prize'
/** `bearers`: people of one surname. `gazetteer`: a town of long ago. `notice`: a page that contradicts another. */
export type PageKind = EntityKind | 'list' | 'bearers' | 'gazetteer' | 'notice'

export type Counts = Readonly<Record<PageKind, number>>

/** Shares of the pages; works take what is left. */
export const SHARES = {
  person: 0.36,
  event: 0.09,
  structure: 0.08,
  river: 0.016,
  country: 0.002,
  prize: 0.01,
  list: 0.035,
  bearers: 0.02,
  gazetteer: 0.025,
  notice: 0.06,
} as const
export const LEAST_COUNTRIES = 5
/** One page in so many, of those about people, places, works, events and structures, has a planted instruction. */
export const PLANTED_EVERY = 40
/** One fact in so many that a page could tell is told nowhere, besides those that are not so. */
export const UNTOLD_EVERY = 6
/** Of ten mentions, those by another name. */
export const ALIASED_TENTHS = 2

/** People are born in cycles of so many, each with the same roles. */
export const CYCLE = 20
/** Where each role begins in a cycle. */
export const ROLES = {
  author: { from: 0, size: 6 },
  politician: { from: 6, size: 6 },
  builder: { from: 12, size: 3 },
  scholar: { from: 15, size: 5 },
} as const
/** Mayors a town has had; every politician has been one. */
export const MAYORS = 4
/** The first place of so many is a town, and has mayors. */
export const TOWN_EVERY = 4

export function countsOf(pages: number): Counts {
  const share = (name: keyof typeof SHARES) => Math.round(pages * SHARES[name])
  const person = Math.round((pages * SHARES.person) / (2 * CYCLE)) * 2 * CYCLE
  const towns = (person / CYCLE) * (ROLES.politician.size / MAYORS)
  const counts = {
    person,
    place: towns * TOWN_EVERY,
    event: share('event'),
    structure: share('structure'),
    river: share('river'),
    country: Math.max(LEAST_COUNTRIES, share('country')),
    prize: share('prize'),
    list: share('list'),
    bearers: share('bearers'),
    gazetteer: Math.min(towns, share('gazetteer')),
    notice: share('notice'),
  }
  const others = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { ...counts, work: pages - others }
}
