import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeHarborTask } from '../fixtures/harbor.ts'
import { chooseHarborSandbox, openHarbor, readHarborTask } from './index.ts'

const scratch = mkdtemp(join(tmpdir(), 'palaestra-harbor-bad-'))
afterAll(async () => rm(await scratch, { recursive: true, force: true }))

async function taskWith(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(await scratch, 'task-'))
  await makeHarborTask(folder, { files })
  return readHarborTask(folder)
}

const toml = (text: string) => ({ 'task.toml': text })
const separate = 'artifacts = ["/data/out.json"]\n[verifier]\nenvironment_mode = "separate"\n'

test.each([
  [
    'hosts',
    toml('[environment]\nnetwork_mode = "allowlist"\nallowed_hosts = ["a.example", "b.example"]\n'),
    'it asks for a.example, b.example alone, and a sandbox has no network or an open one (set network_mode to "no-network" or "public" in task.toml)',
  ],
  [
    'compose',
    { 'environment/docker-compose.yaml': 'services: { main: {} }\n' },
    'it is made of several containers (docker-compose) (give it one Dockerfile or image)',
  ],
  [
    'a GPU',
    toml('[environment]\nallow_internet = false\ngpus = 1\n'),
    'it asks for a GPU (set environment.gpus to 0)',
  ],
  [
    'a network for the verifier alone',
    toml('[agent]\nnetwork_mode = "no-network"\n'),
    'its verifier needs a network that its agent must not have (set environment_mode = "separate" for the verifier)',
  ],
  [
    'artifacts among the tests',
    toml(
      `${separate.replace('/data/out.json', '/tests/out')}[environment]\nallow_internet = false\n`,
    ),
    'its artifact /tests/out lies in /tests (leave that to the verifier)',
  ],
])('a task with %s is refused in one line', async (_, files, reason) => {
  const task = await taskWith(files)

  await expect(openHarbor(task, { kind: 'docker', unsafeProcess: false })).rejects.toMatchObject({
    name: 'ConfigError',
    message: `Cannot play task ${task.info.id}: ${reason}`,
  })
})

test('variables that the host lacks are missed before anything is opened', async () => {
  const env = `env = { KEY = "\${HARBOR_TEST_NONE}" }`
  const task = await taskWith(toml(`[environment]\nallow_internet = false\n[verifier]\n${env}\n`))
  const open = () => Promise.reject(new Error('opened'))

  await expect(
    openHarbor(task, { kind: 'bubblewrap', unsafeProcess: false }, { open }),
  ).rejects.toThrow('it needs HARBOR_TEST_NONE from the environment (set it)')
})

test('auto takes docker, and what is asked for by name is taken where it will do', async () => {
  const task = await taskWith({})

  expect(await chooseHarborSandbox('auto', task)).toMatchObject({ kind: 'docker' })
  expect(await chooseHarborSandbox('docker', task)).toMatchObject({ kind: 'docker' })
  for (const kind of ['virtual', 'process'] as const) {
    await expect(chooseHarborSandbox(kind, task)).rejects.toThrow(
      `Cannot play task acme/ledger-total in a ${kind} sandbox: its verifier needs /tests, /logs and real processes (use docker or bubblewrap)`,
    )
  }
})
