import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type AnyDef, ConfigError, SandboxError, type Trajectory } from '../core/index.ts'
import { readRun, type ScoreLine } from './index.ts'
import { runWins, says, scratchFolder, task, winsEnv } from './wins.suite.ts'

async function stored(dir: string) {
  const { file, ...run } = await readRun(dir)
  const trajectories: Trajectory[] = []
  const scores: ScoreLine[] = []
  for await (const trajectory of run.trajectories()) trajectories.push(trajectory)
  for await (const line of run.scores()) scores.push(line)
  return { file, trajectories, scores }
}

/** What must not depend on how a run was scheduled. */
const played = ({ id, seed, group, task: info, turns, outcome }: Trajectory) => ({
  id,
  seed,
  group,
  task: info?.id,
  actions: turns.map(({ action }) => action),
  outcome,
})
const inOrder = (trajectories: readonly Trajectory[]) =>
  trajectories.map(played).toSorted((a, b) => a.id.localeCompare(b.id))

test('stores every episode with its scores, and the figures', async () => {
  const result = await runWins({ episodes: 6 })
  const { file, trajectories, scores } = await stored(result.dir)

  expect(trajectories.map(({ id }) => id).toSorted()).toEqual(
    [0, 1, 2, 3, 4, 5].map((n) => `e00000${n}`),
  )
  expect(scores).toHaveLength(6)
  expect(file).toMatchObject({ status: 'complete', config: { env: 'test/Wins-v0', episodes: 6 } })
  expect(file.summary).toEqual(result.summary)
  expect(result.summary).toMatchObject({ episodes: 6, scored: 6, unscored: 0, sandbox: 'none' })
})

test('plays the same episodes whatever the concurrency', async () => {
  const tasks = ['a', 'b', 'c'].map((id) => task(id))
  const dirs = await Promise.all(
    [1, 7].map(async (concurrency) => {
      const definition = winsEnv({ tasks })
      return (await runWins({ definition, episodes: 20, concurrency, groupSize: 2 })).dir
    }),
  )

  const [one, seven] = await Promise.all(dirs.map(stored))

  expect(inOrder(one?.trajectories ?? [])).toEqual(inOrder(seven?.trajectories ?? []))
})

test('members of a group share the start and still act differently', async () => {
  const { dir, summary } = await runWins({ episodes: 16, groupSize: 16, seed: 3 })
  const { trajectories } = await stored(dir)

  expect(new Set(trajectories.map(({ seed }) => seed)).size).toBe(1)
  expect(summary.success.successes).toBeGreaterThan(0)
  expect(summary.success.successes).toBeLessThan(16)
})

test('success is the return under the first preset, whatever reward was chosen', async () => {
  const { summary, results } = await runWins({ agent: async () => says('win'), reward: 'tried' })

  expect(summary.success.rate).toBe(1)
  expect(summary.reward.mean).toBe(0.25)
  expect(Object.keys(results[0]?.scores ?? {})).toEqual(['won', 'tried', 'ranked'])
})

test('failed actions are invalid ones and those the env says failed', async () => {
  const failing = await runWins({ episodes: 2, agent: async () => says('fail') })
  const invalid = await runWins({ episodes: 2, agent: async () => says('') })

  expect([failing.summary.failedActions, failing.summary.turns.total]).toEqual([6, 6])
  expect(invalid.summary.failedActions).toBe(6)
})

test('an infrastructure failure is tried twice more and then unscored, never a 0', async () => {
  let resets = 0
  const definition = winsEnv({
    onReset: async ({ seed }) => {
      resets++
      if (seed % 2 === 0) throw new SandboxError('Cannot reach the sandbox: it is gone (wait)')
    },
  })
  const { summary, dir } = await runWins({
    definition,
    episodes: 30,
    agent: async () => says('win'),
  })
  const { trajectories } = await stored(dir)
  const failed = trajectories.filter(({ outcome }) => outcome.status === 'failed')

  expect(failed.length).toBeGreaterThan(0)
  expect(failed.every(({ attempts }) => attempts === 3)).toBe(true)
  expect(resets).toBe(30 + 2 * failed.length)
  expect(summary.unscoredByClass).toEqual({ SandboxError: failed.length })
  expect(summary.success).toMatchObject({ rate: 1, of: 30 - failed.length })
  expect(summary.reward.mean).toBe(1)
})

