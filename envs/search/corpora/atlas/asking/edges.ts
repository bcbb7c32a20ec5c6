import type { Ref } from '../world/entity.ts'
import { type EntityKind, TOWN_EVERY } from '../world/shares.ts'
import type { World } from '../world/world.ts'

/** A fact that leads from the page of one entity to another entity. */
export interface Edge {
  readonly from: EntityKind
  readonly to: EntityKind
  readonly fact: string
  /** null where there is none. */
  follow(world: World, index: number): number | null
  /** Noun phrases for where it leads to: "the author of X". */
  phrases(inner: string): readonly [string, ...string[]]
  ask(inner: string): readonly [string, ...string[]]
  state(from: string, to: string): string
}

const person = (world: World, index: number) => world.people.person(index)

export const edges: readonly Edge[] = [
  {
    ...{ from: 'person', to: 'place', fact: 'birthplace' },
    follow: (world, index) => person(world, index).birthplace,
    phrases: (x) => [`the birthplace of ${x}`, `the place where ${x} was born`],
    ask: (x) => [`Where was ${x} born?`, `What is the birthplace of ${x}?`],
    state: (a, b) => `${a} was born in ${b}.`,
  },
  {
    ...{ from: 'person', to: 'person', fact: 'teacher' },
    follow: (world, index) => person(world, index).teacher,
    phrases: (x) => [`the teacher of ${x}`, `the person who taught ${x}`],
    ask: (x) => [`Who taught ${x}?`, `Under whom did ${x} learn the trade?`],
    state: (a, b) => `${a} was taught by ${b}.`,
  },
  {
    ...{ from: 'person', to: 'person', fact: 'spouse' },
    follow: (world, index) => person(world, index).spouse,
    phrases: (x) => [`the spouse of ${x}`, `the person married to ${x}`],
    ask: (x) => [`To whom was ${x} married?`, `Who was the spouse of ${x}?`],
    state: (a, b) => `${a} was married to ${b}.`,
  },
  {
    ...{ from: 'person', to: 'place', fact: 'office' },
    follow: (world, index) =>
      person(world, index).role === 'politician' ? world.people.officeOf(index).place : null,
    phrases: (x) => [`the town of which ${x} became mayor`, `the town that chose ${x} as mayor`],
    ask: (x) => [`Of which town did ${x} become mayor?`],
    state: (a, b) => `${a} became mayor of ${b}.`,
  },
  {
    ...{ from: 'place', to: 'river', fact: 'river' },
    follow: (world, index) => world.lands.place(index).river,
    phrases: (x) => [`the river on which ${x} lies`, `the river that flows past ${x}`],
    ask: (x) => [`On which river does ${x} lie?`, `Which river flows past ${x}?`],
    state: (a, b) => `${a} lies on the ${b}.`,
  },
  {
    ...{ from: 'place', to: 'country', fact: 'country' },
    follow: (world, index) => world.lands.place(index).country,
    phrases: (x) => [`the country in which ${x} lies`, `the country of ${x}`],
    ask: (x) => [`In which country does ${x} lie?`],
    state: (a, b) => `${a} lies in ${b}.`,
  },
  {
    ...{ from: 'place', to: 'person', fact: 'mayor' },
    follow: (world, index) =>
      index % TOWN_EVERY === 0
        ? (world.people.mayorsOf(index / TOWN_EVERY).at(-1)?.person ?? null)
        : null,
    phrases: (x) => [`the present mayor of ${x}`],
    ask: (x) => [`Who is the present mayor of ${x}?`],
    state: (a, b) => `${b} is mayor of ${a}.`,
  },
  {
    ...{ from: 'work', to: 'person', fact: 'author' },
    follow: (world, index) => world.makings.work(index).author,
    phrases: (x) => [`the author of ${x}`, `the person who wrote ${x}`],
    ask: (x) => [`Who wrote ${x}?`, `Who is the author of ${x}?`],
    state: (a, b) => `${a} was written by ${b}.`,
  },
  {
    ...{ from: 'work', to: 'person', fact: 'translator' },
    follow: (world, index) => world.makings.work(index).translator,
    phrases: (x) => [`the translator of ${x}`, `the person who translated ${x}`],
    ask: (x) => [`Who translated ${x}?`],
    state: (a, b) => `${a} was translated by ${b}.`,
  },
  {
    ...{ from: 'work', to: 'place', fact: 'about' },
    follow: (world, index) => world.makings.work(index).about,
    phrases: (x) => [`the place that ${x} is about`],
    ask: (x) => [`Which place is ${x} about?`],
    state: (a, b) => `${a} is about ${b}.`,
  },
  {
    ...{ from: 'work', to: 'prize', fact: 'prize' },
    follow: (world, index) => world.makings.work(index).prize?.prize ?? null,
    phrases: (x) => [`the prize that ${x} won`],
    ask: (x) => [`Which prize did ${x} win?`],
    state: (a, b) => `${a} won the ${b}.`,
  },
  {
    ...{ from: 'event', to: 'place', fact: 'place' },
    follow: (world, index) => world.makings.event(index).place,
    phrases: (x) => [`the town where the ${x} took place`, `the town that saw the ${x}`],
    ask: (x) => [`Where did the ${x} take place?`, `Which town saw the ${x}?`],
    state: (a, b) => `The ${a} took place in ${b}.`,
  },
  {
    ...{ from: 'event', to: 'person', fact: 'leader' },
    follow: (world, index) => world.makings.event(index).leader,
    phrases: (x) => [`the leading figure of the ${x}`, `the person who led the ${x}`],
    ask: (x) => [`Who led the ${x}?`, `Who was the leading figure of the ${x}?`],
    state: (a, b) => `The ${a} was led by ${b}.`,
  },
  {
    ...{ from: 'structure', to: 'place', fact: 'place' },
    follow: (world, index) => world.makings.structure(index).place,
    phrases: (x) => [`the place where the ${x} stands`, `the place that has the ${x}`],
    ask: (x) => [`Where does the ${x} stand?`],
    state: (a, b) => `The ${a} stands in ${b}.`,
  },
  {
    ...{ from: 'structure', to: 'person', fact: 'designer' },
    follow: (world, index) => world.makings.structure(index).designer,
    phrases: (x) => [`the designer of the ${x}`, `the person who designed the ${x}`],
    ask: (x) => [`Who designed the ${x}?`],
    state: (a, b) => `The ${a} was designed by ${b}.`,
  },
  {
    ...{ from: 'river', to: 'country', fact: 'country' },
    follow: (world, index) => world.lands.river(index).country,
    phrases: (x) => [`the country through which ${x} runs`],
    ask: (x) => [`Through which country does ${x} run?`],
    state: (a, b) => `The ${a} runs through ${b}.`,
  },
  {
    ...{ from: 'country', to: 'place', fact: 'capital' },
    follow: (world, index) => world.lands.country(index).capital,
    phrases: (x) => [`the capital of ${x}`],
    ask: (x) => [`What is the capital of ${x}?`],
    state: (a, b) => `The capital of ${a} is ${b}.`,
  },
  {
    ...{ from: 'prize', to: 'place', fact: 'seat' },
    follow: (world, index) => world.makings.seatOf(index),
    phrases: (x) => [`the town where the jury of ${x} sits`],
    ask: (x) => [`In which town is ${x} given?`],
    state: (a, b) => `The ${a} is given in ${b}.`,
  },
]

export const edgesFrom = (kind: EntityKind): readonly Edge[] =>
  edges.filter(({ from }) => from === kind)

/** Where an edge leads from an entity; null where it does not. */
export function followed(world: World, { to, follow }: Edge, from: Ref): Ref | null {
  const index = follow(world, from.index)
  return index === null ? null : { kind: to, index }
}
