import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aggregations, tokenWeights } from './aggregate.ts'

/** Two trajectories of one group, the first in two samples, one of another, and one that is all masked. */
const sequences = [
  { mask: [0, 1, 1], episode: 0, group: 'a' },
  { mask: [0, 0, 1, 1], episode: 0, group: 'a' },
  { mask: [0, 1], episode: 1, group: 'a' },
  { mask: [1, 0, 1], episode: 2, group: 'b' },
  { mask: [0, 0], episode: 3, group: 'c' },
]
const lists = (weights: readonly Float64Array[]) => weights.map((each) => [...each])

describe('aggregation', () => {
  test('token-mean counts every trained token once', () => {
    const { weights, denominator } = tokenWeights(sequences, 'token-mean')

    expect(lists(weights)).toEqual(sequences.map(({ mask }) => mask))
    expect(denominator).toBe(7)
  })

  test('sequence-mean counts every trajectory once, all its samples together', () => {
    const { weights, denominator } = tokenWeights(sequences, 'sequence-mean')

    expect(lists(weights)).toEqual([
      [0, 1 / 4, 1 / 4],
      [0, 0, 1 / 4, 1 / 4],
      [0, 1],
      [1 / 2, 0, 1 / 2],
      [0, 0],
    ])
    expect(denominator).toBe(3)
  })

  test('constant divides each trajectory by one length', () => {
    const { weights, denominator } = tokenWeights(sequences, 'constant', { normLength: 20 })

    expect(lists(weights)).toEqual(sequences.map(({ mask }) => mask))
    expect(denominator).toBe(60)
    expect(() => tokenWeights(sequences, 'constant')).toThrow('give --norm-length')
  })

  test('prompt-mean counts every group once', () => {
    const { weights, denominator } = tokenWeights(sequences, 'prompt-mean')

    expect(weights[2]?.[1]).toBe(1 / 5)
    expect(weights[3]?.[0]).toBe(1 / 2)
    expect(denominator).toBe(2)
  })

  test('means differ by what long trajectories count', () => {
    // A loss of 1 for each token of trajectory 0 (4 tokens), 0 elsewhere.
    const lossOf = (aggregation: 'token-mean' | 'sequence-mean') => {
      const { weights, denominator } = tokenWeights(sequences, aggregation)
      const total = lists(weights.slice(0, 2)).flat()
      return total.reduce((sum, x) => sum + x, 0) / denominator
    }

    expect(lossOf('token-mean')).toBeCloseTo(4 / 7, 12)
    expect(lossOf('sequence-mean')).toBeCloseTo(1 / 3, 12)
  })

  test('has a denominator of 0 where nothing is trained', () => {
    for (const aggregation of aggregations) {
      const { denominator } = tokenWeights(sequences.slice(4), aggregation, { normLength: 5 })
      expect(denominator).toBe(0)
    }
  })

  test('is a mean: a loss of 1 everywhere is 1 (but over a constant), and order changes nothing', () => {
    const sequence = fc.record({
      mask: fc.array(fc.nat(1), { minLength: 1, maxLength: 6 }),
      episode: fc.nat(3),
      group: fc.constantFrom('a', 'b'),
    })
    const some = fc
      .array(sequence, { minLength: 1, maxLength: 6 })
      .filter((all) => all.some(({ mask }) => mask.includes(1)))
    fc.assert(
      fc.property(some, fc.constantFrom(...aggregations), (all, aggregation) => {
        const { weights, denominator } = tokenWeights(all, aggregation, { normLength: 7 })
        const reversed = tokenWeights(all.toReversed(), aggregation, { normLength: 7 })

        const total = lists(weights)
          .flat()
          .reduce((sum, x) => sum + x, 0)
        if (aggregation !== 'constant') expect(total / denominator).toBeCloseTo(1, 12)
        expect(lists(reversed.weights).toReversed()).toEqual(lists(weights))
        expect(reversed.denominator).toBe(denominator)
      }),
    )
  })
})