test('a failure that passes is forgotten but for the attempts', async () => {
  const seen = new Set<number>()
  const definition = winsEnv({
    onReset: async ({ seed }) => {
      if (seen.has(seed)) return
      seen.add(seed)
      throw new Error('not yet')
    },
  })

  const { summary } = await runWins({ definition, episodes: 4 })

  expect(summary).toMatchObject({ scored: 4, unscored: 0, retried: 4 })
})

test('an env that hangs is left at its deadline', async () => {
  const definition = winsEnv({ onReset: () => new Promise(() => {}) })

  const { summary } = await runWins({
    definition,
    episodes: 2,
    retries: 0,
    deadlines: { setupMs: 20 },
  })

  expect(summary).toMatchObject({ scored: 0, unscoredByClass: { DeadlineError: 2 } })
  expect(summary.success.rate).toBeNull()
})

test('an env that does not close costs a warning, not the episode', async () => {
  const warnings: string[] = []
  const definition = winsEnv({ onClose: () => Promise.reject(new Error('stuck')) })

  const { summary } = await runWins({
    definition,
    episodes: 1,
    onWarning: (message) => warnings.push(message),
  })

  expect(summary.scored).toBe(1)
  expect(warnings).toEqual(['The env of episode e000000 did not close: stuck'])
})

test('a reward that cannot be computed leaves the episode unscored', async () => {
  const { summary } = await runWins({ definition: winsEnv({ firstReward: 'broken' }), episodes: 3 })

  expect(summary).toMatchObject({ scored: 0, unscored: 3, unscoredByClass: { RewardError: 3 } })
})

test('a ConfigError ends the run and keeps what was finished', async () => {
  const out = join(await scratchFolder(), 'run')
  let resets = 0
  const definition = winsEnv({
    onReset: async () => {
      if (++resets > 3) throw new ConfigError('Cannot read task 4: it is broken (repair it)')
    },
  })

  const running = runWins({ definition, out, episodes: 10, concurrency: 1 })

  await expect(running).rejects.toThrow('Cannot read task 4')
  const { file, trajectories } = await stored(out)
  expect(trajectories).toHaveLength(3)
  expect(file).toMatchObject({ status: 'failed', summary: { episodes: 3 } })
  expect(file.error).toContain('Cannot read task 4')
})

test('an abort leaves at once and keeps what was finished', async () => {
  const out = join(await scratchFolder(), 'run')
  const abort = new AbortController()
  let resets = 0
  const definition = winsEnv({
    onReset: async () => {
      if (++resets <= 2) return
      setTimeout(() => abort.abort(new Error('enough')), 1)
      await new Promise(() => {})
    },
  })

  const running = runWins({ definition, out, concurrency: 1, signal: abort.signal })

  await expect(running).rejects.toThrow('enough')
  const { file, trajectories } = await stored(out)
  expect(file.status).toBe('interrupted')
  expect(trajectories).toHaveLength(2)
})

test('a stopped run goes on where it was, to the same episodes as one that never stopped', async () => {
  const out = join(await scratchFolder(), 'run')
  const stop = new AbortController()
  const first = await runWins({
    out,
    episodes: 12,
    concurrency: 2,
    stop: stop.signal,
    onProgress: ({ done }) => done >= 4 && stop.abort(),
  })
  const resumed: number[] = []
  const second = await runWins({
    out,
    episodes: 12,
    resume: true,
    onStart: ({ done }) => resumed.push(done),
  })
  const whole = await runWins({ episodes: 12 })

  expect(first.status).toBe('interrupted')
  expect(first.summary.episodes).toBeLessThan(12)
  expect(resumed).toEqual([first.summary.episodes])
  expect(second.status).toBe('complete')
  const [pieces, reference] = await Promise.all([stored(out), stored(whole.dir)])
  expect(inOrder(pieces.trajectories)).toEqual(inOrder(reference.trajectories))
})

