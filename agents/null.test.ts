import { expect, test } from 'vitest'
import { counter } from '../core/counter.suite.ts'
import { make, rollout } from '../core/index.ts'
import { nullAgent } from './null.ts'

test('takes the action that does nothing', async () => {
  await using env = await make(counter)

  const { turns, outcome } = await rollout(env, nullAgent)

  expect(turns.every((turn) => turn.action === 'wait')).toBe(true)
  expect(outcome).toMatchObject({ ended: 'truncated', reward: { value: 0 } })
})

test('gives no action where every action does something', async () => {
  const { noop: _, ...busy } = counter
  await using env = await make(busy)

  const { turns } = await rollout(env, nullAgent)

  expect(turns).toHaveLength(8)
  expect(turns.every((turn) => turn.invalid === 'no action was given')).toBe(true)
})
