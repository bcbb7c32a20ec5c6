import { expect, test } from 'vitest'
import { isOutsideBlocked, openCassette, replay } from '../../../fixtures/index.ts'
import { guessNumber } from './env.ts'
import { halving } from './recorded.suite.ts'

test('an episode that asked nothing of the outside comes out the same', async () => {
  const cassette = await openCassette('fixtures/recordings/guess-number')

  const { trajectory, unused } = await replay(cassette, { env: guessNumber, agent: halving })

  expect(isOutsideBlocked()).toBe(true)
  expect([cassette.exchanges.length, unused]).toEqual([0, []])
  expect(trajectory.turns.map(({ observation }) => observation)).toEqual(
    cassette.trajectory.turns.map(({ observation }) => observation),
  )
  expect(trajectory.turns.length).toBeGreaterThan(3)
  expect(trajectory.outcome).toMatchObject({ reward: { status: 'scored', value: 1 } })
})
