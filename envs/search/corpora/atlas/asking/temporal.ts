import type { Rng } from '../../../../../core/index.ts'
import { grouped, type Ref } from '../world/entity.ts'
import { type EntityKind, TOWN_EVERY } from '../world/shares.ts'
import type { World } from '../world/world.ts'
import { attribute, readingOf } from './attributes.ts'
import { edgesFrom } from './edges.ts'
import { along, anyOf, called, contentOf, type Hop, hopTo, nameOf, type Poser } from './posed.ts'

const anyTown = (world: World, rng: Rng): Ref => ({
  ...{ kind: 'place', index: rng.int(world.people.towns) * TOWN_EVERY },
})

/** Who was mayor in a year that is nobody's first or last. */
function mayorIn(world: World, town: Ref, year: number): { mayor: Ref; hop: Hop } | null {
  const terms = world.people.mayorsOf(town.index / TOWN_EVERY)
  const term = terms.findIndex(({ from, until }) => from < year && year < (until ?? year + 1))
  const found = terms[term]
  if (!found) return null
  const mayor: Ref = { kind: 'person', index: found.person }
  const years = found.until === null ? `since ${found.from}` : `${found.from} to ${found.until}`
  const statement = `${nameOf(world, mayor)} was mayor of ${nameOf(world, town)} (${years}).`
  return { mayor, hop: { from: town, fact: `mayor/${term}`, to: mayor, statement } }
}

/** A town as it was in a year: the mayor, from a list of them, or the inhabitants, from a page of that time. */
export const inYear: Poser = (world, rng) => {
  const town = anyTown(world, rng)
  const name = called(world, rng, town)
  const number = town.index / TOWN_EVERY
  const common = { kind: 'temporal', named: [town] } as const
  if (number < world.counts.gazetteer && rng.chance(0.3)) {
    const year = (world.people.mayorsOf(number)[1]?.from ?? 0) + 1
    const people = grouped(world.lands.place(town.index).oldPopulation)
    const statement = `In ${year} ${nameOf(world, town)} had ${people} inhabitants.`
    const on = { kind: 'gazetteer', index: number } as const
    return {
      ...{ ...common, about: contentOf(town), answer: [people, `${people} inhabitants`] },
      text: `How many inhabitants did ${name} have in ${year}?`,
      hops: [{ from: town, fact: 'old-population', to: people, statement, on }],
    }
  }
  const year = 1904 + rng.int(50)
  const held = mayorIn(world, town, year)
  if (held === null) return null
  return {
    ...{ ...common, about: contentOf(held.mayor), answer: held.mayor, hops: [held.hop] },
    text: rng.pick([
      `Who was mayor of ${name} in ${year}?`,
      `In ${year}, who was the mayor of ${name}?`,
    ]),
  }
}

/** What happened in a town in the time of one of its mayors. */
const moments: readonly {
  readonly kind: EntityKind
  /** What says where, and what says when. */
  readonly fact: string
  readonly when: string
  readonly phrase: (name: string) => string
}[] = [
  {
    ...{ kind: 'event', fact: 'place', when: 'day' },
    phrase: (x) => `the town where the ${x} took place, on the day it happened`,
  },
  {
    ...{ kind: 'structure', fact: 'place', when: 'built' },
    phrase: (x) => `the town where the ${x} stands, in the year of its completion`,
  },
  {
    ...{ kind: 'person', fact: 'birthplace', when: 'died' },
    phrase: (x) => `the birthplace of ${x}, in the year in which ${x} died`,
  },
]

function moment(world: World, rng: Rng) {
  const { kind, fact, when, phrase } = rng.pick(moments)
  const start = anyOf(world, rng, kind)
  const edge = edgesFrom(kind).find((each) => each.fact === fact)
  const place = edge && along(world, edge, start)
  const dated = attribute(kind, when)
  const read = readingOf(world, dated, start)
  if (!place || read === null || place.to.index % TOWN_EVERY !== 0) return null
  const held = mayorIn(world, place.to, Number(read.value.slice(-4)))
  if (held === null || held.mayor.index === start.index) return null
  const hops = [place.hop, hopTo(world, dated, start, read.value), held.hop]
  return { start, mayor: held.mayor, hops, phrase: phrase(called(world, rng, start)) }
}

/** Who was mayor when something happened. */
export const mayorWhen: Poser = (world, rng) => {
  const found = moment(world, rng)
  return (
    found && {
      ...{ kind: 'temporal', named: [found.start], about: contentOf(found.mayor) },
      ...{ answer: found.mayor, hops: found.hops },
      text: `Who was mayor of ${found.phrase}?`,
    }
  )
}

const wanted = ['birthplace', 'spouse'] as const

/** Something about the one who was mayor when something happened. */
export const aboutMayorWhen: Poser = (world, rng) => {
  const found = moment(world, rng)
  const fact = rng.pick<(typeof wanted)[number]>(wanted)
  const edge = edgesFrom('person').find((each) => each.fact === fact)
  const last = found && edge && along(world, edge, found.mayor)
  if (!found || !edge || !last) return null
  const whom = `the person who was mayor of ${found.phrase}`
  if (found.hops.some(({ to }) => typeof to !== 'string' && contentOf(to) === contentOf(last.to)))
    return null
  return {
    ...{ kind: 'temporal', named: [found.start], about: contentOf(last.to), answer: last.to },
    hops: [...found.hops, last.hop],
    text:
      fact === 'spouse' ? `Who was the spouse of ${whom}?` : `What is the birthplace of ${whom}?`,
  }
}

/** What an older page tells otherwise than a younger one: the younger one is right. */
export const conflict: Poser = (world, rng) => {
  if (rng.chance(0.5)) {
    const { subject } = world.notices.notice(rng.int(world.counts.notice))
    const asked = attribute(subject.kind, subject.kind === 'person' ? 'born' : 'year')
    const read = readingOf(world, asked, subject)
    if (read === null) return null
    return {
      ...{ kind: 'temporal', named: [subject], about: contentOf(subject), answer: read.forms },
      text: rng.pick(asked.ask(called(world, rng, subject))),
      hops: [hopTo(world, asked, subject, read.value)],
    }
  }
  const town: Ref = { kind: 'place', index: rng.int(world.counts.gazetteer) * TOWN_EVERY }
  const name = called(world, rng, town)
  const edge = edgesFrom('place').find(({ fact }) => fact === 'mayor')
  const mayor = edge && along(world, edge, town)
  if (mayor && rng.chance(0.5)) {
    return {
      ...{ kind: 'temporal', named: [town], about: contentOf(mayor.to), answer: mayor.to },
      text: `Who is mayor of ${name}, by the latest page that tells?`,
      hops: [mayor.hop],
    }
  }
  const people = grouped(world.lands.place(town.index).population)
  const statement = `${nameOf(world, town)} has ${people} inhabitants.`
  return {
    ...{ kind: 'temporal', named: [town], about: contentOf(town) },
    answer: [people, `${people} inhabitants`],
    text: `How many inhabitants does ${name} have, by the latest page that tells?`,
    hops: [{ from: town, fact: 'population', to: people, statement }],
  }
}
