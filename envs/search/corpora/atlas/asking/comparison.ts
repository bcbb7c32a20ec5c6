import { isSame, type Ref } from '../world/entity.ts'
import type { World } from '../world/world.ts'
import { type Attribute, attribute, readingOf } from './attributes.ts'
import { edgesFrom } from './edges.ts'
import { along, anyOf, called, contentOf, hopTo, type Poser } from './posed.ts'

const numberIn = (text: string): number => Number(text.replace(/\D/g, ''))

/** The hops that say what an entity belongs to, and how large (old, high) it is. */
function measured(world: World, hub: string, { fact, of }: Attribute, ref: Ref) {
  const edge = edgesFrom(of).find((each) => each.fact === hub)
  const belongs = edge && along(world, edge, ref)
  const read = readingOf(world, attribute(of, fact), ref)
  if (!belongs || read === null) return null
  const value = hopTo(world, attribute(of, fact), ref, read.value)
  return { ref, number: numberIn(read.value), hub: belongs.to, hops: [belongs.hop, value] }
}

interface Pairing {
  readonly hub: string
  readonly fact: string
  readonly kind: 'work' | 'structure' | 'place'
  readonly others: (world: World, hub: Ref) => readonly number[]
  readonly ask: (one: string, other: string) => string
}

const pairings: readonly [Pairing, ...Pairing[]] = [
  {
    ...{ hub: 'author', fact: 'year', kind: 'work' },
    others: ({ makings }, { index }) => makings.worksOf(index),
    ask: (one, other) =>
      `${one} and ${other} are by the same hand: how many years lie between their first editions?`,
  },
  {
    ...{ hub: 'designer', fact: 'built', kind: 'structure' },
    others: ({ makings }, { index }) => makings.structuresBy(index),
    ask: (one, other) =>
      `The ${one} and the ${other} have the same designer: how many years lie between their completion?`,
  },
  {
    ...{ hub: 'river', fact: 'founded', kind: 'place' },
    others: ({ lands }, { index }) => lands.placesOn(index),
    ask: (one, other) =>
      `How many years lie between the foundation of ${one} and that of ${other}, which lie on the same river?`,
  },
  {
    ...{ hub: 'river', fact: 'altitude', kind: 'place' },
    others: ({ lands }, { index }) => lands.placesOn(index),
    ask: (one, other) =>
      `${one} and ${other} lie on the same river: by how many metres do their altitudes differ?`,
  },
]

/** How far two named things of one origin are apart: the answer stands on no page. */
export const difference: Poser = (world, rng) => {
  const { hub, fact, kind, others, ask } = rng.pick(pairings)
  const sized = (ref: Ref) => measured(world, hub, attribute(kind, fact), ref)
  const one = sized(anyOf(world, rng, kind))
  if (one === null) return null
  const rest = others(world, one.hub).filter((index) => index !== one.ref.index)
  if (rest.length === 0) return null
  const other = sized({ kind, index: rng.pick(rest) })
  if (other === null || other.number === one.number) return null
  const apart = Math.abs(one.number - other.number)
  const unit = fact === 'altitude' ? 'metres' : 'years'
  const [first = '', second = ''] = [one, other].map(({ ref }) => contentOf(ref)).sort()
  return {
    ...{ kind: 'comparison', named: [one.ref, other.ref], about: `${first} ${second}` },
    text: ask(called(world, rng, one.ref), called(world, rng, other.ref)),
    answer: [String(apart), `${apart} ${unit}`],
    hops: [...one.hops, ...other.hops],
  }
}

interface Contest {
  readonly fact: 'founded' | 'altitude'
  readonly asks: readonly [string, ...string[]]
  readonly wins: (one: number, other: number) => boolean
}
const contests: readonly [Contest, ...Contest[]] = [
  {
    fact: 'founded',
    asks: ['Which of these places is older?', 'Which of these places was founded first?'],
    wins: (one, other) => one < other,
  },
  {
    fact: 'founded',
    asks: ['Which of these places was founded later?'],
    wins: (one, other) => one > other,
  },
  {
    fact: 'altitude',
    asks: ['Which of these places lies higher?'],
    wins: (one, other) => one > other,
  },
  {
    fact: 'altitude',
    asks: ['Which of these places lies lower?'],
    wins: (one, other) => one < other,
  },
]

/** Which of the birthplaces of two people comes first in something; both lie on one river. */
export const contest: Poser = (world, rng) => {
  const { fact, asks, wins } = rng.pick(contests)
  const side = (person: Ref) => {
    const born = edgesFrom('person').find((edge) => edge.fact === 'birthplace')
    const home = born && along(world, born, person)
    const size = home && measured(world, 'river', attribute('place', fact), home.to)
    return home && size ? { person, size, hops: [home.hop, ...size.hops] } : null
  }
  const one = side(anyOf(world, rng, 'person'))
  if (one === null) return null
  const natives = world.lands
    .placesOn(one.size.hub.index)
    .flatMap((place) => world.people.bornIn(place))
  const other = side({ kind: 'person', index: rng.pick(natives) })
  if (other === null || isSame(one.size.ref, other.size.ref)) return null
  if (one.size.number === other.size.number) return null
  const isFirst = wins(one.size.number, other.size.number)
  const [winner, loser] = isFirst ? [one, other] : [other, one]
  const [a, b] = [one, other].map(({ person }) => called(world, rng, person))
  return {
    ...{ kind: 'comparison', named: [one.person, other.person], answer: winner.size.ref },
    about: contentOf(winner.size.ref),
    text: `${a} and ${b} were born in different places on the same river. ${rng.pick(asks)}`,
    hops: [...loser.hops, ...winner.hops],
  }
}