test('a run that was torn by a crash plays the torn episode again', async () => {
  const { dir } = await runWins({ episodes: 4, concurrency: 1 })
  const path = join(dir, 'trajectories.jsonl')
  const whole = await readFile(path, 'utf8')
  await writeFile(path, whole.slice(0, -40))
  const scores = join(dir, 'scores.jsonl')
  await writeFile(scores, (await readFile(scores, 'utf8')).split('\n').slice(0, 2).join('\n'))

  const { summary } = await runWins({ out: dir, episodes: 4, resume: true })
  const { trajectories, scores: lines } = await stored(dir)

  expect(summary.episodes).toBe(4)
  expect(trajectories.map(({ id }) => id)).toEqual([0, 1, 2, 3].map((n) => `e00000${n}`))
  expect(new Set(lines.map((line) => ('episode' in line ? line.episode : '')))).toEqual(
    new Set(trajectories.map(({ id }) => id)),
  )
})

test('a resumed run may be longer, and must be the same in everything else', async () => {
  const { dir } = await runWins({ episodes: 4, seed: 1 })
  const before = await readFile(join(dir, 'run.json'), 'utf8')

  const other = runWins({
    out: dir,
    resume: true,
    episodes: 2,
    seed: 2,
    options: { label: 'other' },
  })
  await expect(other).rejects.toThrow(
    `Cannot resume ${dir}: seed was 1, is 2; episodes was 4, is 2; options was {"label":"plain"}, is {"label":"other"}`,
  )
  expect(await readFile(join(dir, 'run.json'), 'utf8')).toBe(before)
  const longer = await runWins({ out: dir, resume: true, episodes: 6, seed: 1 })

  expect(longer.summary.episodes).toBe(6)
})

/** A list of its own identity, whose hashes only those tasks give that may be played. */
function named(identity: string, hashes: Readonly<Record<string, string>> = {}) {
  const tasks = ['a', 'b', 'c'].map((id) => ({
    ...{ id, split: 'train' },
    get hash() {
      const hash = hashes[id]
      if (hash === undefined) throw new Error(`nobody should make task ${id}`)
      return hash
    },
  }))
  return { ...winsEnv(), tasks: { list: () => tasks, identity: () => identity } }
}

test('of a list with an identity, only the tasks that are played are hashed', async () => {
  const plain = await runWins({
    episodes: 1,
    definition: winsEnv({ tasks: ['a', 'b', 'c'].map((id) => task(id)) }),
  })
  const chosen = plain.results[0]?.task?.id ?? ''

  const { dir, summary } = await runWins({ episodes: 1, definition: named('x', { [chosen]: '1' }) })

  expect(summary.scored).toBe(1)
  const { trajectories } = await stored(dir)
  expect(trajectories[0]?.task).toMatchObject({ id: chosen, hash: '1' })
})

test('goes on only with the same tasks: their identity, and the content of those played', async () => {
  const hashes = { a: '1', b: '2', c: '3' }
  const { dir } = await runWins({ episodes: 3, definition: named('x', hashes) })
  const before = await readFile(join(dir, 'run.json'), 'utf8')
  const resumed = (definition: AnyDef) =>
    runWins({ out: dir, resume: true, episodes: 4, definition })

  await expect(resumed(named('y', hashes))).rejects.toThrow(/tasks was "3 tasks, .*", is "3 tasks,/)
  await expect(resumed(named('x', { ...hashes, b: '4' }))).rejects.toThrow(
    /^Cannot resume .*: task b has changed since episode e00000\d was played \(start a new run\)$/,
  )
  expect(await readFile(join(dir, 'run.json'), 'utf8')).toBe(before)
  expect((await resumed(named('x', hashes))).summary.episodes).toBe(4)
})

test('a folder with something in it is not taken for a new run', async () => {
  const out = await scratchFolder()
  await appendFile(join(out, 'notes.txt'), 'mine')

  await expect(runWins({ out })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('the folder is not empty'),
  })
})

test('a folder that cannot be made is refused before the first episode', async () => {
  const file = join(await scratchFolder(), 'file')
  await writeFile(file, '')
  let resets = 0
  const definition = winsEnv({
    onReset: async () => {
      resets++
    },
  })

  await expect(runWins({ definition, out: join(file, 'run') })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('a part of the path is a file'),
  })
  expect(resets).toBe(0)
})

