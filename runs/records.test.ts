import { expect, test } from 'vitest'
import { oracle } from '../agents/oracle.ts'
import { counter } from '../core/counter.suite.ts'
import { make, rollout } from '../core/index.ts'
import { trajectorySchema } from './records.ts'

async function lineOf(artifacts: object): Promise<object> {
  await using env = await make(counter)
  return JSON.parse(JSON.stringify({ ...(await rollout(env, oracle)), artifacts }))
}

test('a trajectory is read with its artifacts, also of kinds that a later release may add', async () => {
  const line = await lineOf({
    diff: { type: 'diff', text: '-a\n+b\n' },
    film: { type: 'video', path: 'films/1.webm' },
  })

  expect(trajectorySchema.parse(line)).toEqual(line)
})

test('a trajectory whose artifacts are none is refused', async () => {
  const { success } = trajectorySchema.safeParse(await lineOf({ diff: 'text' }))

  expect(success).toBe(false)
})
