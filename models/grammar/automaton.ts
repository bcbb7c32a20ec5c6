import { createRows, type Row } from './rows.ts'
import { createTerms, type Term, type Terms } from './terms.ts'

/** Terms and the moves between them, both made as they are asked for. */
export interface Automaton {
  readonly terms: Terms
  rowOf(term: Term): Row
  /** Where these bytes lead. */
  follow(from: Term, bytes: Uint8Array): Term
  accepts(term: Term, text: string): boolean
}

export function createAutomaton(): Automaton {
  const terms = createTerms()
  const rowOf = createRows(terms)
  const follow = (from: Term, bytes: Uint8Array): Term => {
    let term = from
    for (const byte of bytes) {
      const { classes, targets } = rowOf(term)
      term = targets[classes[byte] ?? 0] ?? terms.none
      if (term === terms.none) break
    }
    return term
  }
  return {
    terms,
    rowOf,
    follow,
    accepts: (term, text) =>
      isWellFormed(text) && follow(term, new TextEncoder().encode(text)).nullable,
  }
}

/** Whether UTF-8 can write it: half a surrogate pair is no character. */
export const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text)

/** UTF-8, one character for each byte. */
export const utf8Bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
