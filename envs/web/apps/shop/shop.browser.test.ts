import { expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import { expectCheatFails, expectGold, expectNullFails } from '../../web.suite.ts'
import { shop } from './env.ts'
import { cheats } from './tasks/cheats.ts'
import { templateNames } from './tasks/shop-tasks.ts'

/** More patient than a policy is given: a machine may be busy with other tests. */
const options = { actionTimeoutMs: 10_000 }

describeWith('chromium', 'shop in a browser', () => {
  test.each(templateNames)('%s is solved by gold', async (name) => {
    const trajectory = await expectGold(shop, { task: `${name}/train/0`, options })

    expect(trajectory.finalSignals?.['tampering']).toBe(0)
  })

  test.each(Object.keys(cheats))('%s pays nothing', async (name) => {
    const { finalSignals } = await expectCheatFails(shop, name, {
      task: 'buy-by-attributes/train/1',
      options,
    })

    expect(finalSignals?.['score']).toBeLessThan(1)
    if (['direct-call', 'visit-admin'].includes(name)) expect(finalSignals?.['tampering']).toBe(3)
  })

  test('doing nothing solves nothing', async () => {
    await expectNullFails(shop, { task: 'remove-from-cart/train/0', options })
  })
})
