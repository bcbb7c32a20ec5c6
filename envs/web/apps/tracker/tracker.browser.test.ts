import { expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import { expectCheatFails, expectGold, expectNullFails } from '../../web.suite.ts'
import { tracker } from './env.ts'
import { trackerTemplates } from './world.ts'

describeWith('chromium', 'the tracker in a browser', () => {
  for (const { name } of trackerTemplates)
    test(`the declared solution solves ${name}`, async () => {
      const { turns } = await expectGold(tracker, { task: `${name}/train/0` })
      expect(turns.every(({ info }) => info?.['failed'] === undefined)).toBe(true)
    })

  test('doing nothing solves nothing', () => expectNullFails(tracker, { task: 'assign/train/1' }))

  const seen: Readonly<Record<string, readonly string[] | undefined>> = {
    'page script': undefined,
    'direct call': ['direct-call'],
    'forged cookie': undefined,
    'another user': ['impersonation'],
    'claims to be done': undefined,
  }
  for (const [cheat, integrity] of Object.entries(seen))
    test(`the attack "${cheat}" solves nothing`, async () => {
      const { turns } = await expectCheatFails(tracker, cheat, { task: 'assign/train/1' })
      expect(turns.at(-1)?.info?.['integrity']).toEqual(integrity)
    })
})
