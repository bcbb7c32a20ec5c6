import { hasSense } from './senses.ts'
import { datesIn } from './values.ts'
import { isFunctionWord, plainName } from './words.ts'

/** A name and where it stands. */
export interface NameSpan {
  readonly text: string
  readonly from: number
  readonly to: number
}

const PIECE = String.raw`(?:\p{Lu}\.(?=\s*\p{Lu})|(?:St|Mt|Dr)\.(?=\s\p{Lu})|\p{Lu}[\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{M}]+)*)`
const LINK = String.raw`(?:\s+(?:of|de|du|la|le|van|von|del|el|al|upon|and the|the)(?:\s+(?:the|la))?|,\s+or\s+the)?`
const NAME = new RegExp(`${PIECE}(?:${LINK}\\s*(?<=\\s|\\.)${PIECE})*`, 'gu')
const QUOTED = /["“«]([^"“”«»]{2,80})["”»]/gu

/** What the reader knows of words: names that were seen as titles, and whether a word is no name. */
export interface NameLore {
  readonly titles: readonly string[]
  isPlain(lowerCaseWord: string): boolean
}

/** Names in a text: what is quoted, known titles, and words in capitals, in order, none within another. */
export function namesIn(text: string, lore: NameLore): readonly NameSpan[] {
  const found: NameSpan[] = []
  const dates = datesIn(text).map(({ text: date, at }) => ({ from: at, to: at + date.length }))
  const add = (span: NameSpan) => {
    const taken = [...dates, ...found]
    if (span.text === '' || taken.some(({ from, to }) => span.from < to && from < span.to)) return
    found.push(span)
  }
  for (const { 1: inside = '', index } of text.matchAll(QUOTED)) {
    add({ text: inside.replace(/[,.]$/, ''), from: index, to: index + inside.length + 2 })
  }
  for (const span of titlesIn(text, lore.titles)) add(span)
  for (const match of text.matchAll(NAME)) add(trimmed(text, match[0], match.index, lore))
  return found.sort((a, b) => a.from - b.from)
}

/** Titles of two words or more, the longest first: single words are found as capitals. */
function titlesIn(text: string, titles: readonly string[]): readonly NameSpan[] {
  const lower = text.toLowerCase()
  return [...new Set(titles.map(bareTitle))]
    .filter((title) => title.includes(' '))
    .sort((a, b) => b.length - a.length)
    .flatMap((title) => {
      const from = lower.indexOf(title.toLowerCase())
      const to = from + title.length
      const isWhole = from >= 0 && !isLetter(lower[from - 1]) && !isLetter(lower[to])
      return isWhole ? [{ text: text.slice(from, to), from, to }] : []
    })
}

const isLetter = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char)

/** Without what only begins a sentence, and without an ending of possession. */
function trimmed(text: string, found: string, at: number, lore: NameLore): NameSpan {
  let from = at
  let rest = found
  const isStart = at === 0 || /[.!?:\n]\s*["“«(]?$/.test(text.slice(0, at))
  while (isStart && rest !== '') {
    const [first = ''] = rest.split(/\s/, 1)
    const isFirst = from === at
    const isDropped =
      isFunctionWord(first) ||
      (isFirst && rest === first && (lore.isPlain(first.toLowerCase()) || hasSense(first)))
    // "The Salt Road" may be all of a name, "The Oss" is none.
    if (!isDropped || (isFirst && /^The \S+ \S/.test(rest))) break
    const next = rest.slice(first.length).trimStart()
    from += rest.length - next.length
    rest = next
  }
  const name = rest.replace(/['’]s$/, '')
  return { text: /^[IVX]$/.test(name) ? '' : name, from, to: from + name.length }
}

/** A title without what tells it from others of the same name: `Karn (river)`, `Karn, archived`. */
export const bareTitle = (title: string): string => title.replace(/\s*[([].*$/, '').trim() || title

/** The same name, or one with first names shortened to letters. */
export function isSameName(one: string, other: string): boolean {
  const [a, b] = [plainName(one), plainName(other)]
  if (a === b) return a !== ''
  const [left, right] = [a.split(' '), b.split(' ')]
  return (
    left.length === right.length &&
    left.length > 1 &&
    left.every((word, index) => {
      const twin = right[index] ?? ''
      const [short, long] = word.length < twin.length ? [word, twin] : [twin, word]
      return short === long || (short.length === 1 && long.startsWith(short))
    })
  )
}
