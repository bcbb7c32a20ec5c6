import type { Rng } from '../../../../../core/index.ts'
import { structuresOn } from '../pages/other.ts'
import type { Ref } from '../world/entity.ts'
import type { Subject, World } from '../world/world.ts'
import { walk } from './paths.ts'
import { anyOf, called, contentOf, type Hop, nameOf, type Poser } from './posed.ts'

/** Fewer are no count, and more do not fit into what can be cited. */
const COUNTED = { least: 2, most: 9 } as const

interface Counted {
  readonly things: readonly Ref[]
  readonly ask: (of: string) => string
  readonly hop: (thing: Ref) => Hop
}

/** What can be counted on one page about an entity; null where that is nothing, or too much. */
function countedOf(world: World, rng: Rng, of: Ref): Counted | null {
  const { makings, people } = world
  const hops =
    (fact: (thing: Ref) => string, verb: string, on?: Subject) =>
    (thing: Ref): Hop => ({
      ...{ from: of, fact: fact(thing), to: thing },
      statement: `${nameOf(world, of)} ${verb} ${nameOf(world, thing)}.`,
      ...(on ? { on } : {}),
    })
  const all = (kind: Ref['kind'], numbers: readonly number[]) =>
    numbers.map((index): Ref => ({ kind, index }))
  const role = of.kind === 'person' ? people.person(of.index).role : null
  if (role === 'author')
    return {
      things: all('work', makings.worksOf(of.index)),
      ask: (name) => `How many books did ${name} write?`,
      hop: hops(() => 'works', 'wrote'),
    }
  if (role === 'builder')
    return {
      things: all('structure', makings.structuresBy(of.index)),
      ask: (name) => `How many buildings, bridges and the like did ${name} design?`,
      hop: hops(() => 'structures', 'designed the'),
    }
  if (of.kind === 'river')
    return {
      things: all('structure', structuresOn({ world }, of.index)),
      ask: (name) => `How many buildings are listed for the valley of ${name}?`,
      hop: hops(({ index }) => `structure/${index}`, 'has on its banks the', {
        kind: 'list',
        index: of.index,
      }),
    }
  if (of.kind === 'place') {
    return {
      things: all('person', people.bornIn(of.index)),
      ask: (name) =>
        rng.pick([
          `How many people with an entry were born in ${name}?`,
          `How many natives of ${name} are listed?`,
        ]),
      hop: hops(() => 'natives', 'is the birthplace of'),
    }
  }
  return null
}

const counting = (world: World, rng: Rng, of: Ref) => {
  const counted = countedOf(world, rng, of)
  const count = counted?.things.length ?? 0
  if (counted === null || count < COUNTED.least || count > COUNTED.most) return null
  return { ...counted, answer: [String(count), numerals[count] ?? String(count)] }
}

const numerals = 'none one two three four five six seven eight nine'.split(' ')
const kinds: readonly Ref['kind'][] = ['person', 'person', 'person', 'place', 'river']

/** How many there are of something, on the page of what the question names, or on a list. */
export const count: Poser = (world, rng) => {
  const of = anyOf(world, rng, rng.pick(kinds))
  const counted = counting(world, rng, of)
  return (
    counted && {
      ...{ kind: 'counting', named: [of], about: contentOf(of), answer: counted.answer },
      text: counted.ask(called(world, rng, of)),
      hops: counted.things.map(counted.hop),
    }
  )
}

/** The same for what the question only describes. */
export const veiledCount: Poser = (world, rng) => {
  const path = walk(world, rng, 1)
  const counted = path && counting(world, rng, path.end)
  if (!path || !counted) return null
  return {
    ...{ kind: 'counting', named: [path.start], about: contentOf(path.end) },
    ...{ answer: counted.answer, text: counted.ask(path.phrase) },
    hops: [...path.hops, ...counted.things.map(counted.hop)],
  }
}
