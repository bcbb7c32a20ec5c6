import { stemmer } from 'stemmer'

/** Changes whenever a text gives other terms than before: an index that was built by another one is of no use. */
export const ANALYZER = 'english-porter-1'

/** What a query asks for. */
export interface Query {
  /** Distinct terms, with how often each was written. */
  readonly terms: ReadonlyMap<string, number>
  /** Terms that were written in quotes, in order: two or more each. */
  readonly phrases: readonly (readonly string[])[]
}

/** More would be no question: of a pasted book, what comes first counts. */
const MAX_TERMS = 1024
const MAX_PHRASES = 16
/** A word is cut there, so that no input keeps the stemmer busy. */
const MAX_WORD = 64
const MAX_REMEMBERED = 2 ** 17
/** V8 lets a piece of a text keep all of the text alive from this length on. */
const MIN_SLICE = 13

/** The 33 of Lucene's EnglishAnalyzer. */
const stopWords = new Set(
  (
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these ' +
    'they this to was will with'
  ).split(' '),
)

const WORD = /[a-z0-9]+(?:'[a-z0-9]+)*/g
/** Han and Hiragana are written without spaces: each sign is a word, as in Lucene's StandardTokenizer. */
const UNICODE_WORD =
  /[\p{sc=Han}\p{sc=Hiragana}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}])[\p{L}\p{N}\p{M}])+(?:'(?:(?![\p{sc=Han}\p{sc=Hiragana}])[\p{L}\p{N}\p{M}])+)*/gu
const QUOTED = /"([^"]*)"|“([^”]*)”/g

/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
  ...{ '’': "'", ʼ: "'", '＇': "'" },
}

/** Terms by word; an empty one is a stop word. */
const remembered = new Map<string, string>()

/** The terms of a text in order: words in lower case without accents and possessives, stop words left out, stemmed. */
export function analyze(text: string): string[] {
  const terms: string[] = []
  for (const word of wordsOf(text)) {
    const term = remembered.get(word) ?? remember(word)
    if (term !== '') terms.push(term)
  }
  return terms
}

/** Quotes are all the syntax that there is: operators and the rest are words, or nothing. */
export function analyzeQuery(query: string): Query {
  const terms = new Map<string, number>()
  for (const term of analyze(query)) {
    const count = terms.get(term)
    if (count !== undefined || terms.size < MAX_TERMS) terms.set(term, (count ?? 0) + 1)
  }
  const phrases = new Map<string, readonly string[]>()
  for (const [, straight, curly] of query.matchAll(QUOTED)) {
    const phrase = analyze(straight ?? curly ?? '')
    if (phrase.length >= 2 && phrase.every((term) => terms.has(term)))
      phrases.set(phrase.join(' '), phrase)
    if (phrases.size === MAX_PHRASES) break
  }
  return { terms, phrases: [...phrases.values()] }
}

function wordsOf(text: string): readonly string[] {
  const lower = text.toLowerCase()
  if (!/\P{ASCII}/u.test(lower)) return lower.match(WORD) ?? []
  const folded = lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[ßæœøłđðþı’ʼ＇]/g, (letter) => LETTERS[letter] ?? letter)
  return folded.match(UNICODE_WORD) ?? []
}

function remember(word: string): string {
  const term = termOf(word)
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(ownCopy(word), ownCopy(term))
  return term
}

/** The term of one word in lower case without accents; empty where it is a stop word. */
export function termOf(word: string): string {
  const cut = word.slice(0, MAX_WORD).replace(/'s$/, '')
  return stopWords.has(cut) ? '' : stemmer(cut)
}

const ownCopy = (text: string) => (text.length < MIN_SLICE ? text : Buffer.from(text).toString())
