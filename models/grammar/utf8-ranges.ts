import { ANY_CHARACTER, intersect, type Ranges } from './code-points.ts'

/** Byte ranges one after another: they stand for every character with a byte in each. */
export type ByteSequence = readonly (readonly [low: number, high: number])[]

const CONTINUATION_BITS = 6
/** Highest code point written in 1, 2, 3 and 4 bytes. */
const HIGHEST = [0x7f, 0x7ff, 0xffff, 0x10ffff] as const
const LEAD = [0x00, 0xc0, 0xe0, 0xf0] as const

/** UTF-8 of a set of characters, as few byte sequences (the split of Go's regexp/syntax and RE2). */
export function utf8Sequences(set: Ranges): readonly ByteSequence[] {
  return intersect(set, ANY_CHARACTER).flatMap(([low, high]) => {
    const sequences: ByteSequence[] = []
    let from = low
    HIGHEST.forEach((highest, more) => {
      if (from > highest || from > high) return
      const to = Math.min(high, highest)
      sequences.push(...split(from, to, more, LEAD[more] ?? 0))
      from = to + 1
    })
    return sequences
  })
}

/** All from `low` to `high` are `more` + 1 bytes long, the first of them with the bits of `lead`. */
function split(low: number, high: number, more: number, lead: number): ByteSequence[] {
  if (more === 0) return [[[lead | low, lead | high]]]
  const span = 2 ** (CONTINUATION_BITS * more)
  const [first, last] = [Math.floor(low / span), Math.floor(high / span)]
  const [head, tail] = [low % span, high % span]
  const under = (from: number, to: number, rest: readonly [number, number]): ByteSequence[] =>
    split(rest[0], rest[1], more - 1, 0x80).map((sequence) => [
      [lead | from, lead | to],
      ...sequence,
    ])
  if (first === last) return under(first, first, [head, tail])
  const whole = [0, span - 1] as const
  const [from, to] = [head === 0 ? first : first + 1, tail === span - 1 ? last : last - 1]
  return [
    ...(head === 0 ? [] : under(first, first, [head, span - 1])),
    ...(from <= to ? under(from, to, whole) : []),
    ...(tail === span - 1 ? [] : under(last, last, [0, tail])),
  ]
}
