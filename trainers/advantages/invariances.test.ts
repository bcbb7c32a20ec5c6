import { describe, expect, test } from 'vitest'
import { episode, expectClose, rowsOf } from './advantages.suite.ts'
import {
  type Case,
  creditOf,
  except,
  holds,
  only,
  titleOf,
  withOptions,
  withRewards,
} from './cases.suite.ts'
import type { CreditEpisode } from './episode.ts'
import type { EstimatorName } from './index.ts'

const optionsOf = ({ options }: Case) => JSON.stringify(options)

describe('a group', () => {
  const alone = except('reinforce-pp', 'rebn', 'gae', 'gdpo').filter(
    (one) => !/batch|normalise/.test(optionsOf(one)),
  )
  for (const one of alone) {
    test(`does not see what other groups did: ${titleOf(one)}`, () => {
      holds(one, {}, (batch) => {
        const own = batch.filter(({ group }) => group === 'g0')

        expectClose(creditOf(one, batch).slice(0, own.length), creditOf(one, own))
      })
    })
  }

  // These compare turns of one episode, too: equal episodes differ within themselves.
  const withinEpisodes = /joint|separate|"by"/
  const relative = [
    ...except('reinforce-pp', 'rebn', 'gae', 'remax', 'igpo'),
    { name: 'igpo', options: { grouping: 'position' } } as const,
    { name: 'reinforce-pp', options: { baseline: 'group' } } as const,
  ].filter((one) => !withinEpisodes.test(optionsOf(one)))
  for (const one of relative) {
    test(`of equals gets exactly 0 beside one that differs: ${titleOf(one)}`, () => {
      const make = (group: string, reward: number) =>
        episode([reward, 0.1, reward], {
          group,
          tokens: [1, 2, 1],
          states: ['a', 'b', 'c'],
          parts: { solved: [reward, 0, 0] },
        })
      const equals = [make('same', 0.3), make('same', 0.3)]
      const lone = one.name === 'pkpo' ? [] : [make('lone', 5)]

      const credit = rowsOf(creditOf(one, [make('live', 1), make('live', 0), ...equals, ...lone]))

      for (const row of credit.slice(2)) expect(row).toEqual([0, 0, 0, 0])
      expect(credit[0]?.some((value) => value !== 0)).toBe(true)
    })
  }
})

describe('centred credit', () => {
  for (const each of except('gae', 'remax', 'max-rl')) {
    const one = withOptions(each, { gamma: 1 })
    test(`does not see a constant in every return: ${titleOf(one)}`, () => {
      const everyTurn = one.name === 'igpo'
      holds(one, { leastTurns: 1 }, (batch) => {
        const shifted = withRewards(batch, (rewards) =>
          rewards.map((reward, turn) =>
            everyTurn || turn === rewards.length - 1 ? reward + 2.5 : reward,
          ),
        )

        expectClose(creditOf(one, shifted), creditOf(one, batch))
      })
    })
  }

  const sumsOf = (
    batch: readonly CreditEpisode[],
    one: Case,
    of: (row: Float64Array) => number,
  ): readonly number[] => {
    const sums = new Map<string, number>()
    for (const [place, row] of creditOf(one, batch).entries()) {
      const group = batch[place]?.group ?? ''
      sums.set(group, (sums.get(group) ?? 0) + (row ? of(row) : 0))
    }
    return [...sums.values()]
  }

  for (const one of only('grpo', 'rloo', 'gdpo', 'max-rl')) {
    test(`sums to 0 over the episodes of each group: ${titleOf(one)}`, () => {
      holds(one, { leastTurns: 1, leastTokens: 1 }, (batch) => {
        for (const sum of sumsOf(batch, one, (row) => row[0] ?? Number.NaN)) {
          expect(Math.abs(sum)).toBeLessThan(1e-9)
        }
      })
    })
  }

  test('sums to 0 over the tokens of each group with the baseline of OPO', () => {
    const one = { name: 'opo', options: {} } as const
    holds(one, {}, (batch) => {
      for (const sum of sumsOf(batch, one, (row) => row.reduce((all, value) => all + value, 0))) {
        expect(Math.abs(sum)).toBeLessThan(1e-9)
      }
    })
  })
})

describe('the size of rewards', () => {
  const times = (all: readonly CreditEpisode[], factor: number) =>
    withRewards(all, (rewards) => rewards.map((reward) => reward * factor))
  const named = (name: EstimatorName, options: object = {}): Case => ({ name, options })

  const divided = [
    ...only('turn-returns', 'gdpo', 'mt-grpo', 'rebn', 'reinforce-pp', 'max-rl'),
    ...only('grpo', 'pass-at-k').filter((one) => !/none/.test(optionsOf(one))),
    ...only('igpo', 'gigpo', 'step-and-episode').map((one) =>
      withOptions(one, { mode: 'mean_std_norm' }),
    ),
    named('rloo', { normalise: true }),
  ]
  for (const each of divided) {
    const one = withOptions(each, { epsilon: 0 })
    test(`changes nothing where a deviation or a mean divides: ${titleOf(one)}`, () => {
      holds(one, {}, (batch) => expectClose(creditOf(one, times(batch, 4)), creditOf(one, batch)))
    })
  }

  const linear = [
    named('grpo', { scale: 'none' }),
    named('rloo'),
    named('opo'),
    named('pkpo', { k: 2 }),
    named('pass-at-k', { scale: 'none' }),
    named('gigpo'),
    named('step-and-episode'),
    named('igpo', { mode: 'mean_norm' }),
  ]
  for (const one of linear) {
    test(`is the size of the credit elsewhere: ${titleOf(one)}`, () => {
      holds(one, {}, (batch) => {
        const threefold = creditOf(one, batch).map((row) => row?.map((value) => 3 * value) ?? null)

        expectClose(creditOf(one, times(batch, 3)), threefold)
      })
    })
  }
})
