import type { Json } from '../../core/index.ts'

/**
 * Transcripts repeat themselves: files are printed again and again, test output differs by a line. So
 * many of them share one table of lines, and a text is a list of ranges of it: [start, count, start,
 * count ...]. This file runs in Node and in the page.
 */
export type Packed =
  | string
  | number
  | boolean
  | null
  | readonly Packed[]
  | { readonly [key: string]: Packed }

/** Shorter texts are kept as they are. */
export const SHORT = 24
/** Key of a packed text; an object of the user's that has it as its only key is packed under it again. */
const TEXT = '§'

export interface Packer {
  pack(value: Json): Packed
  readonly lines: readonly string[]
  /** Characters of all lines. */
  readonly size: number
}

export function createPacker(): Packer {
  const lines: string[] = []
  const known = new Map<string, number>()
  let size = 0

  const rangesOf = (text: string): number[] => {
    const ranges: number[] = []
    let next = -1
    for (const line of text.split('\n')) {
      // The line that follows the last one: a copied passage stays one range.
      let at = next >= 0 && lines[next] === line ? next : known.get(line)
      if (at === undefined) {
        at = lines.length
        known.set(line, at)
        lines.push(line)
        size += line.length
      }
      if (at === next) ranges[ranges.length - 1] = (ranges.at(-1) ?? 0) + 1
      else ranges.push(at, 1)
      next = at + 1
    }
    return ranges
  }
  const pack = (value: Json): Packed => {
    if (typeof value === 'string') return value.length < SHORT ? value : { [TEXT]: rangesOf(value) }
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(pack)
    const entries = Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [[key, pack(item)] as const],
    )
    return isMarked(value)
      ? { [TEXT]: [-1, Object.fromEntries(entries)] }
      : Object.fromEntries(entries)
  }
  return {
    pack,
    lines,
    get size() {
      return size
    },
  }
}

export function unpack(packed: Packed, lines: readonly string[]): Json {
  if (typeof packed !== 'object' || packed === null) return packed
  if (isList(packed)) return packed.map((item) => unpack(item, lines))
  const entries = (value: object) =>
    Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item, lines)]))
  if (!isMarked(packed)) return entries(packed)
  const content = packed[TEXT]
  if (!isList(content)) return entries(packed)
  const [start, original] = content
  if (start === -1) return entries(original as object)
  return textOf(content as readonly number[], lines)
}

/** The ranges of every packed text in a value: what a search looks at instead of unpacking. */
export function* rangesIn(packed: Packed): Generator<readonly number[] | string> {
  if (typeof packed === 'string') yield packed
  else if (typeof packed !== 'object' || packed === null) return
  else if (isList(packed)) for (const item of packed) yield* rangesIn(item)
  else if (!isMarked(packed)) for (const item of Object.values(packed)) yield* rangesIn(item)
  else {
    const content = packed[TEXT]
    if (!isList(content)) return
    if (content[0] === -1) yield* rangesIn(Object.values(content[1] as { [key: string]: Packed }))
    else yield content as readonly number[]
  }
}

function textOf(ranges: readonly number[], lines: readonly string[]): string {
  const parts: string[] = []
  for (let i = 0; i < ranges.length; i += 2) {
    const start = ranges[i] ?? 0
    for (let at = start; at < start + (ranges[i + 1] ?? 0); at++) parts.push(lines[at] ?? '')
  }
  return parts.join('\n')
}

const isList = (value: unknown): value is readonly Packed[] => Array.isArray(value)
const isMarked = (value: object): value is { readonly [TEXT]: Packed } =>
  TEXT in value && Object.keys(value).length === 1
