import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const repository = join(import.meta.dirname, '..')
let project = ''
/** Of work: what the registry and other programs take is not the package's. */
let installSeconds = 0

function run(command: string, args: readonly string[], cwd = project): string {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
}

const ENV_FILE = `
import { defineEnv, make, text } from 'palaestra'
import { solved } from 'palaestra/rewards'

export const echo = defineEnv({
  id: 'mine/Echo-v0',
  state: 'data',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 3,
  reset: ({ rng }) => {
    const word = rng.pick(['one', 'two'])
    return { state: { word }, observation: 'Say ' + word }
  },
  step: ({ word }, action) => {
    const right = action === word
    return { observation: right ? 'Yes.' : 'No.', signals: { solved: right }, terminated: right }
  },
  gold: ({ word }) => [word],
})
`

const USER_CODE = `
import { make, rollout, type Trajectory } from 'palaestra'
import { agents } from 'palaestra/agents'
import { envs } from 'palaestra/envs'
import { corpusOf, defineSearchEnv, indexOptions, openWorld, type IndexOptions } from 'palaestra/envs/search'
import { type Engine, openEngine, presetConfig } from 'palaestra/models'
import { openSandbox } from 'palaestra/sandboxes'
import { runSft } from 'palaestra/trainers'
import { buildReport, run } from 'palaestra/runs'
import { echo } from './my-env.ts'

const corpus = corpusOf('one', [{ id: 'a', title: 'A', sections: [{ heading: '', text: 'b' }] }])
const search = defineSearchEnv<IndexOptions>({
  id: 'mine/Search-v0',
  description: 'One page.',
  options: indexOptions,
  tasks: { list: () => [{ id: 'q', split: 'train', hash: 'q' }] },
  open: (options, { signal }) => openWorld(corpus, options, { signal }),
  question: () => ({ id: 'q', question: 'b?', split: 'train', answers: ['A'], support: ['a'], entities: [], rubrics: [] }),
})
const env = await make(echo)
const typed: string = (await env.reset({ seed: 1 })).observation
const game = await envs.make('text/GuessNumber-v0', { options: { range: 4 } })
const trajectory: Trajectory = await rollout(env, await (agents['oracle'] ?? (() => { throw new Error() }))())
const open: (options?: { device?: 'cpu' }) => Promise<Engine> = openEngine
const width: number = presetConfig('nano', { vocabularySize: 8 }).width
console.log(open.name, width, typeof runSft, search.id)
console.log(typed, trajectory.outcome.status, game.spec.id, typeof openSandbox, typeof run, typeof buildReport)
`

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'palaestra-package-'))
  run('npm', ['pack', '--pack-destination', project], repository)
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }')
  writeFileSync(join(project, 'my-env.ts'), ENV_FILE)
  writeFileSync(join(project, 'use.ts'), USER_CODE)
  const install = 'npm install --ignore-scripts --no-audit --no-fund "$0" > /dev/null 2>&3'
  const times = run('bash', ['-c', `exec 3>&2; { time -p ${install}; } 2>&1`, `./${tarball}`])
  for (const [, seconds] of times.matchAll(/(?:user|sys) ([\d.]+)/g)) {
    installSeconds += Number(seconds)
  }
  run('npm', ['install', '--no-audit', '--no-fund', 'typescript@6.0.3', '@types/node@20.19.43'])
}, 300_000)

// Tens of thousands of files.
afterAll(() => rmSync(project, { recursive: true, force: true }), 120_000)

test('the packed package installs without install scripts in under a minute of work', () => {
  expect(installSeconds).toBeGreaterThan(0)
  expect(installSeconds).toBeLessThan(60)
})

test('it type-checks in an empty strict project with skipLibCheck off', () => {
  const options = {
    compilerOptions: {
      strict: true,
      skipLibCheck: false,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'esnext.disposable'],
      types: ['node'],
      noEmit: true,
      allowImportingTsExtensions: true,
    },
    files: ['use.ts'],
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(options))
  expect(run('npx', ['tsc', '-p', '.'])).toBe('')
}, 120_000)

test('an engine that is not installed is named with the command that installs it', () => {
  const listed = JSON.parse(run('npx', ['palaestra', 'devices', '--json']))

  expect(listed.devices).toContainEqual(
    expect.objectContaining({
      ...{ engine: 'onnx', device: 'cpu', available: false },
      missing: 'npm install onnxruntime-node@1.30.0',
    }),
  )
}, 60_000)

test('its command runs an env file of the project', () => {
  const line = run('npx', [
    'palaestra',
    'run',
    '--env',
    './my-env.ts',
    '--agent',
    'oracle',
    '--episodes',
    '10',
    '--json',
  ])
  expect(JSON.parse(line)).toMatchObject({
    env: 'mine/Echo-v0',
    episodes: 10,
    scored: 10,
    unscored: 0,
    success: 1,
  })
}, 60_000)

test('its command runs the software-engineering env in the virtual sandbox', () => {
  const line = run('npx', [
    'palaestra',
    'run',
    '--env',
    'swe/Repair-v0',
    '--agent',
    'oracle',
    '--episodes',
    '4',
    '--json',
  ])
  expect(JSON.parse(line)).toMatchObject({ episodes: 4, scored: 4, success: 1 })
}, 120_000)

test('a scaffolded env passes its check', () => {
  run('npx', ['palaestra', 'new', 'my-world'])
  expect(run('npx', ['palaestra', 'check', './my-world/env.ts'])).toContain('gold')
}, 60_000)

test('its command makes the report with the page that was built into the package', () => {
  const report = (...words: string[]) => run('npx', ['palaestra', ...words])
  const ran = report(
    ...['run', '--env', './my-env.ts', '--agent', 'oracle', '--episodes', '4', '--out', 'mine'],
  )

  expect(ran).toContain('See what the agents did: npx palaestra report mine')
  expect(report('report', 'mine')).toContain('mine/report.html (4 episodes')
  const page = readFileSync(join(project, 'mine/report.html'), 'utf8')
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(page) ?? []
  const built = 'node_modules/palaestra/dist/runs/report/page/page.js'
  expect(script).toBe(readFileSync(join(project, built), 'utf8'))
  expect(script.length).toBeGreaterThan(10_000)
}, 60_000)
