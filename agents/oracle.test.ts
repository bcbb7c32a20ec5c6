import { expect, test } from 'vitest'
import { counter } from '../core/counter.suite.ts'
import { make, rollout } from '../core/index.ts'
import { oracle } from './oracle.ts'

test('follows the solution of the env to its end', async () => {
  await using env = await make(counter)

  const { turns, outcome } = await rollout(env, oracle, { seed: 1 })

  expect(turns.map((turn) => turn.action)).toEqual(['up', 'up', 'up'])
  expect(outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
})

test('does nothing once the solution has ended and the episode has not', async () => {
  await using env = await make({ ...counter, gold: () => ['up' as const] })
  const { noop: _, ...withoutNoop } = counter
  await using other = await make({ ...withoutNoop, gold: () => ['up' as const] })

  const idle = await rollout(env, oracle)
  const none = await rollout(other, oracle)

  expect(idle.turns.slice(1).every((turn) => turn.action === 'wait')).toBe(true)
  expect(none.turns[1]?.invalid).toBe('the solution has ended')
})

test('fails, as an agent, where no solution is declared', async () => {
  const { gold: _, ...unsolved } = counter
  await using env = await make(unsolved)

  const { outcome } = await rollout(env, oracle)

  expect(outcome).toMatchObject({
    status: 'failed',
    error: { class: 'AgentError', message: expect.stringContaining('declares no solution') },
  })
})

test('plays many episodes at once, each by its own plan', async () => {
  const trajectories = await Promise.all(
    [1, 2, 3, 4].map(async (goal) => {
      await using env = await make(counter, { options: { goal } })
      return await rollout(env, oracle, { seed: goal })
    }),
  )

  expect(trajectories.map(({ turns }) => turns.length)).toEqual([1, 2, 3, 4])
})
