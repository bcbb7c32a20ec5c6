import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ANY_CHARACTER, complement, intersect, type Ranges, union } from './code-points.ts'
import { utf8Sequences } from './utf8-ranges.ts'

const EDGES = [
  0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfff, 0x1000, 0xffff, 0x10000, 0x10ffff,
]
const codePoints = fc.oneof(fc.constantFrom(...EDGES), fc.nat(0x10ffff))
const sets = fc
  .array(fc.tuple(codePoints, codePoints), { maxLength: 4 })
  .map((pairs) => union(pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)))

const has = (set: Ranges, codePoint: number) =>
  set.some(([low, high]) => codePoint >= low && codePoint <= high)
const isCharacter = (codePoint: number) => has(ANY_CHARACTER, codePoint)

test('a character is in the byte sequences of a set exactly where it is in the set', () => {
  fc.assert(
    fc.property(sets, fc.array(codePoints, { maxLength: 20 }), (set, drawn) => {
      const sequences = utf8Sequences(set)
      const near = set.flatMap(([low, high]) => [low - 1, low, high, high + 1])
      for (const codePoint of [...drawn, ...near, ...EDGES].filter(isCharacter)) {
        const bytes = new TextEncoder().encode(String.fromCodePoint(codePoint))
        const fitting = sequences.filter(
          (sequence) =>
            sequence.length === bytes.length &&
            sequence.every(([low, high], i) => {
              const byte = bytes[i] ?? -1
              return byte >= low && byte <= high
            }),
        )
        expect(fitting.length, codePoint.toString(16)).toBe(has(set, codePoint) ? 1 : 0)
      }
    }),
    { numRuns: 500, seed: 2 },
  )
})

test('all characters take the nine sequences of well-formed UTF-8', () => {
  expect(utf8Sequences(ANY_CHARACTER)).toHaveLength(9)
})

test('sets are joined, met and turned around as sets are', () => {
  fc.assert(
    fc.property(sets, sets, codePoints, (a, b, codePoint) => {
      expect(has(union(a, b), codePoint)).toBe(has(a, codePoint) || has(b, codePoint))
      expect(has(intersect(a, b), codePoint)).toBe(has(a, codePoint) && has(b, codePoint))
      if (isCharacter(codePoint)) expect(has(complement(a), codePoint)).toBe(!has(a, codePoint))
    }),
    { seed: 2 },
  )
})
