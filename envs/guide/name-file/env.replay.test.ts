import { expect, test } from 'vitest'
import { isOutsideBlocked, openCassette, replay } from '../../../fixtures/index.ts'
import { nameFile } from './env.ts'
import { commands, shelling } from './recorded.suite.ts'

test('three commands in a sandbox come out the same where no worker thread may start', async () => {
  const cassette = await openCassette('fixtures/recordings/name-file')

  const { trajectory, unused } = await replay(cassette, {
    env: nameFile,
    agent: shelling(...commands),
  })

  expect(isOutsideBlocked()).toBe(true)
  expect(unused).toEqual([])
  expect(trajectory.turns.map(({ signals }) => signals?.['solved'])).toEqual([false, false, true])
  expect(trajectory.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
})

test('another command in the second turn is a miss that says what was recorded instead', async () => {
  const cassette = await openCassette('fixtures/recordings/name-file')
  const [first = '', , third = ''] = commands
  const agent = shelling(first, 'echo "I was NAME" > name.txt', third)

  const played = replay(cassette, { env: nameFile, agent })

  await expect(played).rejects.toMatchObject({ name: 'ReplayError' })
  await expect(played).rejects.toThrow(/turn 1\b.*I was.*I am/s)
})
