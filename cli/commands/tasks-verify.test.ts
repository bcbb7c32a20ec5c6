import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFixtures } from '../../envs/swe/bench/fixtures/make.ts'
import { describeWith } from '../../test/describe-with.ts'
import { folderWith, palaestra, startPalaestra } from '../palaestra.suite.ts'

/** The JavaScript instance of the fixtures under several ids, each different in some fields. */
async function tasksOf(folder: string, changes: Readonly<Record<string, object>>): Promise<string> {
  const { file, ids } = await makeFixtures(folder)
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
  const row = JSON.parse(lines[ids.indexOf('acme__phrase-27')] ?? '') as object
  const rows = Object.entries(changes).map(([instance_id, change]) => ({
    ...{ ...row, instance_id, ...change },
  }))
  await writeFile(file, rows.map((one) => `${JSON.stringify(one)}\n`).join(''))
  return file
}

const idsIn = async (path: string) =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { id: string }).id)

describeWith('bubblewrap', 'tasks verify, where bubblewrap is', () => {
  test('it shows a table, tells what is wrong on the way, and keeps the ids that can be trusted', async () => {
    const folder = await folderWith()
    const open = { FAIL_TO_PASS: ['filters > abs'], PASS_TO_PASS: [] }
    const file = await tasksOf(folder, { good: {}, open, lost: { snapshot: 'nowhere' } })
    const out = join(folder, 'trusted.jsonl')

    const { code, stdout, stderr } = await palaestra('tasks', 'verify', file, '--out', out)

    expect(code).toBe(1)
    expect(stdout).toMatch(/^task {2}gold 1st {2}gold 2nd {2}untouched {3}seconds {2}verdict\n/)
    expect(stdout).toMatch(/\ngood {2}pass {6}pass {6}fail {7} +[\d.]+ {2}trusted\n/)
    expect(stdout).toMatch(/\nopen {2}pass {6}pass {6}pass {7} +[\d.]+ {2}passes untouched: it is/)
    expect(stdout).toMatch(/\nlost {2}- +- +- +[\d.]+ {2}unscored: ConfigError: Cannot find the/)
    expect(stdout).toMatch(/\n\n1 of 3 can be trusted, in [^\n]+\n$/)
    expect(stderr).toContain('Sandbox: bubblewrap (auto picked it: ')
    expect(stderr).toContain('open: passes untouched: it is solved where nothing was done\n')
    expect(stderr).toContain('3/3 verified  1 trusted  in ')
    expect(await idsIn(out)).toEqual(['good'])
  }, 120_000)

  test('--json prints one line; tasks can be chosen; where all are trusted the exit code is 0', async () => {
    const folder = await folderWith()
    const file = await tasksOf(folder, { a: {}, b: {}, c: {}, d: {} })

    const { code, stdout, stderr } = await palaestra(
      ...['tasks', 'verify', file, '--task', 'd,c', '--task', 'b', '--limit', '2'],
      ...['--json', '--quiet', '--concurrency', '1'],
    )

    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\n')).toHaveLength(2)
    const { results, ...figures } = JSON.parse(stdout)
    expect(figures).toMatchObject({
      ...{ tasks: file, status: 'complete', total: 2, verified: 2, trusted: 2 },
      verdicts: { trusted: 2 },
    })
    expect(results).toMatchObject([
      {
        ...{ id: 'b', verdict: 'trusted', sandbox: 'bubblewrap' },
        gold: [{ passed: true, failToPass: 1 }, { passed: true }],
        untouched: { passed: false, failToPass: 0, passToPass: 1 },
      },
      { id: 'c' },
    ])
  }, 120_000)

  test('Ctrl-C keeps what was verified', async () => {
    const folder = await folderWith()
    const names = Array.from({ length: 20 }, (_, n) => [`t${n}`, {}])
    const file = await tasksOf(folder, Object.fromEntries(names))
    const out = join(folder, 'trusted.jsonl')
    const verifying = startPalaestra(
      ...['tasks', 'verify', file, '--out', out, '--concurrency', '1', '--json'],
    )

    await verifying.said('/20 verified')
    verifying.child.kill('SIGINT')
    const { code, stdout, stderr } = await verifying.finished

    expect(code).toBe(130)
    expect(stderr).toContain('Stopping: what is being verified is dropped')
    const { status, verified, results } = JSON.parse(stdout)
    expect(status).toBe('interrupted')
    expect(verified).toBeGreaterThan(0)
    expect(verified).toBeLessThan(20)
    expect(await idsIn(out)).toEqual(results.map(({ id }: { id: string }) => id))
  }, 120_000)
})

test.each([
  [['verify', 'nowhere.jsonl'], /^Cannot read instances \S*nowhere\.jsonl: no such file/],
  [
    ['verify', 'TASKS', '--task', 'on'],
    /^Cannot verify task on: there is no such one \(did you mean "one"\?\)/,
  ],
  [
    ['verify', 'TASKS', '--sandbox', 'process'],
    /^Cannot use --sandbox process: it protects nothing/,
  ],
  [['verify', 'TASKS', '--out', '/dev/null/x'], /^Cannot write \/dev\/null\/x: /],
  [
    ['verify', 'TASKS', '--limt', '1'],
    /^Cannot verify tasks: there is no flag --limt \(did you mean/,
  ],
  // Where a mistake kept every task from being verified, it is the user's turn.
  [['verify', 'TASKS', '--quiet'], /^Cannot find the repository of one: /],
  [
    ['verfy'],
    /^Cannot run palaestra tasks verfy: there is no such command \(did you mean "tasks verify"/,
  ],
])('tasks %j is refused in one line', async (argv, message) => {
  const row = { repo: 'a/b', base_commit: 'c'.repeat(40), problem_statement: 'p', patch: '' }
  const instance = { ...row, instance_id: 'one', FAIL_TO_PASS: ['t'], language: 'python' }
  const folder = await folderWith({ 'tasks.jsonl': `${JSON.stringify(instance)}\n` })
  const words = argv.map((word) => (word === 'TASKS' ? join(folder, 'tasks.jsonl') : word))

  const { code, stdout, stderr } = await palaestra('tasks', ...words)

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test.each([
  ['tasks.jsonl', 'tasks.jsonl'],
  ['.', 'tasks.jsonl'],
])('tasks of %s are not verified into %s', async (tasks, out) => {
  const task = {
    ...{
      id: 'one',
      statement: 's',
      files: { 'a.js': '1', 'a.test.js': '' },
      failToPass: ['a.test.js > a'],
    },
    edits: [{ file: 'a.js', find: '1', replace: '2' }],
  }
  const text = `${JSON.stringify(task)}\n`
  const folder = await folderWith({ 'tasks.jsonl': text })

  const { code, stderr } = await palaestra(
    ...['tasks', 'verify', join(folder, tasks), '--out', join(folder, out)],
  )

  expect(code).toBe(2)
  expect(stderr).toMatch(
    /^Cannot write \S*: it holds tasks that are verified \(choose another file\)\n$/,
  )
  expect(await readFile(join(folder, 'tasks.jsonl'), 'utf8')).toBe(text)
})

test('tasks alone lists its commands', async () => {
  const { code, stdout } = await palaestra('tasks')

  expect(code).toBe(0)
  expect(stdout).toContain('  tasks verify    Run the known solution')
  expect(stdout).not.toContain('report')
})
