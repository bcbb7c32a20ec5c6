import { describe, expect, test } from 'vitest'
import { episode, expectClose, rowsOf, valuesFor } from './advantages.suite.ts'
import { type Case, cases, creditOf, holds, only, titleOf } from './cases.suite.ts'
import { estimatorNames, estimators } from './index.ts'

describe('every estimator', () => {
  for (const one of cases) {
    test(`has one finite number for each token: ${titleOf(one)}`, () => {
      holds(one, {}, (batch) => {
        const credit = creditOf(one, batch)

        expect(credit.map((row) => row?.length ?? null)).toEqual(
          batch.map(({ rewards, tokens }) => rewards && tokens.reduce((sum, n) => sum + n, 0)),
        )
        expect(credit.every((row) => row?.every(Number.isFinite) ?? true)).toBe(true)
      })
    })

    test(`survives nothing, no turns and nobody scored: ${titleOf(one)}`, () => {
      const empty = { tokens: [], states: [], parts: { solved: [] }, greedyReturn: 0 }
      const unscored = { states: ['a'], parts: {}, greedyReturn: null }

      expect(creditOf(one, [])).toEqual([])
      expect(rowsOf(creditOf(one, [episode([], empty), episode([], empty)]))).toEqual([[], []])
      expect(creditOf(one, [episode(null, unscored), episode(null, unscored)])).toEqual([
        null,
        null,
      ])
    })

    test(`is moved by no unscored member: ${titleOf(one)}`, () => {
      holds(one, {}, (batch) => {
        const scored = batch.filter(({ rewards }) => rewards !== null)

        const credit = creditOf(one, batch).filter((row) => row !== null)

        expectClose(credit, creditOf(one, scored))
      })
    })

    test(`follows its episodes when they change places: ${titleOf(one)}`, () => {
      holds(one, {}, (batch) => {
        const turned = batch.toReversed()

        expectClose(creditOf(one, turned).toReversed(), creditOf(one, batch))
      })
    })
  }
})

describe('observations', () => {
  const carrying: readonly Case[] = [
    { name: 'reinforce-pp', options: {} },
    { name: 'rebn', options: {} },
    { name: 'gae', options: {} },
    { name: 'gae', options: { discount: 'token', gamma: 0.5 } },
    { name: 'gigpo', options: { gamma: 1 } },
    { name: 'turn-returns', options: { by: 'group' } },
    { name: 'remax', options: {} },
    { name: 'igpo', options: { grouping: 'position', mode: 'mean_norm' } },
  ]
  for (const one of carrying) {
    test(`and turns of others break no return that is carried: ${titleOf(one)}`, () => {
      holds(one, {}, (batch) => {
        const between = <Item>(items: readonly Item[], filler: Item) =>
          items.flatMap((item) => [item, filler])
        const spaced = batch.map((each) => ({
          ...each,
          rewards: each.rewards && between(each.rewards, 0),
          tokens: between(each.tokens, 0),
          states: between<string | null>(each.states ?? [], 'a'),
        }))
        const { estimate } = estimators[one.name]
        const values = valuesFor(batch)

        const { advantages } = estimate(spaced, one.options, values)

        expectClose(advantages, estimate(batch, one.options, values).advantages)
      })
    })
  }

  const byReturn = only(
    'reinforce-pp',
    'rebn',
    'gae',
    'turn-returns',
    'remax',
    'gigpo',
    'step-and-episode',
    'igpo',
  )
  for (const one of byReturn) {
    test(`let a reward at the end reach the first turn: ${titleOf(one)}`, () => {
      const play = (last: number) =>
        episode([0, 0, 0, last], {
          tokens: [1, 1, 0, 1],
          states: ['a', 'b', 'c', 'd'],
          greedyReturn: 0,
        })
      const batch = [play(1), play(0)]
      const noValues = batch.map(() => new Float64Array(3))

      const { advantages } = estimators[one.name].estimate(batch, one.options, noValues)

      expect(advantages[0]?.[0]).toBeGreaterThan(advantages[1]?.[0] ?? 0)
    })
  }
})

describe('the table', () => {
  test('tells what an estimator needs, and has words for each of its options', () => {
    expect(estimators.gigpo.needs).toEqual({ leastGroup: 2, states: true })
    expect(estimators.gae.needs).toEqual({ leastGroup: 1, values: true })
    for (const name of estimatorNames) {
      for (const option of Object.values(estimators[name].schema.shape)) {
        expect(option.description).toMatch(/^\S.*\.$/)
      }
    }
  })

  test('refuses unknown options, naming those that there are', () => {
    expect(() => estimators.gigpo.estimate([], { lambda: 1 })).toThrow(
      'Cannot compute advantages with gigpo: Unrecognized key: "lambda" (known options: gamma, omega, mode, epsilon, ddof)',
    )
  })

  test('gives returns with GAE, and asks for values', () => {
    const batch = [episode([1, 2])]

    const { returns } = estimators.gae.estimate(batch, {}, [new Float64Array(2)])

    expect(rowsOf(returns ?? [])).toEqual([[3, 2]])
    expect(() => estimators.gae.estimate(batch)).toThrow('it needs the values of a critic')
  })
})
