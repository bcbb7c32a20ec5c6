import { analyze, termOf } from '../analyze.ts'
import { createVocabulary, type GrowingVocabulary } from './vocabulary.ts'

/** Reads texts as numbers of terms. */
export interface TermReader {
  /** Visits the terms of `analyze` in order, and gives how many there are. */
  read(text: string, visit: (term: number) => void): number
}

/** Words that are remembered with their terms. */
const MAX_WORDS = 2 ** 20
const STOP_WORD = -1
const APOSTROPHE = 39

/** 1 for the signs of words in lower case. */
const isWordSign = new Uint8Array(128)
for (const sign of 'abcdefghijklmnopqrstuvwxyz0123456789') isWordSign[sign.charCodeAt(0)] = 1

/**
 * `analyze` for a whole corpus, and faster: words of ASCII texts are looked up where they stand, and only
 * those that are new are cut out and stemmed.
 */
export function createTermReader(vocabulary: GrowingVocabulary, maxWords = MAX_WORDS): TermReader {
  let words = createVocabulary()
  let terms = new Int32Array(1024)

  const learn = (word: string): number => {
    const term = termOf(word)
    return term === '' ? STOP_WORD : vocabulary.add(term)
  }
  const termAt = (text: string, start: number, end: number): number => {
    if (words.size === maxWords) words = createVocabulary()
    const known = words.size
    const word = words.add(text, start, end)
    if (word < known) return terms[word] ?? STOP_WORD
    if (word === terms.length) {
      const longer = new Int32Array(2 * word)
      longer.set(terms)
      terms = longer
    }
    const term = learn(text.slice(start, end))
    terms[word] = term
    return term
  }
  const readAscii = (text: string, visit: (term: number) => void): number => {
    let count = 0
    for (let at = 0; at < text.length; at++) {
      if (isWordSign[text.charCodeAt(at)] !== 1) continue
      const start = at
      at = endOfWord(text, at)
      const term = termAt(text, start, at)
      if (term === STOP_WORD) continue
      visit(term)
      count++
    }
    return count
  }
  return {
    read(text, visit) {
      const lower = text.toLowerCase()
      if (!/\P{ASCII}/u.test(lower)) return readAscii(lower, visit)
      const all = analyze(text)
      for (const term of all) visit(vocabulary.add(term))
      return all.length
    },
  }
}

function endOfWord(text: string, start: number): number {
  let at = start + 1
  while (true) {
    if (isWordSign[text.charCodeAt(at)] === 1) at++
    else if (text.charCodeAt(at) === APOSTROPHE && isWordSign[text.charCodeAt(at + 1)] === 1) at++
    else return at
  }
}
