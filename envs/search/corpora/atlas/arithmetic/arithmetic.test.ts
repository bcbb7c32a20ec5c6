import fc from 'fast-check'
import { expect, test } from 'vitest'
import { grouping } from './grouping.ts'
import { permutation } from './permutation.ts'

test('a permutation reaches every number once, and finds its way back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), (size, stream) => {
      const shuffled = permutation(size, stream)

      const images = Array.from({ length: size }, (_, value) => shuffled.at(value))

      expect(new Set(images).size).toBe(size)
      expect(Math.max(...images)).toBe(size - 1)
      expect(images.every((image, value) => shuffled.back(image) === value)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('in a group every member has the owner who has that member', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.integer({ min: 1, max: 500 }),
      fc.nat(),
      (members, owners, stream) => {
        const groups = grouping(members, owners, stream)

        const owned = Array.from({ length: owners }, (_, owner) => groups.membersOf(owner))

        expect(owned.flat().sort((a, b) => a - b)).toEqual([...Array(members).keys()])
        for (const [owner, mine] of owned.entries())
          for (const member of mine) expect(groups.ownerOf(member)).toBe(owner)
      },
    ),
    { numRuns: 40 },
  )
})

test('owners differ in how much they have', () => {
  const groups = grouping(10_000, 1000, 7)

  const sizes = Array.from({ length: 1000 }, (_, owner) => groups.membersOf(owner).length)

  expect(Math.max(...sizes)).toBeGreaterThan(20)
  expect(Math.min(...sizes)).toBeLessThan(5)
})
