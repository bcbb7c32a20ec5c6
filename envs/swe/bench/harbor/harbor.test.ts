import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { findHarborTasks, readHarborTask, readReward, resolveVariables } from './index.ts'
import { mebibytes } from './size.ts'

const scratch = mkdtempSync(join(tmpdir(), 'palaestra-harbor-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function taskFolder(files: Record<string, string | undefined>, name = 'task'): string {
  const folder = join(mkdtempSync(join(scratch, 'set-')), name)
  const all: Record<string, string | undefined> = {
    'instruction.md': 'Count the gears and write the number to /app/count.txt.\n',
    'environment/Dockerfile': 'FROM scratch\n',
    'tests/test.sh': 'echo 1 > /logs/verifier/reward.txt\n',
    'task.toml': '',
    ...files,
  }
  for (const [path, text] of Object.entries(all)) {
    if (text === undefined) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const older = `version = "1.0"

[metadata]
author_name = "A. Smith"
difficulty = "easy"
category = "counting"
tags = ["gears"]

[verifier]
timeout_sec = 120.0

[agent]
timeout_sec = 240.0

[environment]
build_timeout_sec = 300.0
cpus = 2
memory_mb = 2048
storage_mb = 10240
`

const newer = `schema_version = "1.2"
artifacts = ["/app/count.txt", { source = "/app/logs" }]

[task]
name = "acme/count-gears"
description = "Count gears"
authors = [{ name = "A. Smith", email = "a@example.com" }]
keywords = ["gears"]

[metadata]
difficulty = 3
anything = { nested = [1, 2] }

[agent]
timeout_sec = 600
network_mode = "allowlist"
allowed_hosts = ["models.example.com"]

[verifier]
timeout_sec = 90
environment_mode = "separate"
user = "root"
env = { KEY = "\${KEY}", LEVEL = "\${LEVEL:-high}" }
network_mode = "no-network"

[verifier.environment]
docker_image = "example.com/judge:1"

[[verifier.collect]]
command = "cp -r /app/out /logs/out"

[environment]
docker_image = "example.com/gears:2"
cpus = 1.5
memory = "4G"
storage = "512M"
workdir = "/app"
unknown_key = "is let through"

[environment.env]
TZ = "UTC"

[environment.healthcheck]
command = "true"
retries = 3
`

describe('readHarborTask', () => {
  test('reads the older generation', async () => {
    const folder = taskFolder(
      { 'task.toml': older, 'solution/solve.sh': 'echo 3 > /app/count.txt\n' },
      'count-gears',
    )

    expect(await readHarborTask(folder)).toEqual({
      info: {
        id: 'count-gears',
        split: 'test',
        difficulty: 'easy',
        kind: 'counting',
        hash: expect.any(String),
      },
      folder,
      instruction: 'Count the gears and write the number to /app/count.txt.\n',
      environment: {
        source: { kind: 'dockerfile', folder: join(folder, 'environment') },
        buildTimeoutMs: 300_000,
        cpus: 2,
        memoryMiB: 2048,
        storageMiB: 10240,
        workdir: undefined,
        env: {},
        healthcheck: undefined,
      },
      agent: { timeoutMs: 240_000, user: undefined, network: { mode: 'public' } },
      verifier: {
        tests: join(folder, 'tests'),
        command: 'bash /tests/test.sh',
        timeoutMs: 120_000,
        user: undefined,
        env: {},
        network: { mode: 'public' },
        environment: undefined,
        collect: [],
      },
      artifacts: [],
      solution: join(folder, 'solution'),
    })
  })

  test('reads the newer generation, with a verifier of its own', async () => {
    const task = await readHarborTask(taskFolder({ 'task.toml': newer }))

    expect(task).toMatchObject({
      info: { id: 'acme/count-gears', difficulty: 3, kind: 'harbor' },
      environment: {
        source: { kind: 'image', image: 'example.com/gears:2' },
        cpus: 1.5,
        memoryMiB: 4096,
        storageMiB: 512,
        workdir: '/app',
        env: { TZ: 'UTC' },
        healthcheck: { command: 'true', retries: 3 },
      },
      agent: { network: { mode: 'hosts', hosts: ['models.example.com'] } },
      verifier: {
        timeoutMs: 90_000,
        user: 'root',
        network: { mode: 'none' },
        environment: { source: { kind: 'image', image: 'example.com/judge:1' } },
        collect: [{ command: 'cp -r /app/out /logs/out', timeoutMs: 600_000 }],
      },
      artifacts: ['/app/count.txt', '/app/logs'],
      solution: undefined,
    })
  })

  test('takes compose by where it stands, and closes the network where the task says so', async () => {
    const folder = taskFolder({
      'environment/docker-compose.yaml': 'services: { main: {} }\n',
      'task.toml': '[environment]\nallow_internet = false\ndocker_image = "x"\n',
    })

    const task = await readHarborTask(folder)

    expect(task.environment.source).toEqual({
      kind: 'compose',
      file: join(folder, 'environment/docker-compose.yaml'),
      service: 'main',
    })
    expect(task.agent.network).toEqual({ mode: 'none' })
    expect(task.verifier.network).toEqual({ mode: 'none' })
  })

  test('hashes all of a task', async () => {
    const hash = async (files: Record<string, string>) =>
      (await readHarborTask(taskFolder(files))).info.hash

    expect(await hash({})).toBe(await hash({}))
    expect(await hash({ 'tests/data.txt': 'a' })).not.toBe(await hash({ 'tests/data.txt': 'b' }))
  })

  test.each([
    ['task.toml', { 'task.toml': undefined }, 'task.toml: no such file'],
    ['TOML', { 'task.toml': '[agent]\ntimeout_sec = = 3\n' }, 'task.toml: line 2, '],
    [
      'a field',
      { 'task.toml': '[agent]\ntimeout_sec = "soon"\n' },
      'task.toml: field agent.timeout_sec: expected number, received string',
    ],
    [
      'a size',
      { 'task.toml': '[environment]\nmemory = "lots"\n' },
      'task.toml: field environment.memory: ',
    ],
    [
      'a mode',
      { 'task.toml': '[verifier]\nenvironment_mode = "apart"\n' },
      'task.toml: field verifier.environment_mode: ',
    ],
    [
      'a hook',
      { 'task.toml': '[[verifier.collect]]\ntimeout_sec = 3\n' },
      'task.toml: field verifier.collect.0.command: ',
    ],
    [
      'steps',
      { 'task.toml': '[[steps]]\nname = "one"\n' },
      'task.toml: field steps: tasks of several steps are not supported',
    ],
    ['the instruction', { 'instruction.md': undefined }, 'instruction.md: no such file'],
    ['an empty instruction', { 'instruction.md': ' \n' }, 'instruction.md: it is empty'],
    ['the tests', { 'tests/test.sh': undefined }, 'tests/test.sh: no such file'],
    ['an environment', { 'environment/Dockerfile': undefined }, 'environment: no Dockerfile'],
  ] as const)('says in one line what is wrong with %s', async (_, files, message) => {
    const error: unknown = await readHarborTask(taskFolder(files)).catch((reason) => reason)

    expect(error).toMatchObject({ name: 'ConfigError' })
    expect(String(error)).toContain(`Cannot read task task: ${message}`)
    expect(String(error)).not.toContain('\n')
  })

  test('is found by its folder or by the one around it', async () => {
    const folder = taskFolder({})
    taskFolder({})
    writeFileSync(join(dirname(folder), 'readme.md'), '')

    expect(await findHarborTasks(folder)).toEqual([folder])
    expect(await findHarborTasks(dirname(folder))).toEqual([folder])
    expect(await findHarborTasks(join(folder, 'tests'))).toEqual([])
  })
})

describe('readReward', () => {
  test.each([
    [{ json: '0.5', text: '1' }, { reward: 0.5 }, {}],
    [{ json: '{"reward": 1, "tests": 3}', text: undefined }, { reward: 1 }, { tests: 3 }],
    [{ json: '{"speed": 0.25, "size": -1}', text: undefined }, { speed: 0.25, size: -1 }, {}],
    [{ json: undefined, text: ' 0.75\n' }, { reward: 0.75 }, {}],
  ])('reads %j', (files, rewards, metrics) => {
    expect(readReward(files)).toEqual({ status: 'scored', rewards, metrics })
  })

  test.each([
    { json: undefined, text: undefined },
    { json: undefined, text: '' },
    { json: undefined, text: '1 2' },
    { json: undefined, text: 'NaN' },
    { json: '{}', text: '1' },
    { json: '[1]', text: '1' },
    { json: '{"reward": "1"}', text: '1' },
    { json: '1e999', text: '1' },
    { json: 'null', text: '1' },
    { json: `${' '.repeat(2 ** 20)}1`, text: '1' },
  ])('scores nothing from %j', (files) => {
    expect(readReward(files)).toMatchObject({ status: 'invalid', reason: expect.any(String) })
  })

  test('reads any text without throwing', () => {
    fc.assert(
      fc.property(
        fc.option(fc.oneof(fc.json(), fc.string()), { nil: undefined }),
        fc.option(fc.string(), { nil: undefined }),
        (json, text) => {
          const reward = readReward({ json, text })
          if (reward.status === 'scored')
            expect(Object.values(reward.rewards).every(Number.isFinite)).toBe(true)
        },
      ),
    )
  })
})

test('resolveVariables fills in what the host has, and says what it lacks', () => {
  const variable = (name: string) => `\${${name}}`
  const given = { A: `x${variable('HOME_KEY')}y`, B: variable('NONE:-b'), C: '$PLAIN' }

  expect(resolveVariables(given, { HOME_KEY: '1' }, 't')).toEqual({
    A: 'x1y',
    B: 'b',
    C: '$PLAIN',
  })
  expect(() => resolveVariables({ A: variable('NONE') }, {}, 't')).toThrow(
    'Cannot run task t: it needs NONE from the environment (set it)',
  )
})

test('mebibytes reads sizes as tasks write them', () => {
  expect(['512M', '4G', '1.5Gi', '2048K', '1T', '1048576', 64].map(mebibytes)).toEqual([
    512, 4096, 1536, 2, 1048576, 1, 64,
  ])
})
