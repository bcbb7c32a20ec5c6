import { permutation } from '../arithmetic/permutation.ts'
import { remembered } from '../arithmetic/remembered.ts'
import { languages } from '../language/languages.ts'
import { createLexicon, languageOf, transliterate } from '../language/lexicon.ts'
import type { Base } from './base.ts'
import type { Names, Ref } from './entity.ts'
import type { Lands } from './lands.ts'
import type { Makings } from './makings.ts'
import type { People } from './people.ts'

export interface Naming {
  names(ref: Ref): Names
  /** People of the surname with this number: pages about bearers count them from 0. */
  bearersOf(surname: number): { readonly name: string; readonly people: readonly number[] }
  surnameNumberOf(person: number): number
  mountains(river: number): string
  /** A name that is nobody's. */
  decoy(number: number): string
}

const GIVEN = 48
/** People of one surname, on average. */
const BEARERS = 3
export const DECOYS = 512

const epithets = (
  'Heron Lantern Otter Anvil Falcon Ferryman Nightingale Miller Badger Candle Weaver Lark Compass ' +
  'Thistle Raven Hourglass Swallow Archer Kestrel Bell Marten Rook Plough Needle Owl Stork Shepherd ' +
  'Fox Cooper Wren Pilgrim Hammer Lynx Sparrow Tinker Willow Crane Mole Drummer Finch'
).split(' ')
const eventTypes = [
  ...[
    ['Rising', 'Revolt'],
    ['Congress', 'Convention'],
    ['Fire', 'Blaze'],
    ['Flood', 'Inundation'],
  ],
  ...[
    ['Fair', 'Exhibition'],
    ['Strike', 'Walkout'],
    ['Regatta', 'Boat Race'],
    ['Tournament', 'Games'],
  ],
] as const
const nouns = [
  ...(['Lantern', 'Orchard', 'Ledger', 'Mirror', 'Harbour', 'Garden', 'Winter', 'Keys'] as const),
  ...(['Shadow', 'Bridge-Keeper', 'Daughters', 'Voyage', 'Silence', 'Bells'] as const),
] as readonly string[] as readonly [string, ...string[]]
const titles = [
  (noun: string, word: string) => `The ${noun} of ${word}`,
  (noun: string, word: string) => `${word} and the ${noun}`,
  (noun: string, word: string) => `The ${word} ${noun}`,
  (_: string, word: string) => `Letters from ${word}`,
  (_: string, word: string) => `On the Road to ${word}`,
] as const
const realms = ['the Republic of', 'the Kingdom of', 'the Duchy of', 'the League of'] as const

/** Names of everything, from the number alone: each has words of its own in the lexicon. */
export function createNaming(base: Base, people: People, lands: Lands, makings: Makings): Naming {
  const { counts, draws, picks } = base
  const surnames = Math.max(counts.bearers, Math.ceil(counts.person / BEARERS))
  const sizes = {
    ...{ given: GIVEN, surname: surnames, place: counts.place, oldPlace: counts.place },
    ...{ river: counts.river, mountains: counts.river, country: counts.country },
    ...{ work: counts.work, original: counts.work, event: counts.event },
    ...{ structure: counts.structure, prize: counts.prize, penName: counts.person, decoy: DECOYS },
  }
  const starts = new Map<string, number>()
  let total = 0
  for (const [name, size] of Object.entries(sizes)) {
    starts.set(name, total)
    total += size
  }
  const lexicon = createLexicon(total, base.stream('lexicon'))
  const word = (range: keyof typeof sizes, number: number, language: number) =>
    lexicon.word(language, (starts.get(range) ?? 0) + number)
  const anyLanguage = base.stream('language')
  const coined = (range: keyof typeof sizes, number: number) =>
    word(range, number, languageOf(anyLanguage ^ (starts.get(range) ?? 0), number))

  const fullNames = permutation(GIVEN * surnames, base.stream('full names'))
  const surname = (number: number) => word('surname', number, number % languages.length)
  const surnameNumberOf = (person: number) => Math.floor(fullNames.at(person) / GIVEN)
  const personName = (index: number) => {
    const number = surnameNumberOf(index)
    const given = word('given', fullNames.at(index) % GIVEN, number % languages.length)
    return `${given} ${surname(number)}`
  }

  const chance = draws('alias', 100)
  const spelling = draws('spelling', 100)
  const epithet = draws('epithet', epithets.length)
  const noun = picks('noun', nouns)
  const title = picks('title', titles)
  const realm = picks('realm', realms)

  const spelt = (name: string, index: number, percent: number): readonly string[] => {
    const other = transliterate(name)
    return other !== name && spelling(index) < percent ? [other] : []
  }
  const penName = (index: number) =>
    people.person(index).role === 'author' && chance(index) >= 40 ? [coined('penName', index)] : []
  function nickname(index: number): readonly string[] {
    if (chance(index) >= 45) return []
    const { birthplace } = people.person(index)
    const place = people.bornIn(birthplace).indexOf(index)
    const chosen = epithets[(epithet(birthplace) + place) % epithets.length]
    // So many natives that the epithets do not suffice: the rest go without.
    if (place >= epithets.length) return []
    return [`the ${chosen} of ${placeName(birthplace)}`]
  }
  const placeName = (index: number) => word('place', index, lands.place(index).country)

  const byKind: Readonly<Record<Ref['kind'], (index: number) => Names>> = {
    person(index) {
      const name = personName(index)
      return { name, aliases: [...nickname(index), ...penName(index), ...spelt(name, index, 30)] }
    },
    place(index) {
      const name = placeName(index)
      const old =
        chance(index) < 40 ? [word('oldPlace', index, lands.place(index).country + 1)] : []
      return { name, aliases: [...old, ...spelt(name, index, 30)] }
    },
    river(index) {
      const name = word('river', index, lands.river(index).country)
      return { name, aliases: spelt(name, index, 50) }
    },
    country(index) {
      const name = word('country', index, index)
      return { name, aliases: [`${realm(index)} ${name}`] }
    },
    work(index) {
      const name = title(index)(noun(index), coined('work', index))
      return { name, aliases: chance(index) < 45 ? [coined('original', index)] : [] }
    },
    event(index) {
      const own = coined('event', index)
      const { type: number } = makings.event(index)
      const [type, synonym] = eventTypes[number % eventTypes.length] ?? eventTypes[0]
      const other = [`${own} ${synonym}`]
      return { name: `${own} ${type}`, aliases: chance(index) < 60 ? other : [] }
    },
    structure(index) {
      const name = `${coined('structure', index)} ${makings.structure(index).type}`
      return { name, aliases: spelt(name, index, 40) }
    },
    prize(index) {
      const own = coined('prize', index)
      return { name: `${own} Medal`, aliases: chance(index) < 60 ? [`${own} Prize`] : [] }
    },
  }
  const known = {
    ...{ person: remembered(byKind.person), place: remembered(byKind.place) },
    ...{ work: remembered(byKind.work), event: remembered(byKind.event) },
    ...{ structure: remembered(byKind.structure), river: remembered(byKind.river) },
    ...{ country: remembered(byKind.country), prize: remembered(byKind.prize) },
  }
  return {
    names: ({ kind, index }) => known[kind](index),
    surnameNumberOf,
    bearersOf: (number) => ({
      name: surname(number),
      people: Array.from({ length: GIVEN }, (_, given) => fullNames.back(number * GIVEN + given))
        .filter((person) => person < counts.person)
        .sort((one, other) => one - other),
    }),
    mountains: (river) => word('mountains', river, lands.river(river).country),
    decoy: (number) => coined('decoy', number % DECOYS),
  }
}
