import { expect, test } from 'vitest'
import type { CreditEpisode } from '../advantages/index.ts'
import { createGrpo, grpoOptionsSchema } from '../grpo.ts'
import { groupOf } from '../rollouts/groups.suite.ts'
import type { Algorithm } from './algorithm.ts'
import { creditTokens } from './credit-tokens.ts'
import { type RlOptions, rlOptionsSchema } from './options.ts'

/** What an estimator is given of a group. */
async function creditedOf(played: ReturnType<typeof groupOf>, given: Partial<RlOptions>) {
  let seen: readonly CreditEpisode[] = []
  const made = createGrpo(grpoOptionsSchema.parse({}))
  const algorithm: Algorithm = {
    ...made,
    credit(episodes, values) {
      seen = episodes
      return made.credit(episodes, values)
    },
  }
  const update = { score: async () => [], step: async () => null }
  const options = { ...rlOptionsSchema.parse({}), ...given }
  await creditTokens({ algorithm, options, update, reference: null }, [played], {
    ...{ version: 0, klNow: 0 },
  })
  return seen.map(({ rewards }) => rewards)
}

const played = groupOf([
  { actions: 'a?b', rewards: [0, 0, 1] },
  { actions: 'abc', rewards: [0, 0, 0] },
])

test('turns without a valid action cost what was chosen, and nothing by default', async () => {
  expect(await creditedOf(played, { invalidPenalty: 0.1 })).toEqual([
    [0, -0.1, 1],
    [0, 0, 0],
  ])
  expect(await creditedOf(played, {})).toEqual([
    [0, 0, 1],
    [0, 0, 0],
  ])
})

test('episodes with a void turn are as good as unscored where they are to be dropped', async () => {
  expect(await creditedOf(played, { dropVoid: true })).toEqual([null, [0, 0, 0]])
})
