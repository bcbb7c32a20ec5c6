import { drawOf } from '../arithmetic/mix.ts'
import { permutation } from '../arithmetic/permutation.ts'
import { type Language, languages } from './languages.ts'

/** Coined words by number: no two are alike, in whatever languages they are. */
export interface Lexicon {
  word(language: number, number: number): string
}

const shortWords = ({ onsets, vowels, medials, endings }: Language): number =>
  onsets.length * vowels.length * medials.length * endings.length

/** Consonants and vowels alternate and no two languages end alike, so that every word has one reading. */
function spell({ onsets, vowels, medials, endings }: Language, number: number): string {
  let rest = number
  const take = (sounds: readonly string[]): string => {
    const sound = sounds[rest % sounds.length] ?? ''
    rest = Math.floor(rest / sounds.length)
    return sound
  }
  const isLong = number >= shortWords({ onsets, vowels, medials, endings })
  if (isLong) rest -= shortWords({ onsets, vowels, medials, endings })
  const ending = take(endings)
  let word = take(onsets) + take(vowels) + take(medials)
  if (isLong) word += take(vowels) + take(medials)
  return word + ending
}

/** A lexicon of so many words a language; the fewer, the shorter they are. */
export function createLexicon(size: number, stream: number): Lexicon {
  // Few words are drawn from all short ones, so that they are not alike.
  const shuffled = permutation(Math.max(size, Math.min(...languages.map(shortWords))), stream)
  return {
    word(language, number) {
      const spelling = languages[language % languages.length] ?? languages[0]
      const word = spell(spelling, shuffled.at(number))
      return word.charAt(0).toUpperCase() + word.slice(1)
    },
  }
}

export const languageOf = (stream: number, value: number): number =>
  drawOf(stream, value, languages.length)

/** Letters that no coined word has, so that a transliteration is nobody else's name. */
const letters: Readonly<Record<string, string>> = {
  ...{ v: 'w', V: 'W', k: 'c', K: 'C', i: 'y', I: 'Y' },
}

/** The same name in another spelling; equal to it where no letter differs. */
export const transliterate = (name: string): string =>
  name.replace(/[vki]/gi, (letter) => letters[letter] ?? letter)
