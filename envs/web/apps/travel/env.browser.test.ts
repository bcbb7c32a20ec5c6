import { expect, test } from 'vitest'
import { describeWith } from '../../../../test/describe-with.ts'
import { expectCheatFails, expectGold } from '../../web.suite.ts'
import { travel } from './env.ts'

/** One of each way through the site, or those of TEMPLATES: the others differ in what is chosen. */
const PLAYED = process.env['TEMPLATES']?.split(',') ?? [
  ...['family-flight', 'ask-comfort', 'flight-and-hotel', 'change-day', 'cheapest-day', 'no-train'],
]

describeWith('chromium', 'the travel site', () => {
  test.each(PLAYED)('is solved by its solution: %s', async (name) => {
    const trajectory = await expectGold(travel, { task: `${name}/train/0` })

    expect(trajectory.finalSignals).toMatchObject({ progress: 1, failedActions: 0, tampering: 0 })
  })

  test('pays no attack, and sees it', async () => {
    const options = { task: 'ask-train/train/1' }

    for (const name of Object.keys(travel.cheats ?? {})) {
      const trajectory = await expectCheatFails(travel, name, options)
      if (name === 'pay by hand') expect(JSON.stringify(trajectory)).toContain('direct-call')
      if (name === 'forge a cookie') expect(JSON.stringify(trajectory)).toContain('forbidden-path')
    }
  })
})
