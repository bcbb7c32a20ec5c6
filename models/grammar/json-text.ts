import { utf8Bytes } from './automaton.ts'
import { ANY_CHARACTER, intersect, type Ranges } from './code-points.ts'
import { type Alphabet, WITHOUT_PAIRS } from './from-pattern.ts'
import type { Term, Terms } from './terms.ts'

/** What a JSON string holds as it is. */
const PLAIN: Ranges = intersect(ANY_CHARACTER, [
  [0x20, 0x21],
  [0x23, 0x5b],
  [0x5d, 0x10ffff],
])
const ESCAPED: Ranges = [
  [0x00, 0x1f],
  [0x22, 0x22],
  [0x5c, 0x5c],
]

/** Characters as `JSON.stringify` writes them, so that no text has two writings. */
export function jsonAlphabet(terms: Terms): Alphabet {
  const characters = (set: Ranges): Term => {
    const escapes = intersect(set, ESCAPED).flatMap(([low, high]) =>
      Array.from({ length: high - low + 1 }, (_, i) =>
        terms.literal(JSON.stringify(String.fromCharCode(low + i)).slice(1, -1)),
      ),
    )
    return terms.choice([terms.characters(intersect(set, PLAIN)), ...escapes])
  }
  return {
    characters,
    all: terms.universe(characters(ANY_CHARACTER)),
    widest: WITHOUT_PAIRS,
  }
}

/** Characters as they are; patterns are read as with the flag `u`. */
export function plainAlphabet(terms: Terms): Alphabet {
  return {
    characters: terms.characters,
    all: terms.universe(terms.characters(ANY_CHARACTER)),
    widest: ANY_CHARACTER,
  }
}

export const jsonLiteral = (terms: Terms, value: unknown): Term =>
  terms.literal(utf8Bytes(JSON.stringify(value) ?? 'null'))
