import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { isOutsideBlocked, openCassette, replay } from '../../../fixtures/index.ts'
import { live } from '../live-env.ts'
import type { SearchObservation } from '../observe.ts'
import { browsing, LIVE_KEY, LIVE_RECORDING } from './live-env.suite.ts'

test('a live search comes out the same, without its server and its key', async () => {
  const cassette = await openCassette(LIVE_RECORDING)

  const { trajectory, unused } = await replay(cassette, { env: live, agent: browsing })

  expect(isOutsideBlocked()).toBe(true)
  expect(process.env['BRAVE_API_KEY']).toBeUndefined()
  expect(unused).toEqual([])
  const seen = trajectory.turns.map(
    ({ observation }) => (observation as unknown as SearchObservation).text,
  )
  expect(seen[0]).toContain('The query was refused: it is the question itself.')
  expect(seen[1]).toMatch(/<<< page http:\S+\/oss: The Oss \(2024-03-02\)\nThe Oss is a river/)
  expect(seen[2]).toContain('Not opened: HTTP 404.')
  expect(seen[3]).toContain('It rises in the Karn hills & ends at Aldmere.')
  expect(seen[4]).toMatch(/^Cited page http:\S+\/oss\./)
  expect(trajectory.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
  expect(trajectory.finalSignals).toMatchObject({ blockedQueries: 1, failedActions: 2 })
})

test('the recording holds the refusal of the busy server, and no key', async () => {
  const text = await readFile(LIVE_RECORDING, 'utf8')
  const { exchanges } = await openCassette(LIVE_RECORDING)

  const answers = exchanges
    .filter(({ channel }) => channel === 'fetch')
    .map(({ answer }) => ('value' in answer ? JSON.stringify(answer.value) : ''))

  expect(answers.map((answer) => /"status":(\d+)/.exec(answer)?.[1])).toEqual([
    ...['503', '200', '404', '200'],
  ])
  expect(text).not.toContain(LIVE_KEY)
  expect(text).toContain('busy; redacted***')
})
