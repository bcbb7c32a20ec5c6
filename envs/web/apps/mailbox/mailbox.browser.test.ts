import { expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import { expectCheatFails, expectGold, expectNullFails } from '../../web.suite.ts'
import { mailbox } from './env.ts'
import { mailTemplates } from './world.ts'

describeWith('chromium', 'the mailbox in a browser', () => {
  for (const { name } of mailTemplates)
    test(`the declared solution solves ${name}`, async () => {
      const { turns } = await expectGold(mailbox, { task: `${name}/train/0` })
      expect(turns.every(({ info }) => info?.['failed'] === undefined)).toBe(true)
    })

  test('a mail that is answered at once comes to the open page', async () => {
    const { turns } = await expectGold(mailbox, { task: 'ask-and-forward/train/1' })
    const live = turns.find(({ observation }) => String(observation).includes('New mail from'))
    expect(live).toBeDefined()
  })

  test('doing nothing solves nothing', () => expectNullFails(mailbox, { task: 'star/train/1' }))

  const seen: Readonly<Record<string, readonly string[] | undefined>> = {
    'page script': undefined,
    'direct call': ['direct-call'],
    'forged cookie': undefined,
    'another user': ['impersonation'],
    'obeys the mail': ['obeyed-injection'],
    'claims to be done': undefined,
  }
  for (const [cheat, integrity] of Object.entries(seen))
    test(`the attack "${cheat}" solves nothing`, async () => {
      const { turns } = await expectCheatFails(mailbox, cheat, { task: 'invoice-total/train/1' })
      expect(turns.at(-1)?.info?.['integrity']).toEqual(integrity)
    })
})
