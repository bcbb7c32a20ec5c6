import { THINGS, type Thing } from './things.ts'

/** What can be asked about: true or false of every thing. */
interface Property {
  readonly name: string
  readonly group: 'kind' | 'size' | 'colour' | 'material' | 'place' | 'trait'
  /** How it is said elsewhere, as a question without its small words. */
  readonly aliases: readonly string[]
  readonly holds: (thing: Thing) => boolean
}

/** In a size of its own each, the last aside: nothing is bigger. */
const MEASURES = ['ant', 'cherry', 'apple', 'cat', 'dog', 'person', 'lion', 'horse', 'elephant']

/** Traits that the table has shorter names for. */
const NAMES: Readonly<Record<string, string>> = {
  living: 'living thing',
  'two-legs': 'two legs',
  'four-legs': 'four legs',
  'six-legs': 'six legs',
  climbs: 'climbs trees',
  eggs: 'lays eggs',
  beast: 'dangerous animal',
  pet: 'common pet',
  seat: 'for sitting on',
  sleeping: 'for sleeping in',
  smells: 'strong smell',
  hot: 'hot in use',
  rails: 'railway',
}

/** What means the same, and nothing more. */
const ALIASES: Readonly<Record<string, string>> = {
  living: 'alive,organism,living being',
  food: 'food item',
  edible: 'eat,eaten,eatable,people eat,be eaten,eaten by people',
  animal: 'animals',
  drink: 'drinkable,beverage,drunk',
  clothing: 'clothes,garment',
  device: 'gadget',
  instrument: 'musical instrument,play music,make music,makes music',
  vehicle: 'means transport',
  boat: 'watercraft',
  furniture: 'piece furniture',
  grey: 'gray',
  wood: 'wooden',
  metal: 'metallic',
  cloth: 'fabric,textile',
  china: 'porcelain,ceramic',
  wool: 'woollen,woolen',
  house: 'home',
  sea: 'ocean',
  ice: 'icy',
  mountains: 'mountain',
  street: 'road',
  forest: 'woods',
  rails: 'railroad',
  legs: 'leg',
  'two-legs': '2 legs',
  'four-legs': '4 legs',
  'six-legs': '6 legs',
  wings: 'wing',
  tail: 'tails',
  fur: 'furry',
  hooves: 'hoof,hoofs',
  shell: 'shells',
  pet: 'pet,kept pet,pets',
  loud: 'noisy',
  swims: 'swim,swimming',
  flies: 'fly,flying',
  climbs: 'climb trees',
  eggs: 'lay eggs',
  hunts: 'hunt,predator,hunter',
  beast: 'dangerous wild animal',
  horns: 'horn,antlers',
  ridden: 'ride,rideable,be ridden,people ride',
  striped: 'stripes,stripe',
  spotted: 'spots,spot',
  stings: 'sting',
  evergreen: 'always green',
  smells: 'smell strongly,strong scent,fragrant',
  thorns: 'thorn,spines,prickly',
  cuts: 'cut,cutting',
  round: 'round shape',
  liquid: 'fluid',
  hot: 'hot,gets hot,get hot,served hot',
  baked: 'bake',
  writes: 'write,writing',
  strings: 'string,stringed',
  wheels: 'wheel',
  engine: 'motor',
  worn: 'wear,wearable,be worn,people wear',
  seat: 'sitting,sit,seat',
  sleeping: 'sleeping,sleep,sleep in',
  electric: 'electricity,electrical,electronic,uses electricity',
}

function collected(
  group: Property['group'],
  valuesOf: (thing: Thing) => readonly string[],
): Property[] {
  return [...new Set(THINGS.flatMap(valuesOf))].map((value) => ({
    name: NAMES[value] ?? value,
    group,
    aliases: [value, ...(ALIASES[value]?.split(',') ?? [])],
    holds: (thing) => valuesOf(thing).includes(value),
  }))
}

const sizes = MEASURES.map(
  (measure, index): Property => ({
    name: `bigger than ${/^[aeo]/.test(measure) ? 'an' : 'a'} ${measure}`,
    group: 'size',
    aliases: [],
    holds: ({ size }) => size > index + 1,
  }),
)

/** Every property, in a fixed order. */
export const PROPERTIES: readonly Property[] = [
  ...collected('kind', ({ kinds }) => kinds),
  ...sizes,
  ...collected('colour', ({ colours }) => colours),
  ...collected('material', ({ materials }) => materials),
  ...collected('place', ({ places }) => places),
  ...collected('trait', ({ traits }) => traits),
]

const ORDER = PROPERTIES.map((_, index) => index)
const named = new Map<string, number[]>()
for (const index of ORDER) {
  for (const alias of new Set([
    PROPERTIES[index]?.name ?? '',
    ...(PROPERTIES[index]?.aliases ?? []),
  ])) {
    named.set(alias, [...(named.get(alias) ?? []), index])
  }
}

/** The properties a phrase without its small words names, the likeliest first. */
export function propertiesOf(phrase: string): readonly number[] {
  return named.get(phrase) ?? named.get(phrase.replace(/s$/, '')) ?? []
}

/** The property that is true of what is bigger than a size. */
export function biggerThan(size: number): number | undefined {
  const index = PROPERTIES.findIndex(({ group }) => group === 'size') + size - 1
  return size >= 1 && size <= MEASURES.length ? index : undefined
}

/** The size of what is named in "bigger than a ...". */
export function sizeOf(name: string): number | undefined {
  const measure = MEASURES.indexOf(name)
  return measure >= 0 ? measure + 1 : THINGS.find((thing) => thing.name === name)?.size
}

const truths = PROPERTIES.map(({ holds }) => THINGS.map(holds))

/** Whether a property holds of a thing, both by number. */
export function holds(property: number, thing: number): boolean {
  return truths[property]?.[thing] === true
}
