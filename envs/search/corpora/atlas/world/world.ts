import { permutation } from '../arithmetic/permutation.ts'
import { type Base, createBase } from './base.ts'
import type { Ref } from './entity.ts'
import { createLands, type Lands } from './lands.ts'
import { createMakings, type Makings } from './makings.ts'
import { createNaming, type Naming } from './names.ts'
import { createNotices, type Notices } from './notices.ts'
import { createPeople, type People } from './people.ts'
import { type PageKind, pageKinds } from './shares.ts'

/** What a page is about. */
export interface Subject {
  readonly kind: PageKind
  readonly index: number
}

/** How much pages tell beside what can be asked: nothing, or sections of it. */
export type PageLength = 'short' | 'long'

/** All that is so in an Atlas, by number; nothing is stored. */
export interface World extends Base {
  readonly people: People
  readonly lands: Lands
  readonly makings: Makings
  readonly notices: Notices
  readonly naming: Naming
  readonly length: PageLength
  subjectOf(page: number): Subject
  pageOf(subject: Subject): number
  /** Id of the page about an entity. */
  idOf(subject: Subject | Ref): string
}

export const idOfPage = (page: number): string => `atlas-${page}`

export function createWorld(pages: number, seed: number, length: PageLength): World {
  const base = createBase(pages, seed)
  const people = createPeople(base)
  const lands = createLands(base)
  const makings = createMakings(base, people)
  const order = permutation(pages, base.stream('pages'))
  const starts: { readonly kind: PageKind; readonly start: number }[] = []
  let total = 0
  for (const kind of pageKinds) {
    starts.push({ kind: kind as PageKind, start: total })
    total += base.counts[kind as PageKind]
  }
  const startOf = new Map(starts.map(({ kind, start }) => [kind, start]))
  const pageOf = ({ kind, index }: Subject) => order.back((startOf.get(kind) ?? 0) + index)
  return {
    ...{ ...base, people, lands, makings, length, pageOf },
    notices: createNotices(base),
    naming: createNaming(base, people, lands, makings),
    subjectOf(page) {
      const slot = order.at(page)
      const { kind, start } = starts.findLast((each) => each.start <= slot) ?? starts[0] ?? never()
      return { kind, index: slot - start }
    },
    idOf: (subject) => idOfPage(pageOf(subject)),
  }
}

function never(): never {
  throw new Error('There are no kinds of pages')
}
