import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { folderWith, palaestra } from '../cli/palaestra.suite.ts'
import { openCassette } from '../fixtures/index.ts'

const root = join(import.meta.dirname, '..')

test('the command plays a recorded run again, and stores the same trajectories', async () => {
  const folder = await folderWith()

  const { code, stdout, stderr } = await palaestra(
    ...['run', '--replay', 'fixtures/recordings/repair', '--out', join(folder, 'run')],
    ...['--json', '--quiet'],
  )

  expect(code).toBe(0)
  expect(stderr).toContain('All 2 episodes came out as recorded')
  expect(JSON.parse(stdout)).toMatchObject({ scored: 2, unscored: 0 })
  const recorded = await Promise.all(
    ['e000000', 'e000001'].map((episode) =>
      openCassette('fixtures/recordings/repair', { episode }),
    ),
  )
  expect((await stored(join(folder, 'run'))).map(untimed)).toEqual(
    recorded.map(({ trajectory }) => untimed(trajectory)),
  )
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

/** The trajectories of a run in the order of their ids. */
async function stored(folder: string): Promise<readonly unknown[]> {
  const text = await readFile(join(folder, 'trajectories.jsonl'), 'utf8')
  const lines = text.trimEnd().split('\n').sort()
  return lines.map((line) => JSON.parse(line))
}

/** Without what it took, and with what. */
const untimed = (trajectory: unknown): unknown =>
  JSON.parse(JSON.stringify(trajectory), (name, value: unknown) =>
    /Ms$|^versions$/.test(name) ? undefined : value,
  )
