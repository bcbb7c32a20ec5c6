import { expect, test } from 'vitest'
import { isOutsideBlocked, openCassette, replay } from '../../../../fixtures/index.ts'
import { DENSE_RECORDING, denseWords, wording } from './dense-env.suite.ts'

test('embedded queries find the same pages with their server down', async () => {
  const cassette = await openCassette(DENSE_RECORDING)

  const { trajectory, unused } = await replay(cassette, { env: denseWords, agent: wording })

  expect(isOutsideBlocked()).toBe(true)
  expect(unused).toEqual([])
  expect(trajectory.turns.map(({ observation }) => observation)).toEqual([
    ...['trade-0', 'trade-1', 'trade-2'],
  ])
  expect(trajectory.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
})
