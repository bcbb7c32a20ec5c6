import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { folderWith, palaestra, startPalaestra } from '../palaestra.suite.ts'

// Each starts the program several times.
vi.setConfig({ testTimeout: 90_000 })

/** A run of some episodes of GuessNumber, and how to change what it stored of one. */
async function guesses(...more: readonly string[]) {
  const folder = await folderWith()
  const [out, recording] = [join(folder, 'run'), join(folder, 'recording')]
  await palaestra(
    ...['run', '--env', 'text/GuessNumber-v0', '--episodes', '3', '--out', out, '--quiet'],
    ...['--record', recording, ...more],
  )
  return { folder, out, recording, change: changeIn(out) }
}

const changeIn = (out: string) => async (episode: string, from: RegExp, to: string) => {
  const path = join(out, 'trajectories.jsonl')
  const lines = (await readFile(path, 'utf8')).split('\n')
  const changed = lines.map((line) =>
    line.includes(`"id":"${episode}"`) ? line.replace(from, to) : line,
  )
  expect(changed).not.toEqual(lines)
  await writeFile(path, changed.join('\n'))
}

test('a run and its recording come out as they were', async () => {
  const { out, recording } = await guesses()

  const [run, cassettes, one] = await Promise.all([
    palaestra('replay', out),
    palaestra('replay', recording, '--quiet'),
    palaestra('replay', join(recording, 'e000001.jsonl'), '--json'),
  ])

  expect([run.code, run.stdout]).toEqual([0, '3 of 3 episodes came out as recorded\n'])
  expect(run.stderr).toContain(`text/GuessNumber-v0: 3 episodes of ${out}\n`)
  expect(cassettes).toEqual({
    code: 0,
    stdout: '3 of 3 episodes came out as recorded\n',
    stderr: '',
  })
  expect(JSON.parse(one.stdout)).toEqual({
    ...{ source: join(recording, 'e000001.jsonl'), env: 'text/GuessNumber-v0' },
    ...{ episodes: 1, played: 1, equal: 1, divergent: 0, failed: 0 },
    ...{ divergences: [], notPlayed: [], failedThen: [] },
  })
})

test('what diverges is shown with what was recorded and what is now', async () => {
  // One at a time: episodes are stored, and played again, in the order they ended.
  const { out, change } = await guesses('--concurrency', '1')
  await change('e000001', /"observation":"(Lower|Higher)\."/, '"observation":"Warmer.\\u001b[2J"')
  await change('e000002', /"tries":18\b/, '"tries":7')

  const { code, stdout } = await palaestra('replay', out, '--quiet', '--concurrency', '1')
  const json = await palaestra('replay', out, '--json', '--episode', 'e000001')

  expect(code).toBe(1)
  expect(stdout.split('\n')).toEqual([
    'e000001  diverges at turn 0 (env): observation',
    '    - "Warmer.\\u001b[2J"',
    expect.stringMatching(/^ {4}\+ "(Lower|Higher)\."$/),
    'e000002  diverges at turn 1 (env): signals.tries',
    '    - 7',
    '    + 18',
    '1 of 3 episodes came out as recorded, 2 diverge',
    '',
  ])
  expect(json.code).toBe(1)
  expect(json.stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(json.stdout)).toMatchObject({
    ...{ episodes: 1, equal: 0, divergent: 1, failed: 0 },
    divergences: [
      {
        ...{ episode: 'e000001', phase: 'turn', turn: 0, by: 'env', what: 'observation', path: '' },
        ...{ expected: 'Warmer.\u001b[2J', actual: expect.stringMatching(/^(Lower|Higher)\.$/) },
      },
    ],
  })
  expect(JSON.parse(json.stdout).divergences[0]).not.toHaveProperty('channel')
})

