import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { readDemonstrations } from '../../runs/index.ts'
import { envSource, folderWith, palaestra } from '../palaestra.suite.ts'

// Each test starts the program several times.
vi.setConfig({ testTimeout: 90_000 })

/** Its solution wins in every other episode, and takes two turns. */
const halfSolved = `import { defineEnv, text } from 'palaestra'
import { solved } from 'palaestra/rewards'

export const half = defineEnv({
  id: 'test/Half-v0',
  state: 'data',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 5,
  reset: ({ seed }) => ({ state: { seed }, observation: 'go' }),
  step({ seed }, action) {
    const done = action === 'end'
    return { observation: action, signals: { solved: done && seed % 2 === 0 }, terminated: done }
  },
  gold: () => ['walk', 'end'],
})
`

test('plays the solution over the train split, and shows what it took, by difficulty', async () => {
  const out = join(await folderWith(), 'demos')

  const { code, stdout, stderr } = await palaestra(
    ...['demos', 'text/GuessNumber-v0', '--episodes', '30', '--out', out],
    ...['--options', '{"difficulty":"all","instances":10}'],
  )
  const report = await palaestra('report', out, '--json')

  expect(code).toBe(0)
  expect(stderr).toContain('text/GuessNumber-v0, its own solution: 30 episodes')
  expect(stdout).toMatch(/^text\/GuessNumber-v0: 30 demonstrations of 30 episodes\n/)
  for (const difficulty of ['easy', 'standard', 'hard', 'all']) {
    expect(stdout).toMatch(new RegExp(`\\n  ${difficulty} +\\d+ +\\d+ +\\d\\.\\d +1\\.000\\n`))
  }
  expect(stdout).toContain(`Stored in ${out} (`)
  const splits = new Set<string | undefined>()
  for await (const { task } of await readDemonstrations(out)) splits.add(task?.split)
  expect([...splits]).toEqual(['train'])
  expect(JSON.parse(report.stdout).runs[0]).toMatchObject({ episodes: 30, notes: [] })
})

test('keeps what succeeds, says what did not, and goes on where it was told to', async () => {
  const folder = await folderWith({ 'env.ts': halfSolved })
  const out = join(folder, 'demos')

  const table = await palaestra(
    ...['demos', join(folder, 'env.ts'), '--episodes', '20', '--out', out, '--quiet'],
  )
  const resumed = await palaestra('demos', '--resume', out, '--episodes', '30', '--json')

  const demonstrations = await readDemonstrations(out)
  const turns: number[] = []
  for await (const trajectory of demonstrations) turns.push(trajectory.turns.length)
  const { kept } = demonstrations.counts()
  expect(table.code).toBe(0)
  expect(table.stderr).toBe('')
  expect(table.stdout).toMatch(/\n\d+ earned less than 1: they are stored, and not read\.\n/)
  expect(resumed.stdout.split('\n')).toHaveLength(2)
  expect(resumed.stderr).toContain('30 episodes (20 done before)')
  expect(JSON.parse(resumed.stdout)).toMatchObject({
    ...{ run: out, env: 'test/Half-v0', status: 'complete', seed: 0, episodes: 30, kept },
    ...{ unscored: 0, turns: 2 * kept, meanTurns: 2, meanReturn: 1, seconds: expect.any(Number) },
    byDifficulty: [{ difficulty: null, episodes: 30, kept, meanTurns: 2, meanReturn: 1 }],
  })
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThan(30)
  expect(turns).toEqual(Array.from({ length: kept }, () => 2))
})

test('a solution that never succeeds leaves nothing to imitate, and exit code 1', async () => {
  const folder = await folderWith({ 'env.ts': halfSolved.replace('seed % 2 === 0', 'seed < 0') })

  const { code, stderr } = await palaestra(
    ...['demos', join(folder, 'env.ts'), '--episodes', '3', '--out', join(folder, 'demos')],
  )

  expect(code).toBe(1)
  expect(stderr).toContain('No episode succeeded: there is nothing to imitate.')
})

test('the seed decides what is played', async () => {
  const folder = await folderWith()
  const played = async (name: string, seed: string) => {
    const out = join(folder, name)
    await palaestra(
      ...['demos', 'text/GuessNumber-v0', '--episodes', '6', '--concurrency', '1', '--quiet'],
      ...['--difficulty', 'hard', '--seed', seed, '--out', out],
    )
    const text = await readFile(join(out, 'trajectories.jsonl'), 'utf8')
    return text.match(/"hard\/train\/\d+"/g)
  }

  const first = await played('first', '1')

  expect(await played('second', '1')).toEqual(first)
  expect(await played('third', '2')).not.toEqual(first)
})

test('an env without a solution, and wrong choices, are one line and exit code 2', async () => {
  const folder = await folderWith({ 'env.ts': envSource('') })
  const refused = async (...argv: readonly string[]) => {
    const { code, stderr } = await palaestra('demos', ...argv)
    expect(code).toBe(2)
    return stderr
  }

  expect(await refused(join(folder, 'env.ts'))).toContain(
    'Cannot make demonstrations of test/Own-v0: it declares no solution (choose another env, or play it yourself: npm run palaestra -- play ',
  )
  expect(await refused()).toBe(
    'Cannot make demonstrations: <env> is missing (palaestra envs lists what there is)\n',
  )
  expect(await refused('text/GuesNumber-v0')).toContain('did you mean "text/GuessNumber-v0"?')
  expect(await refused('text/GuessNumber-v0', '--split', 'tests')).toContain('did you mean "test"?')
  expect(await refused('--resume', folder)).toContain('there is no run in it')
})
