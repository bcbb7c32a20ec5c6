import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import {
  dropUnusedBlobs,
  fixtureMode,
  openCassette,
  record,
  replay,
} from '../../../../fixtures/index.ts'
import { DENSE_KEY, DENSE_RECORDING, denseWords, wording } from './dense-env.suite.ts'
import { openEmbeddingsServer } from './server.suite.ts'

/** With PALAESTRA_FIXTURES=record the committed recording is made anew; else one that goes away. */
async function place(): Promise<string> {
  if (fixtureMode() === 'record') return DENSE_RECORDING
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-dense-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'dense-search.jsonl')
}

test('an episode with vectors is recorded without the key, and replayed without server and key', async () => {
  const path = await place()
  vi.stubEnv('PALAESTRA_API_KEY', DENSE_KEY)
  onTestFinished(() => void vi.unstubAllEnvs())
  const port = fixtureMode() === 'record' ? 38922 : 0
  const server = await openEmbeddingsServer({ port, length: 8 })

  const options = { baseUrl: server.baseUrl }
  const recorded = await record(path, { env: denseWords, agent: wording, seed: 1, options })
  await server[Symbol.asyncDispose]()
  await dropUnusedBlobs(dirname(path))
  vi.unstubAllEnvs()
  const { trajectory, unused } = await replay(await openCassette(path), {
    ...{ env: denseWords, agent: wording },
  })

  expect(server.keys).toContain(`Bearer ${DENSE_KEY}`)
  expect(await readFile(path, 'utf8')).not.toContain(DENSE_KEY)
  expect(recorded.outcome).toMatchObject({ reward: { value: 1 } })
  expect(trajectory.turns).toHaveLength(3)
  expect(unused).toEqual([])
})