test('groups are scored when their last member is there, also across sessions', async () => {
  const out = join(await scratchFolder(), 'run')
  const stop = new AbortController()
  const shared = { out, reward: 'ranked', episodes: 8, groupSize: 4, seed: 3 } as const
  await runWins({
    ...shared,
    concurrency: 1,
    stop: stop.signal,
    onProgress: ({ done }) => done === 6 && stop.abort(),
  })
  const between = await stored(out)
  await runWins({ ...shared, resume: true })
  const { scores } = await stored(out)

  const groupsOf = (lines: readonly ScoreLine[]) => lines.filter((line) => 'group' in line)
  expect(groupsOf(between.scores).map(({ group }) => group)).toEqual(['g000000'])
  expect(groupsOf(scores).map(({ group }) => group)).toEqual(['g000000', 'g000001'])
  for (const { values } of groupsOf(scores)) {
    const scored = Object.values(values).map((score) =>
      score.status === 'scored' ? score.value : 9,
    )
    expect(scored).toHaveLength(4)
    expect(scored.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0)
  }
})

test('pass@k and pass^k are means over groups of their scored members', async () => {
  const { summary } = await runWins({ episodes: 4, groupSize: 2, agent: async () => says('win') })
  const alone = await runWins({ episodes: 4 })

  expect(summary).toMatchObject({ groups: 2, passAtK: { 1: 1, 2: 1 }, passHatK: { 1: 1, 2: 1 } })
  expect(alone.summary.passAtK).toEqual({})
})

test('success is broken down by what tasks say of themselves', async () => {
  const tasks = [task('a', 'train', 'easy'), task('b', 'test', 'hard')]

  const { summary } = await runWins({
    definition: winsEnv({ tasks }),
    episodes: 4,
    agent: async () => says('win'),
  })

  expect(summary.successBy.split).toMatchObject({ train: { of: 2 }, test: { of: 2 } })
  expect(summary.successBy.difficulty).toMatchObject({ easy: { rate: 1 }, hard: { rate: 1 } })
})

test('progress counts up to the end', async () => {
  const seen: number[] = []

  await runWins({ episodes: 5, onProgress: ({ done, total }) => seen.push(done / total) })

  expect(seen).toEqual([0.2, 0.4, 0.6, 0.8, 1])
})

test('without a number of episodes each task is played once, or as often as a group is large', async () => {
  const tasks = ['a', 'b', 'c'].map((id) => task(id))
  const definition = winsEnv({ tasks })

  const once = await runWins({ definition, episodes: undefined })
  const grouped = await runWins({ definition, episodes: undefined, groupSize: 2 })

  expect(once.results.map((result) => result.task?.id).toSorted()).toEqual(['a', 'b', 'c'])
  expect(grouped.results.map((result) => result.task?.id).toSorted()).toEqual([
    ...['a', 'a', 'b', 'b', 'c', 'c'],
  ])
  await expect(runWins({ episodes: undefined })).rejects.toThrow(
    'Cannot run each task of test/Wins-v0 once: it has no tasks (say how many episodes)',
  )
})

test('a resumed run tells every episode once, those played before included, with its task', async () => {
  const out = join(await scratchFolder(), 'run')
  const definition = winsEnv({
    tasks: ['a', 'b', 'c'].map((id) => task(id)),
    onReset: async () => {
      throw new SandboxError('the daemon is gone')
    },
  })
  await runWins({ definition, out, episodes: 3 })
  const told = new Map<string, string | null>()

  await runWins({
    ...{ definition, out, episodes: 5, resume: true },
    onEpisode: ({ id }, planned) => told.set(id, planned),
  })

  expect([...told.keys()].toSorted()).toEqual([0, 1, 2, 3, 4].map((n) => `e00000${n}`))
  expect(new Set(told.values())).toEqual(new Set(['a', 'b', 'c']))
})

test('counts that make no sense are refused', async () => {
  await expect(runWins({ episodes: 0 })).rejects.toThrow(
    'episodes is 0 (give a whole number from 1)',
  )
  await expect(runWins({ concurrency: 0.5 })).rejects.toThrow('concurrency is 0.5')
})

test('a run.json that cannot be read is named with its field', async () => {
  const { dir } = await runWins({ episodes: 1 })
  const path = join(dir, 'run.json')
  const file = JSON.parse(await readFile(path, 'utf8')) as { config: { seed: unknown } }
  file.config.seed = 'one'
  await writeFile(path, JSON.stringify(file))

  await expect(readRun(dir)).rejects.toThrow(`Cannot read ${path}: config.seed: expected`)
})
