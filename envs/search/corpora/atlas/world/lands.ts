import { grouping } from '../arithmetic/grouping.ts'
import { remembered } from '../arithmetic/remembered.ts'
import type { Base } from './base.ts'
import { TOWN_EVERY } from './shares.ts'

export interface Place {
  readonly index: number
  readonly isTown: boolean
  readonly river: number
  readonly country: number
  /** null: no page tells. */
  readonly founded: number | null
  readonly altitude: number | null
  readonly trade: string
  /** As its own page tells it, and as the gazetteer told it long before. */
  readonly population: number
  readonly oldPopulation: number
}

export interface River {
  readonly index: number
  readonly country: number
  readonly lengthKm: number
}

export interface Country {
  readonly index: number
  /** null where it has no town. */
  readonly capital: number | null
  readonly areaKm2: number
}

export interface Lands {
  place(index: number): Place
  river(index: number): River
  country(index: number): Country
  placesOn(river: number): readonly number[]
  riversOf(country: number): readonly number[]
}

const trades: readonly [string, ...string[]] = [
  ...(['salt', 'glass', 'paper', 'clocks', 'linen', 'tin', 'barges', 'honey'] as const),
  ...(['bells', 'felt', 'cider', 'millstones', 'rope', 'slate', 'lace', 'ink'] as const),
]

export function createLands(base: Base): Lands {
  const { counts, draws, isTold } = base
  const shores = grouping(counts.place, counts.river, base.stream('river'))
  const basins = grouping(counts.river, counts.country, base.stream('country'))
  const founded = draws('founded', 640)
  const altitude = draws('altitude', 1480)
  const people = draws('population', 6000)
  const growth = draws('growth', 60)
  const length = draws('length', 1400)
  const area = draws('area', 90_000)
  const trade = base.picks('trade', trades)
  const tellsFounded = isTold('founded')
  const tellsAltitude = isTold('altitude')
  const river = (index: number): River => ({
    ...{ index, country: basins.ownerOf(index), lengthKm: 41 + length(index) },
  })

  return {
    river,
    place: remembered((index) => {
      const isTown = index % TOWN_EVERY === 0
      const on = shores.ownerOf(index)
      const population = (isTown ? 9000 : 300) + people(index) * (isTown ? 9 : 1)
      return {
        ...{ index, isTown, river: on, country: river(on).country, population },
        founded: tellsFounded(index) ? 940 + founded(index) : null,
        altitude: tellsAltitude(index) ? 12 + altitude(index) : null,
        trade: trade(index),
        oldPopulation: Math.floor((population * 100) / (115 + growth(index))),
      }
    }),
    country(index) {
      const towns = basins
        .membersOf(index)
        .flatMap((each) => shores.membersOf(each))
        .filter((each) => each % TOWN_EVERY === 0)
      const capital = towns.length > 0 ? Math.min(...towns) : null
      return { index, capital, areaKm2: 4100 + area(index) }
    },
    placesOn: shores.membersOf,
    riversOf: basins.membersOf,
  }
}
