import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, palaestra, startPalaestra, waitingFrom } from '../palaestra.suite.ts'

const guess = ['run', '--env', 'text/GuessNumber-v0', '--episodes', '4', '--quiet']

/** What two plays of one run may not differ in. */
async function trajectoriesIn(dir: string): Promise<string> {
  const text = await readFile(join(dir, 'trajectories.jsonl'), 'utf8')
  const lines = text.replace(/"(duration|setup|agent|env|grading)Ms":[\d.e-]+/g, '"$1Ms":0')
  return lines.split('\n').sort().join('\n')
}

async function recordedGuesses() {
  const folder = await folderWith({})
  const recording = join(folder, 'recording')
  const out = join(folder, 'run')
  const { code } = await palaestra(...guess, '--record', recording, '--out', out)
  expect(code).toBe(0)
  return { folder, recording, out }
}

test('a recorded run plays again, byte for byte but for durations, and says so', async () => {
  const { folder, recording, out } = await recordedGuesses()
  const again = join(folder, 'again')

  const { code, stderr } = await palaestra('run', '--replay', recording, '--out', again)

  expect(stderr).toContain(`All 4 episodes came out as recorded in ${recording}.`)
  expect(code).toBe(0)
  expect(await trajectoriesIn(again)).toBe(await trajectoriesIn(out))
})

test('the commands of families replay what any of them has recorded', async () => {
  const folder = await folderWith({})
  const recording = join(folder, 'recording')
  await palaestra('env:text', '--episodes', '2', '--record', recording, '--quiet')

  const { code, stdout } = await palaestra('env:swe', '--replay', recording, '--json', '--quiet')

  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ env: 'text/GuessNumber-v0', agent: 'random' })
})

test('an env file that changed is told episode by episode, with exit code 1', async () => {
  const env = (answer: string) => `
    import { defineEnv, text } from 'palaestra'
    import { solved } from 'palaestra/rewards'
    export const echo = defineEnv({
      id: 'test/Echo-v0', state: 'data', observationSpace: text(), actionSpace: text(),
      rewards: { sparse: solved() }, maxEpisodeSteps: 2,
      reset: () => ({ state: {}, observation: 'say' }),
      step: () => ({ observation: '${answer}', signals: { solved: true }, terminated: true }),
    })`
  const folder = await folderWith({ 'env.ts': env('heard') })
  const recording = join(folder, 'recording')
  const file = join(folder, 'env.ts')
  await palaestra('run', '--env', file, '--episodes', '2', '--record', recording, '--quiet')
  const same = await palaestra('run', '--replay', recording, '--quiet')
  await writeFile(file, env('what?'))

  const { code, stderr } = await palaestra('run', '--replay', recording, '--quiet')

  expect(same.code).toBe(0)
  expect(code).toBe(1)
  expect(stderr).toContain('2 of 2 episodes did not come out as recorded')
  expect(stderr).toContain(
    'Cannot replay e000000: turns[0].observation is "what?" instead of "heard"',
  )
  expect(await readFile(join(recording, 'recording.json'), 'utf8')).toContain('"../env.ts"')
})

test('what is in the folder is portable: no path of this machine, no key', async () => {
  const { recording } = await recordedGuesses()

  const names = await readdir(recording)
  const texts = await Promise.all(names.map((name) => readFile(join(recording, name), 'utf8')))

  expect(names.sort()).toEqual([...[0, 1, 2, 3].map((n) => `e00000${n}.jsonl`), 'recording.json'])
  for (const text of texts) expect(text).not.toContain(process.cwd())
})

test('Ctrl-C keeps the cassettes of finished episodes, and --resume records the rest', async () => {
  const slow = (body: string) => `
    import { defineEnv, text } from 'palaestra'
    import { solved } from 'palaestra/rewards'
    export const slow = defineEnv({
      id: 'test/Slow-v0', state: 'data', observationSpace: text(), actionSpace: text(),
      rewards: { sparse: solved() }, maxEpisodeSteps: 1,
      reset: async ({ clock, signal }) => {
        await clock.sleep(10, signal)
        return { state: {}, observation: 'say' }
      },
      step: async () => {
        ${body}
        return { observation: 'heard', signals: { solved: true }, terminated: true }
      },
    })`
  const folder = await folderWith({ 'env.ts': slow(waitingFrom(3)) })
  const recording = join(folder, 'recording')
  const out = join(folder, 'run')
  const running = startPalaestra(
    ...['run', '--env', join(folder, 'env.ts'), '--episodes', '12', '--concurrency', '1'],
    ...['--record', recording, '--out', out],
  )
  await running.said('it waits')
  running.child.kill('SIGINT')
  const { code } = await running.finished
  await writeFile(join(folder, 'env.ts'), slow(''))
  const before = (await readdir(recording)).filter((name) => name.endsWith('.jsonl'))

  const resumed = await palaestra('run', '--resume', out, '--quiet')
  const replayed = await palaestra('run', '--replay', recording, '--json', '--quiet')

  expect(code).toBe(130)
  expect(before.length).toBeGreaterThan(0)
  expect(before.length).toBeLessThan(12)
  expect(resumed.code).toBe(0)
  expect(JSON.parse(replayed.stdout)).toMatchObject({ episodes: 12, unscored: 0 })
})

