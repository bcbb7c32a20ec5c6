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
} from '../../../fixtures/index.ts'
import { live } from '../live-env.ts'
import { browsing, LIVE_KEY, LIVE_RECORDING, webAt } from './live-env.suite.ts'
import { openSearchServer } from './server.suite.ts'

/** With PALAESTRA_FIXTURES=record the committed recording is made anew; else one that goes away. */
async function place(api: string): Promise<string> {
  if (api === 'brave' && fixtureMode() === 'record') return LIVE_RECORDING
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-live-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'live-search.jsonl')
}

test.each(['brave', 'own'] as const)(
  'an episode that searches by %s is recorded without its key, and replayed without server and key',
  async (api) => {
    const path = await place(api)
    const variable = api === 'brave' ? 'BRAVE_API_KEY' : 'PALAESTRA_SEARCH_API_KEY'
    vi.stubEnv(variable, LIVE_KEY)
    onTestFinished(() => void vi.unstubAllEnvs())
    const server = await openSearchServer({
      port: api === 'brave' && fixtureMode() === 'record' ? 38921 : 0,
      instead: (asked) => (asked === 0 ? { status: 503, body: `busy; ${LIVE_KEY}` } : undefined),
    })

    const recorded = await record(path, {
      ...{ env: live, agent: browsing, seed: 1, task: 'oss', options: webAt(server.baseUrl, api) },
    })
    await server[Symbol.asyncDispose]()
    await dropUnusedBlobs(dirname(path))
    vi.unstubAllEnvs()
    // In an address a key has its place, and its length.
    if (api === 'own') vi.stubEnv(variable, 'x'.repeat(LIVE_KEY.length))
    const { trajectory, unused } = await replay(await openCassette(path), {
      env: live,
      agent: browsing,
    })

    expect(JSON.stringify(server.seen)).toContain(LIVE_KEY)
    expect(await readFile(path, 'utf8')).not.toContain(LIVE_KEY)
    expect(recorded.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
    expect(trajectory.turns.map(({ observation }) => observation)).toEqual(
      recorded.turns.map(({ observation }) => observation),
    )
    expect(unused).toEqual([])
  },
)
