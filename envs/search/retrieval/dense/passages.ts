import { type Page, textOf } from '../../corpora/corpus.ts'

/** A word longer than this many characters counts as several: not every script has spaces. */
const CHARACTERS_A_WORD = 8

/**
 * A page in pieces of at most `words` words, each below the title: what an encoder takes at once. A page has
 * one at least.
 */
export function passagesOf(page: Page, words: number): readonly string[] {
  const head = page.title.trim()
  const pieces = inPieces(textOf(page), words)
  if (pieces.length === 0) return [head || page.id]
  return head === '' ? pieces : pieces.map((piece) => `${head}\n${piece}`)
}

/** A text in pieces of at most `words` words. */
export function inPieces(text: string, words: number): readonly string[] {
  const most = words * CHARACTERS_A_WORD
  const pieces: string[] = []
  let taken: string[] = []
  let length = 0
  const flush = () => {
    if (taken.length > 0) pieces.push(taken.join(' '))
    taken = []
    length = 0
  }
  for (const whole of text.split(/\s+/)) {
    for (let at = 0; at < whole.length; at += most) {
      const word = whole.slice(at, at + most)
      if (taken.length === words || length + word.length > most) flush()
      taken.push(word)
      length += word.length
    }
  }
  flush()
  return pieces
}
