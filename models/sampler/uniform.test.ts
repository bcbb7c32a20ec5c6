import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { philox4x32, uniformAt } from './uniform.ts'

describe('uniformAt', () => {
  test('gives the known answers of Philox4x32-10 (Random123, kat_vectors)', () => {
    const ones = 0xffffffff

    expect(philox4x32([0, 0, 0, 0], [0, 0])).toEqual([
      0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8,
    ])
    expect(philox4x32([ones, ones, ones, ones], [ones, ones])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ])
    expect(
      philox4x32([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
    ).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1])
  })

  test('is one number in [0, 1) for each seed and position', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(), (seed, position) => {
        const uniform = uniformAt(seed, position)

        expect(uniform).toBeGreaterThanOrEqual(0)
        expect(uniform).toBeLessThan(1)
        expect(uniformAt(seed, position)).toBe(uniform)
      }),
    )
  })

  test.each([
    ['along the positions of a seed', (index: number) => uniformAt(7, index)],
    ['along seeds at one position', (index: number) => uniformAt(index, 3)],
    ['along seeds above 32 bits', (index: number) => uniformAt(index * 2 ** 32, 0)],
  ])('spreads every byte evenly %s', (_, at) => {
    const draws = Array.from({ length: 65_536 }, (_, index) => at(index))

    for (const shift of [8, 24, 40, 53]) {
      const counts = new Array<number>(256).fill(0)
      for (const draw of draws) {
        const byte = Math.floor(draw * 2 ** shift) % 256
        counts[byte] = (counts[byte] ?? 0) + 1
      }

      const chiSquare = counts.reduce((sum, count) => sum + (count - 256) ** 2 / 256, 0)
      // 255 degrees of freedom: 0.001 of its mass is above 330.5, as much below 190.9.
      expect(chiSquare).toBeLessThan(330.5)
      expect(chiSquare).toBeGreaterThan(190.9)
    }
  })

  test('has neighbours that tell nothing of each other', () => {
    const count = 20_000
    const neighbours: readonly (readonly [number, number])[] = [
      [1, 0],
      [0, 1],
      [1, -1],
      [2 ** 32, 0],
    ]
    for (const [seeds, positions] of neighbours) {
      let correlation = 0
      for (let index = 0; index < count; index++) {
        const here = uniformAt(index, 5 + (index % 50))
        const beside = uniformAt(index + seeds, 5 + (index % 50) + positions)
        correlation += (12 * (here - 0.5) * (beside - 0.5)) / count
      }

      // Its standard deviation is 1 / sqrt(count).
      expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(count))
    }
  })

  test('tells a seed from its negative and from one of the same low word', () => {
    const draws = [5, -5, 5 + 2 ** 32, 5 - 2 ** 32].map((seed) => uniformAt(seed, 0))

    expect(new Set(draws).size).toBe(4)
  })
})
