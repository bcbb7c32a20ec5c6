import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, palaestra } from '../palaestra.suite.ts'

/** An env whose every episode counts one, two, three and is solved; `rewards` is the source of its presets. */
const countingEnv = (rewards: string) => `import { defineEnv, text } from 'palaestra'
import { progress, solved, weighted } from 'palaestra/rewards'

console.log('a word of the env on standard output')
const judged = { spec: { kind: 'custom', name: 'judged' }, needs: ['judge'] }

export const counting = defineEnv({
  id: 'test/Counting-v0',
  state: 'resource',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { ${rewards} },
  maxEpisodeSteps: 5,
  reset: () => ({ state: { count: 0 }, observation: 'go' }),
  step(state) {
    state.count++
    const solved = state.count === 3
    const signals = { solved, progress: state.count / 3 }
    return { observation: String(state.count), signals, terminated: solved }
  },
})
export { judged, progress, solved, weighted }
`

/** A run of the env, with the presets it had then. */
async function playedRun(rewards: string) {
  const folder = await folderWith({ 'env.ts': countingEnv(rewards) })
  const out = join(folder, 'run')
  await palaestra(
    ...['run', '--env', join(folder, 'env.ts'), '--episodes', '2', '--out', out, '--quiet'],
  )
  const changeTo = (now: string) => writeFile(join(folder, 'env.ts'), countingEnv(now))
  return { folder, out, changeTo }
}

test('a changed preset is recomputed, shown before and after, and in the report', async () => {
  const { out, changeTo } = await playedRun('sparse: solved(), dense: progress()')
  await changeTo('sparse: solved(), dense: weighted({ progress: [2, progress()] }), judged')

  const { code, stdout, stderr } = await palaestra('rescore', out, '--reward', 'dense')

  expect([code, stderr]).toEqual([0, ''])
  const shown = stdout.split('\n').slice(1)
  expect(shown).toEqual([
    'test/Counting-v0, 2 episodes',
    '',
    '  preset   scored   before    after  changed  unscored',
    '  dense         2    1.000    2.000        2  0',
    '',
    `Stored in ${join(out, 'scores.jsonl')} (2 lines)`,
    '',
  ])
  const report = await palaestra('report', out, '--json')
  const { runs } = JSON.parse(report.stdout)
  expect(runs[0].summary.rewards).toMatchObject({ sparse: { mean: 1 }, dense: { mean: 2 } })
  const { summary } = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'))
  expect(runs[0].summary).toEqual(summary)
})

test('--json is one line about every preset; what needs a judge stays as it was', async () => {
  const { out, changeTo } = await playedRun('sparse: solved()')
  await changeTo("sparse: solved(), late: solved({ signal: 'finished' }), judged")

  const first = await palaestra('rescore', out, '--json')
  const again = await palaestra('rescore', out)

  expect(first.code).toBe(0)
  expect(first.stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(first.stdout)).toMatchObject({
    run: out,
    env: 'test/Counting-v0',
    episodes: 2,
    presets: [
      { preset: 'sparse', scored: 2, meanBefore: 1, meanAfter: 1, changed: 0 },
      { preset: 'late', scored: 0, meanAfter: null, unscoredByClass: { RewardError: 2 } },
    ],
    leftOut: { judged: ['judge'] },
    linesWritten: 2,
    success: 1,
  })
  expect(first.stderr).toContain('judged stays as it was: it needs a judge')
  expect(first.stderr.match(/Cannot read signal "finished"/g)).toHaveLength(1)
  expect(again.stdout).toContain('Nothing changed: ')
})

test('where nothing can be scored the exit code is 1, with the reason', async () => {
  const { out, changeTo } = await playedRun('sparse: solved()')
  await changeTo("sparse: solved(), late: solved({ signal: 'finished' })")

  const { code, stdout, stderr } = await palaestra('rescore', out, '--reward', 'late')

  expect(code).toBe(1)
  expect(stdout).toMatch(/late +0 +- +- +2 {2}2 RewardError\n/)
  expect(stderr).toContain('late, episode e000000: Cannot read signal "finished"')
  expect(stderr).toContain('No episode could be scored.')
})

test('an env that moved is found with --env', async () => {
  const { folder, out } = await playedRun('sparse: solved()')
  const moved = join(folder, 'moved.ts')
  await rename(join(folder, 'env.ts'), moved)

  const lost = await palaestra('rescore', out)
  const found = await palaestra('rescore', out, '--env', moved)

  expect(lost.code).toBe(2)
  expect(lost.stderr).toBe(
    `Cannot rescore ${out}: the env it was played with, ${join(folder, 'env.ts')}, is not there (say where it is with --env)\n`,
  )
  expect([found.code, found.stderr]).toEqual([0, ''])
})

test('what cannot be rescored is refused in one line', async () => {
  const { folder, out, changeTo } = await playedRun('sparse: solved()')
  await changeTo('sparse: solved(), judged')

  const refused = await Promise.all([
    palaestra('rescore', join(folder, 'nowhere')),
    palaestra('rescore', folder),
    palaestra('rescore', out, '--reward', 'spars'),
    palaestra('rescore', out, '--reward', 'judged'),
    palaestra('rescore', out, '--env', 'text/GuessNumber-v0'),
  ])
  const path = join(out, 'run.json')
  await writeFile(path, (await readFile(path, 'utf8')).replace('"complete"', '"running"'))
  refused.push(await palaestra('rescore', out))

  expect(refused.map(({ code }) => code)).toEqual(refused.map(() => 2))
  expect(refused.map(({ stderr }) => stderr.trimEnd().split('\n').length)).toEqual(
    refused.map(() => 1),
  )
  const [noFolder, noRun, misspelt, judged, other, running] = refused.map(({ stderr }) => stderr)
  expect(noFolder).toContain('there is no such folder')
  expect(noRun).toContain('there is no run in it')
  expect(misspelt).toContain('has no reward "spars" (did you mean "sparse"?)')
  expect(judged).toContain('needs a judge and cannot be recomputed without one')
  expect(other).toContain('its episodes are of test/Counting-v0')
  expect(running).toContain('if it was killed, finish it first with --resume')
})

test('a run whose last episode was torn is rescored without it, and says so', async () => {
  const { out } = await playedRun('sparse: solved()')
  const path = join(out, 'trajectories.jsonl')
  await writeFile(path, (await readFile(path)).subarray(0, -20))
  await rm(join(out, 'scores.jsonl'))

  const { code, stdout, stderr } = await palaestra('rescore', out)

  expect(code).toBe(0)
  expect(stdout).toContain('test/Counting-v0, 1 episode\n')
  expect(stderr).toBe('The last line of trajectories.jsonl is torn: its episode is left out.\n')
})