test('a sandbox that answers otherwise than in a recording is found at its cause', async () => {
  const folder = await folderWith()
  const [out, recording] = [join(folder, 'run'), join(folder, 'recording')]
  await palaestra(
    ...['env:swe', '--episodes', '1', '--max-turns', '2', '--sandbox', 'virtual', '--quiet'],
    ...['--out', out, '--record', recording],
  )
  await changeIn(out)('e000000', /"observation":"/, '"observation":"first\\n')
  const cassette = join(recording, 'e000000.jsonl')
  const edited = (await readFile(cassette, 'utf8')).replace(/"exitCode":0/g, '"exitCode":7')

  const [run, recorded] = await Promise.all([
    palaestra('replay', out, '--quiet'),
    palaestra('replay', recording, '--quiet'),
  ])
  await writeFile(cassette, edited)
  const damaged = await palaestra('replay', recording)

  expect([recorded.code, recorded.stdout]).toEqual([0, '1 of 1 episode came out as recorded\n'])
  expect(run.code).toBe(1)
  expect(run.stdout.split('\n').slice(0, 6)).toEqual([
    'e000000  diverges at setup (env): observation',
    '    --- recorded',
    '    +++ now',
    expect.stringMatching(/^ {4}@@ -1,4 \+1,3 @@/),
    '    -first',
    expect.stringMatching(/^ {5}\S/),
  ])
  expect([damaged.code, damaged.stdout]).toEqual([2, ''])
  expect(damaged.stderr.trimEnd().split('\n')).toHaveLength(1)
})

/** An env whose state says when it goes wrong. */
const countingEnv = (
  body: string,
  more = '',
) => `import { SandboxError, defineEnv, text } from 'palaestra'
import { solved } from 'palaestra/rewards'

export const counting = defineEnv({
  id: 'test/Counting-v0',
  state: 'data',
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 3,
  tasks: { list: () => [{ id: 'count', split: 'train', hash: '${more.includes('again') ? 'b' : 'a'}' }] },
  reset: () => ({ state: { count: 0 }, observation: 'go' }),
  step(state) {
    state.count++
    ${body}
    return { observation: String(state.count), signals: { solved: state.count === 3 } }
  },
  ${more}
})
export { SandboxError }
`

async function counted(body = '') {
  const folder = await folderWith({ 'env.ts': countingEnv(body) })
  const out = join(folder, 'run')
  await palaestra(
    ...['run', '--env', join(folder, 'env.ts'), '--episodes', '2', '--out', out, '--quiet'],
    ...['--concurrency', '1'],
  )
  const changeTo = (...now: Parameters<typeof countingEnv>) =>
    writeFile(join(folder, 'env.ts'), countingEnv(...now))
  return { folder, out, changeTo }
}

const FAIL = "if (state.count === 2) throw new SandboxError('Cannot run: the daemon is gone')"

test('what cannot be played now is no divergence, and what failed then is compared up to there', async () => {
  const { out, changeTo } = await counted()
  await changeTo(FAIL)

  const now = await palaestra('replay', out, '--quiet', '--concurrency', '1')
  const then = await counted(FAIL)
  await then.changeTo('')
  const asThen = await palaestra('replay', then.out, '--quiet', '--concurrency', '1')

  expect(now.code).toBe(1)
  expect(now.stdout.split('\n')).toEqual([
    'e000000  could not be played: SandboxError: Cannot run: the daemon is gone',
    'e000001  could not be played, as e000000',
    '0 of 2 episodes came out as recorded, 2 could not be played',
    '',
  ])
  expect(asThen.code).toBe(0)
  expect(asThen.stdout.split('\n')[0]).toBe(
    'e000000  came out as recorded in 1 turn; it failed there then: SandboxError: Cannot run: the daemon is gone',
  )
  expect(asThen.stdout).toContain('\n2 of 2 episodes came out as recorded\n')
})

test('a task that has changed and an env that owns to chance are named where something diverges', async () => {
  const { out, changeTo } = await counted()
  await changeTo(
    'if (state.count === 1) state.count = 2',
    "expect: { deterministic: { none: 'the dice are cast again' } },",
  )

  const { stdout, stderr } = await palaestra('replay', out, '--quiet')

  const [first, second] = stdout.split('\n')
  expect(first).toBe('e000000  diverges at turn 0 (env): observation')
  expect(second).toBe('    its task has changed since it was recorded, which is the likely cause')
  expect(stderr).toBe(
    'It may diverge without being another world, test/Counting-v0: the dice are cast again.\n',
  )
})

test('an env that moved is found with --env', async () => {
  const { folder, out } = await counted()
  const moved = join(folder, 'moved.ts')
  await rename(join(folder, 'env.ts'), moved)

  const lost = await palaestra('replay', out)
  const found = await palaestra('replay', out, '--env', moved, '--quiet')

  expect([lost.code, lost.stderr]).toEqual([
    2,
    `Cannot replay ${out}: the env it was played with, ${join(folder, 'env.ts')}, is not there (say where it is with --env)\n`,
  ])
  expect([found.code, found.stderr]).toEqual([0, ''])
})

test('the first Ctrl-C lets what runs come to its end', async () => {
  const { out, changeTo } = await counted()
  await changeTo(
    `console.error('counting')
    return (globalThis.interrupted ??= new Promise((resolve) => process.once('SIGINT', resolve)))
      .then(() => ({ observation: String(state.count), signals: { solved: state.count === 3 } }))`,
  )

  const running = startPalaestra('replay', out, '--concurrency', '1')
  await running.said('counting')
  running.child.kill('SIGINT')
  const { code, stdout, stderr } = await running.finished

  expect(stderr).toContain('Stopping: what runs is finished first')
  expect([code, stdout]).toEqual([130, '1 of 2 episodes came out as recorded, 1 not played\n'])
})

test('what cannot be replayed is refused in one line', async () => {
  const { folder, out, recording } = await guesses()
  const cut = join(recording, 'e000002.jsonl')
  await writeFile(cut, (await readFile(cut, 'utf8')).slice(0, -200))
  const refused = await Promise.all([
    palaestra('replay', join(folder, 'nowhere')),
    palaestra('replay', folder),
    palaestra('replay', recording),
    palaestra('replay', out, '--episode', 'e00000'),
    palaestra('replay', out, '--env', 'swe/Repair-v0'),
    palaestra('replay', out, '--env', 'text/Guess-v0'),
    palaestra('replay', out, '--redact', '('),
    palaestra('replay'),
  ])

  expect(refused.map(({ code, stdout }) => [code, stdout])).toEqual(refused.map(() => [2, '']))
  expect(refused.map(({ stderr }) => stderr.trimEnd().split('\n').length)).toEqual(
    refused.map(() => 1),
  )
  const [nowhere, neither, damaged, episode, other, unknown, pattern, nothing] = refused.map(
    ({ stderr }) => stderr,
  )
  expect(nowhere).toContain('there is no such file or folder (give the folder of a run')
  expect(neither).toContain('it holds neither a run nor a recording')
  expect(damaged).toContain('e000002.jsonl')
  expect(episode).toContain('it has no episode e00000 (did you mean "e000000"?)')
  expect(other).toContain('its episodes are of text/GuessNumber-v0, not of swe/Repair-v0')
  expect(unknown).toContain('text/Guess-v0')
  expect(pattern).toContain('Cannot read --redact (')
  expect(nothing).toContain('<recorded> is missing')
})
