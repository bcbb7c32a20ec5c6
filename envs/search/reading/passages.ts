/** A piece of a page around something. */
export interface Passage {
  /** Offset of the piece in the text. */
  readonly at: number
  readonly text: string
}

const AROUND = 120

/** Where a text has a phrase, upper and lower case alike, white space as it comes; pieces do not overlap. */
export function passagesOf(text: string, phrase: string, most: number): readonly Passage[] {
  const words = phrase.split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return []
  const pattern = new RegExp(words.map(escaped).join('\\s+'), 'giu')
  const passages: Passage[] = []
  let end = -1
  for (const match of text.matchAll(pattern)) {
    if (match.index < end) continue
    const from = wordStart(text, match.index - AROUND)
    end = wordEnd(text, match.index + match[0].length + AROUND)
    passages.push({ at: from, text: text.slice(from, end) })
    if (passages.length === most) break
  }
  return passages
}

function wordStart(text: string, at: number): number {
  if (at <= 0) return 0
  const space = text.indexOf(' ', at)
  return space === -1 || space > at + AROUND / 2 ? at : space + 1
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.lastIndexOf(' ', at)
  return space < at - AROUND / 2 ? at : space
}

const escaped = (word: string) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const SNIPPET = 200

/** The stretch of a text that has most words of a query; its beginning where it has none. */
export function snippetOf(text: string, query: string): string {
  const flat = text.slice(0, 20_000).replace(/\s+/g, ' ').trim()
  const wanted = new Set(lettersOf(query).filter((word) => word.length > 2))
  let best = { score: 0, at: 0 }
  for (const sentence of flat.matchAll(/[^.!?]+[.!?]*\s*/g)) {
    const score = new Set(lettersOf(sentence[0]).filter((word) => wanted.has(word))).size
    if (score > best.score) best = { score, at: sentence.index }
  }
  if (flat.length - best.at <= SNIPPET) return flat.slice(best.at)
  const cut = flat.slice(best.at, best.at + SNIPPET)
  return `${cut.slice(0, Math.max(SNIPPET / 2, cut.lastIndexOf(' ')))} ...`
}

const lettersOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
