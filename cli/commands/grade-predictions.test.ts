import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFixtures } from '../../envs/swe/bench/fixtures/make.ts'
import { describeWith } from '../../test/describe-with.ts'
import { folderWith, palaestra } from '../palaestra.suite.ts'

interface Row {
  readonly instance_id: string
  readonly patch: string
  readonly test_patch: string
}

const INSTANCE = 'acme__phrase-27'

/** A file with one instance under several ids, and its row. */
async function instancesOf(folder: string, names: readonly string[]) {
  const { file } = await makeFixtures(folder)
  const rows = (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
  const row = rows.find(({ instance_id: id }) => id === INSTANCE)
  if (!row) throw new Error(`The fixtures have no ${INSTANCE}`)
  const copies = names.map((name) => ({ ...row, instance_id: name }))
  await writeFile(file, linesOf(copies))
  return { file, row }
}

const linesOf = (values: readonly object[]) =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('')

const grade = (file: string, folder: string, ...flags: readonly string[]) =>
  palaestra(
    ...['env:swe', '--env', 'swe/Bench-v0', '--tasks', file, '--quiet', '--json'],
    ...['--predictions', join(folder, 'predictions.jsonl'), '--out', join(folder, 'run'), ...flags],
  )

describeWith('bubblewrap', 'predictions, where bubblewrap is', () => {
  test('each is graded once without an agent, and says what became of it', async () => {
    const folder = await folderWith()
    const names = ['none', 'tests', 'bad', 'empty', 'null', 'noise', 'fix']
    const { file, row } = await instancesOf(folder, names)
    const patches = {
      fix: row.patch,
      null: null,
      empty: '',
      bad: row.patch.replaceAll(/^ .*$/gm, ' something else'),
      tests: row.test_patch,
      noise: 'I would change the lexer.\n',
    }
    const predictions = Object.entries(patches).map(([instance_id, model_patch]) => ({
      ...{ instance_id, model_name_or_path: 'm', model_patch },
    }))
    await writeFile(join(folder, 'predictions.jsonl'), linesOf(predictions))

    const { code, stdout } = await grade(file, folder)

    expect(code).toBe(0)
    const { agent, episodes, unscored, success, instances } = JSON.parse(stdout)
    expect({ agent, episodes, unscored, success }).toEqual({
      ...{ agent: 'null', episodes: 6, unscored: 0, success: 1 / 6 },
    })
    const unresolved = { resolved: false, resolved_strict: false, reward: 0 }
    expect(instances).toMatchObject([
      {
        ...{ instance_id: 'tests', patch_exists: true, ...unresolved },
        integrity: [expect.stringContaining('test/render.test.js: ')],
      },
      {
        ...{ instance_id: 'bad', patch_exists: true, ...unresolved },
        patch_successfully_applied: false,
      },
      { instance_id: 'empty', patch_is_None: false, ...unresolved },
      { instance_id: 'null', patch_is_None: true, patch_exists: false, ...unresolved },
      { instance_id: 'noise', patch_exists: true, ...unresolved },
      {
        ...{ instance_id: 'fix', patch_exists: true, patch_successfully_applied: true },
        ...{ resolved: true, resolved_strict: true, reward: 1, integrity: [] },
        tests_status: { FAIL_TO_PASS: { failure: [] }, PASS_TO_PASS: { failure: [] } },
      },
    ])
  }, 120_000)

  test('a group grades each as often as it is large, and a run goes on to no more than that', async () => {
    const folder = await folderWith()
    const { file } = await instancesOf(folder, ['one', 'two'])
    const predictions = ['one', 'two'].map((instance_id) => ({ instance_id, model_patch: '' }))
    await writeFile(join(folder, 'predictions.jsonl'), linesOf(predictions))

    const played = await grade(file, folder, '--group-size', '2')
    const resumed = await palaestra('run', '--resume', join(folder, 'run'), '--json')

    expect(JSON.parse(played.stdout)).toMatchObject({ episodes: 4, scored: 4 })
    expect(JSON.parse(resumed.stdout)).toMatchObject({ episodes: 4, scored: 4 })
    expect(resumed.stderr).toContain('agent null: 4 episodes (4 done before)')
  }, 120_000)
})

test.each([
  [[{ instance_id: 'one' }], 'line 1, field model_patch: is missing'],
  [
    [{ instance_id: 'one', model_patch: null }, { model_patch: '' }],
    'line 2, field instance_id: is missing',
  ],
  [[{ instance_id: 'one', model_patch: 7 }], 'line 1, field model_patch: expected string'],
  [
    [{ instance_id: 'on', model_patch: '' }],
    'Cannot grade the prediction for on: there is no such instance (did you mean "one"?)',
  ],
  [
    Array(2).fill({ instance_id: 'one', model_patch: '' }),
    'line 2, field instance_id: one has a prediction already',
  ],
])('predictions %j are refused in one line', async (predictions, message) => {
  const folder = await folderWith({ 'predictions.jsonl': linesOf(predictions) })
  const row = { repo: 'a/b', base_commit: 'c'.repeat(40), problem_statement: 'p' }
  await writeFile(
    join(folder, 'tasks.jsonl'),
    linesOf([{ instance_id: 'one', ...row, FAIL_TO_PASS: ['t'] }]),
  )

  const { code, stdout, stderr } = await grade(join(folder, 'tasks.jsonl'), folder)

  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
