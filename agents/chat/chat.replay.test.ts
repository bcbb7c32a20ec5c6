import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repair } from '../../envs/swe/env.ts'
import { isOutsideBlocked, openCassette, replay } from '../../fixtures/index.ts'
import { chatting, RECORDING_KEY } from './recorded.suite.ts'

const folder = 'fixtures/recordings/chat'

test('a streamed conversation with tools comes out the same, without server and key', async () => {
  const cassette = await openCassette(folder)

  const { trajectory, unused } = await replay(cassette, { env: repair, agent: chatting })

  expect(isOutsideBlocked()).toBe(true)
  expect(process.env['PALAESTRA_API_KEY'] ?? process.env['OPENAI_API_KEY']).toBeUndefined()
  expect(unused).toEqual([])
  const { turns, decisions, outcome } = trajectory
  // The second message holds two calls; the third cannot be read.
  expect(turns.map(({ decision }) => decision)).toEqual([0, 1, 1, 2, 3, 4])
  expect(turns[3]?.invalid).toContain('the arguments of edit are not JSON')
  expect(decisions[1]?.message?.content).toBe('Both at once.')
  expect(decisions.map(({ usage }) => usage?.requests)).toEqual([1, 1, 1, 1, 1])
  expect(outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
})

test('the recording holds streams and the refusal between them', async () => {
  const { exchanges } = await openCassette(folder)

  const answers = exchanges
    .filter(({ channel }) => channel === 'fetch')
    .map(({ answer }) => ('value' in answer ? JSON.stringify(answer.value) : ''))

  expect(answers).toHaveLength(6)
  expect(answers.filter((answer) => answer.includes('text/event-stream'))).toHaveLength(5)
  expect(answers.filter((answer) => answer.includes('"status":429'))).toHaveLength(1)
})

test('the key that was there when it was recorded is nowhere in the folder', async () => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())

  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  )

  expect(texts.length).toBeGreaterThan(0)
  for (const text of texts) {
    expect(text).not.toContain(RECORDING_KEY)
    expect(text).not.toContain(Buffer.from(RECORDING_KEY).toString('base64').slice(0, 40))
  }
})
