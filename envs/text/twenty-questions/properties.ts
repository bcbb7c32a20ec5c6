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
const MEASURES = ['ant', 'apple', 'cat', 'person', 'horse', 'elephant']

const ALIASES: Readonly<Record<string, string>> = {
  living: 'alive,living being,organism,creature',
  food: 'edible,eat,eaten,eatable,people eat,be eaten,food item',
  animal: 'animals,beast',
  drink: 'drinkable,beverage,drunk',
  clothing: 'clothes,garment,accessory',
  machine: 'device,appliance,gadget',
  instrument: 'musical instrument,musical,play music,make music,makes music',
  vehicle: 'transport,means transport,travel',
  furniture: 'piece furniture',
  grey: 'gray',
  metal: 'metallic,steel,iron',
  wood: 'wooden',
  cloth: 'fabric,textile',
  house: 'home,indoors,inside,room,living room',
  sea: 'ocean,saltwater',
  mountains: 'mountain',
  street: 'road,city,town,outside house',
  forest: 'woods',
  legs: 'leg,four legs,4 legs,walk legs',
  pet: 'kept pet,pets',
  loud: 'noisy,noise,make noise,makes noise,sound,make sound',
  quiet: 'silent',
  swims: 'swim,float,floats,swimming',
  flies: 'fly,flying,wings',
  jumps: 'jump,bounce,bounces,jumping,hop',
  climbs: 'climb,climbing',
  hunts: 'hunt,predator,carnivore,eat animals,eat meat,hunter',
  dangerous: 'danger,dangerous people,deadly',
  horns: 'horn,antlers',
  ridden: 'ride,rideable,be ridden,people ride',
  wool: 'woollen,woolly,woolen',
  striped: 'stripes,stripe',
  spotted: 'spots,dots,spot',
  stings: 'sting,bite,bites',
  tall: 'high',
  evergreen: 'always green',
  smells: 'smell,scent,fragrant',
  thorns: 'thorn,spines,prickly',
  sour: 'acid,acidic',
  sharp: 'cut,cuts,blade',
  round: 'circular,spherical,ball shaped',
  liquid: 'fluid,wet',
  hot: 'warm,gets hot',
  cold: 'cool',
  baked: 'bake',
  writes: 'write,writing,draw',
  soft: 'cuddly',
  wheels: 'wheel',
  engine: 'motor',
  worn: 'wear,wearable,be worn,people wear',
  electric: 'electricity,electrical,electronic,electronics,plug,battery',
}

function collected(
  group: Property['group'],
  valuesOf: (thing: Thing) => readonly string[],
  said: (value: string) => string = (value) => value,
): Property[] {
  const values = new Set(THINGS.flatMap(valuesOf))
  values.delete('-')
  return [...values].map((value) => ({
    name: said(value),
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
  ...collected(
    'kind',
    ({ kinds }) => kinds,
    (kind) => (kind === 'living' ? 'living thing' : kind),
  ),
  ...sizes,
  ...collected('colour', ({ colour }) => [colour]),
  ...collected('material', ({ material }) => [material]),
  ...collected('place', ({ place }) => [place]),
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
