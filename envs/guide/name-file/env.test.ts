import { afterAll, expect, test } from 'vitest'
import { oracle } from '../../../agents/oracle.ts'
import { checkEnv, make, rollout } from '../../../core/index.ts'
import { closeSandboxes } from '../../../sandboxes/index.ts'
import { nameFile } from './env.ts'

afterAll(closeSandboxes)

test('pays 1 once name.txt holds the name', async () => {
  await using env = await make(nameFile)
  const { observation } = await env.reset({ seed: 7 })
  const name = /"(.+)"/.exec(observation)?.[1]

  const wrong = await env.step({ command: 'echo nobody > name.txt' })
  const right = await env.step({ command: `echo ${name} > name.txt` })

  expect(wrong).toMatchObject({ reward: 0, terminated: false, truncated: false })
  expect(right).toMatchObject({ reward: 1, terminated: true, truncated: false })
  await expect(env.step({ command: 'true' })).rejects.toThrow('call reset() first')
})

test('keeps its contract', async () => {
  const { checks, passed } = await checkEnv(nameFile, { seeds: 3 })

  expect(passed).toBe(true)
  expect(checks.filter(({ status }) => status === 'waived').map(({ name }) => name)).toEqual([
    'snapshot',
    'splits',
  ])
})

test('shows a failing command and goes on', async () => {
  await using env = await make(nameFile)
  await env.reset({ seed: 0 })

  const step = await env.step({ command: 'cat missing.txt' })

  expect(step.observation).toContain('missing.txt')
  expect(step).toMatchObject({ terminated: false, info: { signals: { exitCode: 1 } } })
})

test('plays episodes side by side, each in its own sandbox', async () => {
  const outcomes = await Promise.all(
    [1, 2, 3, 4].map(async (seed) => {
      await using env = await make(nameFile)
      return (await rollout(env, oracle, { seed })).outcome
    }),
  )

  for (const outcome of outcomes) expect(outcome).toMatchObject({ reward: { value: 1 } })
})
