import { expect, test } from 'vitest'
import { isOutsideBlocked, openCassette, replay } from '../../../fixtures/index.ts'
import { bench } from './env.ts'
import { adding, correcting } from './recorded.suite.ts'

test('an instance is repaired and graded again without docker', async () => {
  const cassette = await openCassette('fixtures/recordings/bench-instance')

  const { trajectory, unused } = await replay(cassette, { env: bench, agent: correcting })

  expect(isOutsideBlocked()).toBe(true)
  expect(unused).toEqual([])
  expect(trajectory.turns.map(({ observation }) => String(observation))).toEqual([
    expect.stringContaining('# fail 0'),
    expect.any(String),
    expect.stringContaining('not ok'),
    expect.any(String),
    expect.stringContaining('# fail 0'),
    expect.any(String),
  ])
  expect(trajectory.finalSignals).toMatchObject({ resolved: true, resolvedStrict: true })
  expect(trajectory.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
})

test('a Harbor task with a verifier of its own is judged again without docker', async () => {
  const cassette = await openCassette('fixtures/recordings/bench-harbor')

  const { trajectory, unused } = await replay(cassette, { env: bench, agent: adding })

  expect(isOutsideBlocked()).toBe(true)
  expect(unused).toEqual([])
  expect(trajectory.turns).toHaveLength(4)
  expect(trajectory.finalInfo).toMatchObject({ verifier: { rewards: { reward: 1 } } })
  expect(trajectory.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
})
