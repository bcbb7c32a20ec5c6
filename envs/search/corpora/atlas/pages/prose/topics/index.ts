import type { PageKind } from '../../../world/shares.ts'
import { country } from './country.ts'
import { event } from './event.ts'
import { person } from './person.ts'
import { place } from './place.ts'
import { river } from './river.ts'
import { structure } from './structure.ts'
import type { Topic } from './topic.ts'
import { work } from './work.ts'

/** Kinds of pages that are told of at length. Lists, notices and the like stay as they are. */
export const topics: Readonly<Partial<Record<PageKind, readonly Topic[]>>> = {
  ...{ person, place, work, event, structure, river, country },
}
