import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { folderWith, palaestra } from '../cli/palaestra.suite.ts'

const root = join(import.meta.dirname, '..')

test('the command plays a recorded run again, and stores the same trajectories', async () => {
  const folder = await folderWith()

  const [first, second] = await Promise.all(
    ['first', 'second'].map((name) =>
      palaestra(
        ...['run', '--replay', 'fixtures/recordings/repair', '--out', join(folder, name)],
        ...['--json', '--quiet'],
      ),
    ),
  )

  expect([first?.code, second?.code]).toEqual([0, 0])
  expect(first?.stderr).toContain('All 2 episodes came out as recorded')
  expect(JSON.parse(first?.stdout ?? '')).toMatchObject({ scored: 2, unscored: 0 })
  const [one, other] = await Promise.all(['first', 'second'].map((name) => stored(folder, name)))
  expect(one).toHaveLength(2)
  expect(one).toEqual(other)
}, 60_000)

test('Node’s own test runner replays in three lines, where no daemon and no key is', async () => {
  const folder = await folderWith({ 'replays.test.ts': replays })
  const environment = Object.entries(process.env).filter(([name]) => !/API_KEY|VITEST/.test(name))

  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...['--conditions=palaestra-source', '--import', 'tsx', '--test', '--test-reporter=tap'],
      join(folder, 'replays.test.ts'),
    ],
    { cwd: root, env: { ...Object.fromEntries(environment), DOCKER_HOST: 'tcp://127.0.0.1:1' } },
  )

  expect(stdout).toContain('# pass 3')
  expect(stdout).toContain('# fail 0')
}, 60_000)

/** What a user would write. */
const replays = `import assert from 'node:assert/strict'
import test from 'node:test'
import { createChatAgent } from 'palaestra/agents'
import { nameFile } from 'palaestra/envs/guide/name-file'
import { repair } from 'palaestra/envs/swe'
import { blockOutside, openCassette, replay } from 'palaestra/fixtures'

blockOutside()

test('commands', async () => {
  const cassette = await openCassette('fixtures/recordings/name-file')
  const { trajectory } = await replay(cassette, { env: nameFile })
  assert.equal(trajectory.outcome.reward.value, 1)
})

test('a model', async () => {
  const cassette = await openCassette('fixtures/recordings/chat')
  const agent = createChatAgent({ baseUrl: 'http://127.0.0.1:38917/v1', model: 'scripted', temperature: 0 })
  await replay(cassette, { env: repair, agent })
})

test('a container', async () => {
  const cassette = await openCassette('fixtures/recordings/repair-docker')
  await replay(cassette, { env: repair })
})
`

/** The trajectories of a run in the order of their ids, without what they took. */
async function stored(folder: string, run: string): Promise<readonly unknown[]> {
  const text = await readFile(join(folder, run, 'trajectories.jsonl'), 'utf8')
  const lines = text.trimEnd().split('\n').sort()
  return lines.map((line) =>
    JSON.parse(line, (name, value: unknown) =>
      name === 'durationMs' || name === 'timings' ? undefined : value,
    ),
  )
}
