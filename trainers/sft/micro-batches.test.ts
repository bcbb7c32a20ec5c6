import fc from 'fast-check'
import { expect, test } from 'vitest'
import { microBatches } from './micro-batches.ts'

const sequencesOf = (lengths: readonly number[]) =>
  lengths.map((length, place) => ({
    ids: Int32Array.from({ length }, () => place),
    mask: new Uint8Array(length),
  }))

test('every sequence is in one batch, once, and batches of several rows keep to the budget', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 200 }), (sizes, budget) => {
      const sequences = sequencesOf(sizes)
      const batches = microBatches(sequences, budget)

      const all = batches.flatMap((batch) => batch.sequences)
      expect(new Set(all)).toEqual(new Set(sequences))
      expect(all).toHaveLength(sequences.length)
      for (const { sequences: members, rows } of batches) {
        expect(rows.flat().sort((a, b) => a - b)).toEqual([...members.keys()])
        const lengthsOfRows = rows.map((row) =>
          row.reduce((sum, place) => sum + (members[place]?.ids.length ?? 0), 0),
        )
        const longest = Math.max(...lengthsOfRows)
        expect(longest).toBeLessThanOrEqual(Math.max(...sizes))
        if (rows.length > 1) expect(longest * rows.length).toBeLessThanOrEqual(budget)
      }
    }),
  )
})

test('short sequences share a row as long as the longest', () => {
  const [batch, ...more] = microBatches(sequencesOf([8, 2, 3, 3, 4, 4]), 100)

  expect(more).toEqual([])
  expect(batch?.rows).toHaveLength(3)
})
