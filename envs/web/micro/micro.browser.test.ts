import { expect, test } from 'vitest'
import { describeWith } from '../../../test/describe-with.ts'
import { expectCheatFails, expectGold, expectNullFails } from '../web.suite.ts'
import { micro } from './env.ts'
import { microKinds } from './kinds.ts'
import { microWorld } from './world.ts'

// Of each kind one instance; the difficulty changes from kind to kind.
const tasks = microKinds.map(({ kind }, index) => `${kind}/${index % 12}`)
const cheats = Object.keys(microWorld.cheats)
const attacked = ['login/2', 'drag-sort/0']
// The machine may be slow, which is not what is tested.
const options = { actionTimeoutMs: 20_000 }

describeWith('chromium', 'micro tasks in a browser', () => {
  test.concurrent.each(tasks)('the solution of %s solves it', async (task) => {
    const { finalSignals } = await expectGold(micro, { task, options })

    expect(finalSignals).toMatchObject({ progress: 1, failedActions: 0, tampering: 0 })
  })

  test.concurrent.each(cheats)('the attack "%s" does not pay', async (cheat) => {
    for (const task of attacked) await expectCheatFails(micro, cheat, { task, options })
  })

  test.concurrent.each(attacked)('doing nothing does not solve %s', async (task) => {
    await expectNullFails(micro, { task, options })
  })

  test('a request in the place of the page is flagged', async () => {
    const { finalSignals } = await expectCheatFails(micro, 'direct-post', { task: 'login/2' })

    expect(finalSignals?.['tampering']).toBeGreaterThan(0)
  })
})
