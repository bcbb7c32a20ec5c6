import { ConfigError, type Json } from '../../core/index.ts'

/** Private use: first those of one code unit, then two planes of them. */
const privateUse = [
  [0xe000, 0xf8ff],
  [0xf0000, 0xffffd],
  [0x100000, 0x10fffd],
] as const

/**
 * Characters of no text, to mark places with: private use, the first that stand in none of the texts.
 * @throws ConfigError where too few are left: unmarked, a message could speak for others.
 */
export function unusedCharacters(count: number, texts: readonly string[]): readonly string[] {
  const used = new Set(texts.flatMap((text) => text.match(/\p{Co}/gu) ?? []))
  const found: string[] = []
  for (const [first, last] of privateUse) {
    for (let point = first; point <= last && found.length < count; point++) {
      const character = String.fromCodePoint(point)
      if (!used.has(character)) found.push(character)
    }
  }
  if (found.length === count) return found
  throw new ConfigError(
    'Cannot render the conversation: it holds every private-use character (take them out)',
  )
}

/** Puts the guard before every place of a text where a special token stands, or might begin at its end. */
export function createGuard(specials: readonly string[], guard: string): (text: string) => string {
  const firsts = new Set(specials.map((special) => special.charAt(0)))
  const longest = Math.max(0, ...specials.map((special) => special.length))
  const mayBegin = (text: string, place: number) => {
    if (!firsts.has(text.charAt(place))) return false
    if (specials.some((special) => text.startsWith(special, place))) return true
    if (text.length - place >= longest) return false
    const tail = text.slice(place)
    return specials.some((special) => special.startsWith(tail))
  }
  return (text) => {
    let guarded = ''
    let end = 0
    for (let place = 0; place < text.length; place++) {
      if (!mayBegin(text, place)) continue
      guarded += text.slice(end, place) + guard
      end = place
    }
    return guarded + text.slice(end)
  }
}

/** Every text in a value, keys included, changed. */
export function mapTexts(value: Json | undefined, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (value === null || value === undefined || typeof value !== 'object') return value ?? null
  if (Array.isArray(value)) return value.map((entry: Json) => mapTexts(entry, change))
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [change(key), mapTexts(entry, change)]),
  )
}
