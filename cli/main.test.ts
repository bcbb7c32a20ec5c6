import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readRun } from '../runs/index.ts'
import { envSource, folderWith, palaestra, startPalaestra, waitingFrom } from './palaestra.suite.ts'

const GUESS = ['run', '--env', 'text/GuessNumber-v0'] as const

test('run shows progress on standard error, then a table and where the run is', async () => {
  const out = join(await folderWith(), 'run')

  const { code, stdout, stderr } = await palaestra(...GUESS, '--episodes', '6', '--out', out)

  expect(code).toBe(0)
  expect(stdout).toMatch(/^text\/GuessNumber-v0, agent random\n/)
  expect(stdout).toContain('episodes        6 (6 scored, 0 unscored)')
  expect(stdout).toContain(`Stored in ${out}\n`)
  expect(stderr).toContain('6/6  success')
  expect((await readdir(out)).toSorted()).toEqual([
    'run.json',
    'scores.jsonl',
    'trajectories.jsonl',
  ])
})

test('run --json prints exactly one line, also when the env itself prints', async () => {
  const folder = await folderWith({ 'env.ts': envSource('') })

  const { code, stdout, stderr } = await palaestra(
    ...['run', '--env', join(folder, 'env.ts'), '--episodes', '3', '--json', '--quiet'],
    ...['--out', join(folder, 'run')],
  )

  expect(code).toBe(0)
  expect(stdout.split('\n')).toHaveLength(2)
  expect(JSON.parse(stdout)).toMatchObject({
    run: join(folder, 'run'),
    env: 'test/Own-v0',
    agent: 'random',
    sandbox: null,
    episodes: 3,
    scored: 3,
    unscored: 0,
    success: 1,
    meanReward: 1,
    meanTurns: 1,
  })
  expect(stderr).toContain('a word of the env')
})

test.each([
  [['run', '--epsiodes', '3'], 'there is no flag --epsiodes (did you mean "--episodes"?)'],
  [['run', '--env', 'text/GuesNumber-v0'], 'did you mean "text/GuessNumber-v0"?'],
  [
    [...GUESS, '--agent', 'orakle'],
    '--agent "orakle" is none of its values (did you mean "oracle"?)',
  ],
  [[...GUESS, '--out', '/proc/run'], 'Cannot store the run in /proc/run: '],
])('%j is one clear line and exit code 2', async (argv, message) => {
  const { code, stdout, stderr } = await palaestra(...argv)

  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test.each([
  ['does not compile', 'export const x: = 1\n', /env\.ts:1:17: Unexpected "="/],
  ['throws', 'export const x = 1\nthrow new Error("boom")\n', /env\.ts:2:7: boom/],
  ['imports what is not there', 'import "nowhere-at-all"\n', /env\.ts imports nowhere-at-all/],
  ['exports no env', 'export const a = 1\nexport const b = 2\n', /it exports no env, only a, b/],
  [
    'exports several',
    `${envSource('')}export const other = { ...own }\n`,
    /it exports several, other, own \(export one a file\)/,
  ],
])('an env file that %s is one line with the place', async (_, source, message) => {
  const folder = await folderWith({ 'env.ts': source })

  const { code, stderr } = await palaestra('check', join(folder, 'env.ts'))

  expect(code).toBe(2)
  expect(stderr).toMatch(message)
  expect(stderr).not.toContain('    at ')
})

test('the first Ctrl-C finishes what runs, and --resume plays exactly the rest', async () => {
  const folder = await folderWith({ 'env.ts': envSource(waitingFrom(9)) })
  const out = join(folder, 'run')
  const running = startPalaestra(
    ...['run', '--env', join(folder, 'env.ts'), '--episodes', '200', '--concurrency', '2'],
    ...['--out', out, '--json'],
  )
  await running.said('it waits')
  running.child.kill('SIGINT')
  const first = await running.finished
  await writeFile(join(folder, 'env.ts'), envSource(''))
  const resumed = await palaestra('run', '--resume', out, '--concurrency', '64', '--json')

  expect(first.code).toBe(130)
  const { episodes } = JSON.parse(first.stdout) as { episodes: number }
  expect(JSON.parse(first.stdout)).toMatchObject({ status: 'interrupted', unscored: 0 })
  expect(episodes).toBeLessThan(200)
  expect(first.stderr).toContain(`Continue with: npm run palaestra -- run --resume ${out}`)
  expect(resumed.code).toBe(0)
  expect(resumed.stderr).toContain(`200 episodes (${episodes} done before)`)
  expect(resumed.stderr).not.toContain('Warning')
  expect(JSON.parse(resumed.stdout)).toMatchObject({ status: 'complete', episodes: 200 })
  const ids: string[] = []
  for await (const { id } of (await readRun(out)).trajectories()) ids.push(id)
  expect(new Set(ids).size).toBe(200)
  expect(ids).toHaveLength(200)
})

test('the second Ctrl-C leaves at once', async () => {
  const folder = await folderWith({ 'env.ts': envSource('await sleep(100_000)') })
  const running = startPalaestra(
    ...['run', '--env', join(folder, 'env.ts'), '--out', join(folder, 'run')],
  )
  await running.said('at a time')
  running.child.kill('SIGINT')
  await running.said('Stopping')
  await sleep(100)

  running.child.kill('SIGINT')
  await running.finished

  // A shell's exit code is 130 then, as of any program that a Ctrl-C ended.
  expect(running.child.signalCode).toBe('SIGINT')
})

test('a run whose every episode fails says so and exits with 1', async () => {
  const folder = await folderWith({ 'env.ts': envSource('throw new Error("out of order")') })

  const { code, stderr } = await palaestra(
    ...['run', '--env', join(folder, 'env.ts'), '--episodes', '2', '--out', join(folder, 'run')],
  )

  expect(code).toBe(1)
  expect(stderr).toContain('No episode was scored: 2 EnvError. For example: out of order')
})

test('new writes an env that holds what it declares, and does not overwrite it', async () => {
  const folder = join(await folderWith(), 'my-env')

  const made = await palaestra('new', folder)
  const written = await readFile(join(folder, 'env.ts'), 'utf8')
  const checked = await palaestra('check', join(folder, 'env.ts'))
  const again = await palaestra('new', folder)

  expect(made.code).toBe(0)
  expect(written).toContain("id: 'my/MyEnv-v0'")
  expect(checked.stdout).toContain('my/MyEnv-v0 holds what it declares.')
  expect(checked.code).toBe(0)
  expect(again.code).toBe(2)
  expect(again.stderr).toContain('it exists already (choose another name)')
  expect(await readFile(join(folder, 'env.ts'), 'utf8')).toBe(written)
})

test('check exits with 1 when an env does not hold what it declares', async () => {
  const folder = await folderWith({ 'env.ts': envSource('') })

  const { code, stdout } = await palaestra('check', join(folder, 'env.ts'), '--json')

  expect(code).toBe(1)
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(stdout)).toMatchObject({ env: 'test/Own-v0', passed: false })
})

test('help and version are printed without an env', async () => {
  const help = await palaestra('run', '--help')
  const version = await palaestra('--version')

  expect(help.code).toBe(0)
  expect(help.stdout).toMatch(/--group-size <n>\s+Episodes that share seed and task/)
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