test('what a recording says cannot be said otherwise', async () => {
  const { recording } = await recordedGuesses()

  for (const [flag, ...value] of [
    ['--seed', '4'],
    ['--agent', 'null'],
    ['--max-turns', '3'],
  ]) {
    const { code, stderr } = await palaestra('run', '--replay', recording, `${flag}`, ...value)

    expect(code).toBe(2)
    expect(stderr).toBe(
      `Cannot use ${flag} with --replay: the recording in ${recording} says it (leave ${flag} out)\n`,
    )
  }
})

test('what no recording says is not taken from one', async () => {
  const { folder, recording } = await recordedGuesses()
  const other = join(folder, 'other')
  await mkdir(other)

  for (const flag of ['record', 'resume', 'out']) {
    await editSource(recording, { [flag]: other, reward: 'sparse' })
    const { code, stderr } = await palaestra('run', '--replay', recording, '--quiet')

    expect(code).toBe(2)
    expect(stderr).toBe(
      `Cannot replay ${recording}: recording.json holds ${flag}, which no recording has (take it out)\n`,
    )
    await editSource(recording, { [flag]: undefined })
  }
  expect(await readdir(other)).toEqual([])
})

test('an env file within the recording is not run, also by way of a link', async () => {
  const { folder, recording } = await recordedGuesses()
  const ran = join(folder, 'ran')
  await mkdir(join(recording, 'blobs'))
  await writeFile(
    join(recording, 'blobs', 'env.mjs'),
    `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(ran)}, '')`,
  )
  await symlink(recording, join(folder, 'link'))

  for (const env of ['./blobs/env.mjs', '../link/blobs/env.mjs']) {
    await editSource(recording, { env })
    const { code, stderr } = await palaestra('run', '--replay', recording, '--quiet')

    expect(code).toBe(2)
    expect(stderr).toBe(
      `Cannot replay ${recording}: the env file ${env} lies inside of the recording (move it out, and name its new place in recording.json)\n`,
    )
  }
  expect(await readdir(folder)).not.toContain('ran')
})

test('a command that is refused leaves the recording as it was, and data of others', async () => {
  const { folder, recording } = await recordedGuesses()
  const before = await readFile(join(recording, 'recording.json'), 'utf8')
  const data = await folderWith({ 'train.jsonl': '{"precious":1}\n' })

  const refused = await palaestra(...guess, '--reward', 'none', '--record', recording)
  const foreign = await palaestra(...guess, '--record', data)
  const replayed = await palaestra(
    ...['run', '--replay', recording, '--out', join(folder, 'again'), '--quiet'],
  )

  expect([refused.code, foreign.code, replayed.code]).toEqual([2, 2, 0])
  expect(foreign.stderr).toContain('it holds train.jsonl, which is no recording')
  expect(await readdir(data)).toEqual(['train.jsonl'])
  expect(await readFile(join(recording, 'recording.json'), 'utf8')).toBe(before)
  expect(JSON.parse(before)).toMatchObject({
    episodes: ['e000000', 'e000001', 'e000002', 'e000003'],
  })
})

async function editSource(recording: string, change: Readonly<Record<string, string | undefined>>) {
  const path = join(recording, 'recording.json')
  const file = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify({ ...file, source: { ...file.source, ...change } }))
}

test.each([
  ['a torn file', { tear: true }, /e000001\.jsonl:\d+: the line is cut off/],
  ['an edited line', { edit: true }, /e000001\.jsonl:1: the line was edited: its sum does not fit/],
  ['a later version', { version: true }, /it was written by a later release, in version 9/],
  ['no cassette', { empty: true }, /it holds no cassette \(give the folder that --record wrote\)/],
])('%s is one line and exit code 2', async (_, damage, message) => {
  const { folder, recording } = await recordedGuesses()
  const damaged = join(folder, 'damaged')
  await cp(recording, damaged, { recursive: true })
  const path = join(damaged, 'e000001.jsonl')
  const text = await readFile(path, 'utf8')
  if ('tear' in damage) await writeFile(path, text.slice(0, -20))
  if ('edit' in damage) await writeFile(path, text.replace('"seed":', '"seed": 1'))
  if ('version' in damage) await writeFile(path, text.replace('"version":1}', '"version":9}'))
  if ('empty' in damage) {
    for (const name of await readdir(damaged)) await rm(join(damaged, name))
  }

  const { code, stdout, stderr } = await palaestra('run', '--replay', damaged, '--quiet')

  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(message)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})
