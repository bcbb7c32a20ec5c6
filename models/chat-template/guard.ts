import type { Json } from '../../core/index.ts'

/** Characters of no text, to mark places with: private use, the first that stand in none of the texts. */
export function unusedCharacters(count: number, texts: readonly string[]): readonly string[] {
  const found: string[] = []
  for (let point = 0xe000; point < 0xf900 && found.length < count; point++) {
    const character = String.fromCharCode(point)
    if (!texts.some((text) => text.includes(character))) found.push(character)
  }
  return found
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
