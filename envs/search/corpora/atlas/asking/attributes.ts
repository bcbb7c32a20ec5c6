import { dayForms, grouped, type Ref } from '../world/entity.ts'
import type { EntityKind } from '../world/shares.ts'
import type { World } from '../world/world.ts'

/** A fact that is no entity: a year, a length, a trade. */
export interface Attribute {
  readonly of: EntityKind
  readonly fact: string
  /** The value in all its forms, as pages print it first; null where no page tells. */
  read(world: World, index: number): readonly string[] | null
  ask(inner: string): readonly [string, ...string[]]
  state(name: string, value: string): string
}

const measured = (value: number | null, ...units: readonly string[]) =>
  value === null ? null : [grouped(value), ...units.map((unit) => `${grouped(value)} ${unit}`)]
/** Heights are printed without a comma. */
const metric = (metres: number | null) =>
  metres === null ? null : [String(metres), `${metres} metres`, `${metres} m`]
const yearly = (year: number | null) => (year === null ? null : [String(year)])

export const attributes: readonly Attribute[] = [
  {
    ...{ of: 'person', fact: 'born' },
    read: (world, index) => yearly(world.people.person(index).born.year),
    ask: (x) => [`In which year was ${x} born?`, `What is the year of birth of ${x}?`],
    state: (name, value) => `${name} was born in ${value}.`,
  },
  {
    ...{ of: 'person', fact: 'died' },
    read: (world, index) => {
      const { died } = world.people.person(index)
      return died && dayForms(died)
    },
    ask: (x) => [`On which day did ${x} die?`, `What is the date of the death of ${x}?`],
    state: (name, value) => `${name} died on ${value}.`,
  },
  {
    ...{ of: 'place', fact: 'founded' },
    read: (world, index) => yearly(world.lands.place(index).founded),
    ask: (x) => [`In which year was ${x} founded?`],
    state: (name, value) => `${name} was founded in ${value}.`,
  },
  {
    ...{ of: 'place', fact: 'altitude' },
    read: (world, index) => metric(world.lands.place(index).altitude),
    ask: (x) => [`At what altitude, in metres, does ${x} lie?`],
    state: (name, value) => `${name} lies at an altitude of ${value} metres.`,
  },
  {
    ...{ of: 'place', fact: 'trade' },
    read: (world, index) => [world.lands.place(index).trade],
    ask: (x) => [`What is the main trade of ${x}?`, `By which trade does ${x} live?`],
    state: (name, value) => `${name} lives by ${value}.`,
  },
  {
    ...{ of: 'work', fact: 'year' },
    read: (world, index) => yearly(world.makings.work(index).year),
    ask: (x) => [`In which year did ${x} first appear?`, `When was ${x} first printed?`],
    state: (name, value) => `${name} first appeared in ${value}.`,
  },
  {
    ...{ of: 'event', fact: 'day' },
    read: (world, index) => dayForms(world.makings.event(index).day),
    ask: (x) => [`On which day did the ${x} take place?`],
    state: (name, value) => `The ${name} took place on ${value}.`,
  },
  {
    ...{ of: 'event', fact: 'attendance' },
    read: (world, index) => measured(world.makings.event(index).attendance, 'people'),
    ask: (x) => [`How many people took part in the ${x}?`],
    state: (name, value) => `${value} people took part in the ${name}.`,
  },
  {
    ...{ of: 'structure', fact: 'built' },
    read: (world, index) => yearly(world.makings.structure(index).year),
    ask: (x) => [`In which year was the ${x} completed?`],
    state: (name, value) => `The ${name} was completed in ${value}.`,
  },
  {
    ...{ of: 'structure', fact: 'metres' },
    read: (world, index) => metric(world.makings.structure(index).metres),
    ask: (x) => [`How many metres does the ${x} measure?`],
    state: (name, value) => `The ${name} measures ${value} metres.`,
  },
  {
    ...{ of: 'river', fact: 'length' },
    read: (world, index) => measured(world.lands.river(index).lengthKm, 'kilometres', 'km'),
    ask: (x) => [`How many kilometres long is ${x}?`],
    state: (name, value) => `The ${name} is ${value} kilometres long.`,
  },
  {
    ...{ of: 'river', fact: 'source' },
    read: (world, index) => {
      const name = world.naming.mountains(index)
      return [`${name} Mountains`, name]
    },
    ask: (x) => [`In which mountains does ${x} rise?`],
    state: (name, value) => `The ${name} rises in the ${value}.`,
  },
  {
    ...{ of: 'country', fact: 'area' },
    read: (world, index) =>
      measured(world.lands.country(index).areaKm2, 'square kilometres', 'km²'),
    ask: (x) => [`How many square kilometres does ${x} cover?`],
    state: (name, value) => `${name} covers ${value} square kilometres.`,
  },
  {
    ...{ of: 'prize', fact: 'amount' },
    read: (world, index) => measured(world.makings.amountOf(index), 'crowns'),
    ask: (x) => [`How many crowns is ${x} worth?`],
    state: (name, value) => `The ${name} is worth ${value} crowns.`,
  },
]

export const attributesOf = (kind: EntityKind): readonly Attribute[] =>
  attributes.filter((attribute) => attribute.of === kind)

export const attribute = (of: EntityKind, fact: string): Attribute => {
  const found = attributesOf(of).find((each) => each.fact === fact)
  if (!found) throw new Error(`A ${of} has no ${fact}`)
  return found
}

/** The first form of a value, as a page prints it; null where no page tells. */
export const readingOf = (world: World, { fact, read }: Attribute, { index }: Ref) => {
  const forms = read(world, index)
  return forms === null ? null : { fact, forms, value: forms[0] ?? '' }
}
