import { grouping } from '../arithmetic/grouping.ts'
import { mix } from '../arithmetic/mix.ts'
import { permutation } from '../arithmetic/permutation.ts'
import type { Base } from './base.ts'
import type { Day } from './entity.ts'
import { NOW, type People } from './people.ts'
import { TOWN_EVERY } from './shares.ts'

export interface Work {
  readonly index: number
  readonly author: number
  readonly genre: string
  readonly topic: string
  /** Histories and guides are about a place. */
  readonly about: number | null
  readonly year: number
  /** null: no page tells. */
  readonly translator: number | null
  readonly prize: Award | null
}

export interface Award {
  readonly prize: number
  readonly work: number
  readonly year: number
}

export interface Structure {
  readonly index: number
  readonly type: 'Bridge' | 'Tower' | 'Aqueduct' | 'Lighthouse' | 'Observatory'
  readonly place: number
  readonly designer: number
  readonly year: number
  /** Its height, or length where it lies; null: no page tells. */
  readonly metres: number | null
}

export interface Event {
  readonly index: number
  readonly place: number
  readonly type: number
  readonly day: Day
  readonly leader: number
  /** People who took part; null: no page tells. */
  readonly attendance: number | null
}

export interface Makings {
  work(index: number): Work
  worksOf(author: number): readonly number[]
  structure(index: number): Structure
  structuresIn(place: number): readonly number[]
  structuresBy(designer: number): readonly number[]
  event(index: number): Event
  /** By town: place / TOWN_EVERY. */
  eventsIn(town: number): readonly number[]
  awardsOf(prize: number): readonly Award[]
  /** Where it is given. */
  seatOf(prize: number): number
  amountOf(prize: number): number | null
}

const AWARDS = 4
const genres = ['novel', 'long poem', 'treatise', 'play', 'book of essays'] as const
const aboutGenres = ['history', 'guide'] as const
export const topics = [
  ...(['the tides', 'bee-keeping', 'exile', 'the art of navigation', 'comets'] as const),
  ...(['glass-making', 'inheritance', 'the plague years', 'dreams', 'frontier trade'] as const),
  ...(['mountain weather', 'old songs', 'lighthouse keepers', 'chess', 'orchards'] as const),
  ...(['the salt tax', 'shipwrecks', 'grammar', 'wolves', 'memory'] as const),
] as readonly string[] as readonly [string, ...string[]]
const types = ['Bridge', 'Tower', 'Aqueduct', 'Lighthouse', 'Observatory'] as const

/** What people made, and what happened: all of it has a place or a maker, known from both sides. */
export function createMakings(base: Base, people: People): Makings {
  const { counts, draws, isTold } = base
  const authors = grouping(counts.work, people.countOf('author'), base.stream('author'))
  const prized = permutation(counts.work, base.stream('prized'))
  const genre = base.picks('genre', genres)
  const aboutGenre = base.picks('about genre', aboutGenres)
  const topic = base.picks('topic', topics)
  const isAbout = draws('is about', 4)
  const about = draws('about', counts.place)
  const age = draws('written at', 33)
  const delay = draws('translated after', 30)
  const isTranslated = draws('translated', 10)
  const whoever = base.stream('whoever')

  function award(work: number, year: number): Award | null {
    const slot = prized.at(work)
    const prize = Math.floor(slot / AWARDS)
    return prize < counts.prize ? { prize, work, year: year + 1 } : null
  }
  function work(index: number): Work {
    const author = people.ranked('author', authors.ownerOf(index))
    const year = people.person(author).born.year + 24 + age(index)
    const place = isAbout(index) === 0 ? about(index) : null
    const translator = people.aliveIn(year + delay(index), 40, 'scholar', mix(whoever, index))
    return {
      ...{ index, author, year, about: place, topic: topic(index) },
      genre: place === null ? genre(index) : aboutGenre(index),
      translator: isTranslated(index) < 6 ? translator : null,
      prize: award(index, year),
    }
  }

  const sites = grouping(counts.structure, counts.place, base.stream('site'))
  const builders = grouping(counts.structure, people.countOf('builder'), base.stream('builder'))
  const type = base.picks('structure type', types)
  const builtAt = draws('built at', 26)
  const metres = draws('metres', 190)
  const tellsMetres = isTold('metres')

  const scenes = grouping(counts.event, people.towns, base.stream('scene'))
  const isLate = draws('late', 10)
  const lateYear = draws('late year', NOW - 5 - 1912)
  const earlyYear = draws('early year', 190)
  const eventType = draws('event type', 64)
  const eventDay = base.days('event day')
  const attendance = draws('attendance', 9000)
  const tellsAttendance = isTold('attendance')
  const seat = draws('seat', people.towns)
  const amount = draws('amount', 90)
  const tellsAmount = isTold('amount')

  function leaderIn(year: number, index: number): number {
    const drawn = mix(whoever, -1 - index)
    const generation = Math.min(3, Math.max(0, Math.round((year - 46 - 1856) / 15)))
    const rank = generation * people.towns + Math.floor((drawn / 0x1_0000_0000) * people.towns)
    return people.aliveIn(year, 40, 'scholar', drawn) ?? people.ranked('politician', rank)
  }

  return {
    work,
    worksOf: (author) => authors.membersOf(people.rankOf(author)),
    structure(index) {
      const designer = people.ranked('builder', builders.ownerOf(index))
      return {
        ...{ index, designer, type: type(index), place: sites.ownerOf(index) },
        year: people.person(designer).born.year + 28 + builtAt(index),
        metres: tellsMetres(index) ? 21 + metres(index) : null,
      }
    },
    structuresIn: sites.membersOf,
    structuresBy: (designer) => builders.membersOf(people.rankOf(designer)),
    event(index) {
      const year = isLate(index) < 8 ? 1912 + lateYear(index) : 1700 + earlyYear(index)
      return {
        ...{ index, place: scenes.ownerOf(index) * TOWN_EVERY, type: eventType(index) },
        ...{ day: eventDay(index, year), leader: leaderIn(year, index) },
        attendance: tellsAttendance(index) ? 140 + attendance(index) : null,
      }
    },
    eventsIn: scenes.membersOf,
    awardsOf: (prize) =>
      Array.from({ length: AWARDS }, (_, slot) => prized.back(prize * AWARDS + slot))
        .map((index) => ({ prize, work: index, year: work(index).year + 1 }))
        .sort((one, other) => one.year - other.year || one.work - other.work),
    seatOf: (prize) => seat(prize) * TOWN_EVERY,
    amountOf: (prize) => (tellsAmount(prize) ? 10 * (11 + amount(prize)) : null),
  }
}
