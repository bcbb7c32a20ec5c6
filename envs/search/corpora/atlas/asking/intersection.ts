import type { Rng } from '../../../../../core/index.ts'
import type { Ref } from '../world/entity.ts'
import { TOWN_EVERY } from '../world/shares.ts'
import type { World } from '../world/world.ts'
import { edgesFrom } from './edges.ts'
import {
  along,
  anyOf,
  called,
  contentOf,
  type Hop,
  nameOf,
  type Posed,
  type Poser,
} from './posed.ts'

/** Something a person made, in words that fit more than one thing. */
interface Feat {
  readonly maker: Ref
  readonly made: Ref
  /** "wrote a book about the tides". */
  readonly phrase: string
  /** That it is such a thing. */
  readonly sort: Hop
  /** Whether somebody else did such a thing as well. */
  readonly isShared: (person: number) => boolean
}

function featOf(world: World, rng: Rng): Feat | null {
  const { makings } = world
  if (rng.chance(0.6)) {
    const made = anyOf(world, rng, 'work')
    const { author, topic, about } = makings.work(made.index)
    if (about !== null) return null
    const isSuch = (index: number) => {
      const work = makings.work(index)
      return work.about === null && work.topic === topic
    }
    return {
      ...{ made, maker: { kind: 'person', index: author } },
      phrase: `wrote a book about ${topic}`,
      sort: {
        ...{ from: made, fact: 'topic', to: topic },
        statement: `${nameOf(world, made)} deals with ${topic}.`,
      },
      isShared: (person) =>
        world.people.person(person).role === 'author' && makings.worksOf(person).some(isSuch),
    }
  }
  const made = anyOf(world, rng, 'structure')
  const { designer, year } = makings.structure(made.index)
  const [from, to] = [year - (year % 20), year - (year % 20) + 20]
  const isSuch = (index: number) => {
    const structure = makings.structure(index)
    return structure.year >= from && structure.year < to
  }
  return {
    ...{ made, maker: { kind: 'person', index: designer } },
    phrase: `designed something that was completed in ${from} or later, but before ${to}`,
    sort: {
      ...{ from: made, fact: 'built', to: String(year) },
      statement: `The ${nameOf(world, made)} was completed in ${year}.`,
    },
    isShared: (person) =>
      world.people.person(person).role === 'builder' && makings.structuresBy(person).some(isSuch),
  }
}

/** Who was born in a place and made a thing of a sort: the only native who did. */
function nativeWho(world: World, rng: Rng): (Omit<Posed, 'text'> & Feat & { home: Ref }) | null {
  const feat = featOf(world, rng)
  const born = edgesFrom('person').find(({ fact }) => fact === 'birthplace')
  const home = feat && born && along(world, born, feat.maker)
  const made =
    feat &&
    edgesFrom(feat.made.kind).find(({ to, fact }) => to === 'person' && fact !== 'translator')
  const making = made && along(world, made, feat.made)
  if (!feat || !home || !making) return null
  const others = world.people.bornIn(home.to.index).filter((index) => index !== feat.maker.index)
  if (others.some(feat.isShared)) return null
  return {
    ...feat,
    ...{ home: home.to, kind: 'intersection', about: contentOf(feat.maker), answer: feat.maker },
    ...{ named: [home.to], hops: [feat.sort, making.hop, home.hop] },
  }
}

/** Two conditions, of which one stands on another page. */
export const intersection: Poser = (world, rng) => {
  const found = nativeWho(world, rng)
  if (found === null) return null
  const home = called(world, rng, found.home)
  const asks = [
    `Which person born in ${home} ${found.phrase}?`,
    `Who ${found.phrase} and was born in ${home}?`,
  ]
  return { ...found, text: rng.pick(asks) }
}

/** The same, the birthplace told by what happened or stands there. */
export const veiledIntersection: Poser = (world, rng) => {
  const found = nativeWho(world, rng)
  if (found === null) return null
  const { home } = found
  const { makings } = world
  const structures = makings.structuresIn(home.index)
  const events = home.index % TOWN_EVERY === 0 ? makings.eventsIn(home.index / TOWN_EVERY) : []
  const marks: readonly Ref[] = [
    ...structures.map((index): Ref => ({ kind: 'structure', index })),
    ...events.map((index): Ref => ({ kind: 'event', index })),
  ].filter(({ kind, index }) => kind !== found.made.kind || index !== found.made.index)
  if (marks.length === 0) return null
  const mark = rng.pick(marks)
  const edge = edgesFrom(mark.kind).find(({ fact }) => fact === 'place')
  const place = edge && along(world, edge, mark)
  if (!edge || !place) return null
  const there = rng.pick(edge.phrases(called(world, rng, mark)))
  return {
    ...{ ...found, named: [mark], hops: [place.hop, ...found.hops] },
    text: `Which person born in ${there} ${found.phrase}?`,
  }
}
