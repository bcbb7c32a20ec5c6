import { expect, onTestFinished, test, vi } from 'vitest'
import { counter } from '../core/counter.suite.ts'
import { make, rollout } from '../core/index.ts'
import { agents } from './index.ts'
import { random } from './random.ts'

const actionsOf = async (seed: number) => {
  await using env = await make(counter, { options: { goal: 8 } })
  return (await rollout(env, random, { seed })).turns.map((turn) => turn.action)
}

test('plays the same actions for the same seed, and others for another', async () => {
  expect(await actionsOf(4)).toEqual(await actionsOf(4))
  expect(await actionsOf(4)).not.toEqual(await actionsOf(5))
})

test('takes every action of the space sometimes, and no invalid one', async () => {
  const seen = new Set<unknown>()
  for (let seed = 0; seed < 5; seed++) for (const action of await actionsOf(seed)) seen.add(action)

  expect(seen).toEqual(new Set(['up', 'wait', 'roll']))
})

test('every agent is found under its own name, that of a server with the model behind it', async () => {
  vi.stubEnv('OPENAI_BASE_URL', 'http://localhost:8000/v1')
  vi.stubEnv('OPENAI_MODEL', 'qwen')
  onTestFinished(() => void vi.unstubAllEnvs())

  const { policy, ...others } = agents
  await expect(policy?.()).rejects.toThrow('Cannot play as policy: there is no model (give its')
  for (const [name, load] of Object.entries(others)) {
    expect((await load()).name).toBe(name === 'chat' ? 'chat/qwen' : name)
  }
})
