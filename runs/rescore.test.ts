import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Agent,
  type AnyDef,
  type Decision,
  decide,
  defineEnv,
  type RewardTerm,
  SandboxError,
  type Score,
  scored,
  text,
} from '../core/index.ts'
import { gated, potential, progress, solved, weighted } from '../rewards/index.ts'
import { aggregateRuns, type RunOptions, readRun, rescore, run, type ScoreLine } from './index.ts'
import { scratchFolder } from './wins.suite.ts'

type Sig = { solved: boolean; progress: number }
type Presets = Readonly<Record<string, RewardTerm<never>>>

/** Climbs a step with each `up`, falls with `down`, is solved by the third; `lost` loses the sandbox. */
function stairs(rewards: Presets): AnyDef {
  return defineEnv({
    id: 'test/Stairs-v0',
    state: 'resource',
    observationSpace: text(),
    actionSpace: text({ minLength: 1 }),
    rewards: rewards as Readonly<Record<string, RewardTerm<Sig>>>,
    maxEpisodeSteps: 4,
    reset: () => ({ state: { height: 0 }, observation: 'climb' }),
    step(state, action) {
      if (action === 'lost') throw new SandboxError('the daemon is gone')
      state.height += action === 'up' ? 1 : -1
      const isUp = state.height === 3
      return {
        observation: String(state.height),
        signals: { solved: isUp, progress: state.height / 3 },
        terminated: isUp,
      }
    },
  })
}

const UP = ['up', 'up', 'up']
const DOWN = ['down', 'up', '', 'down']

/** One list of words an episode, in order. */
function scripted(scripts: readonly (readonly string[])[]): Agent<unknown, unknown> {
  let begun = 0
  return {
    name: 'scripted',
    async begin() {
      const words = [...(scripts[begun++ % scripts.length] ?? [])]
      return { act: async (): Promise<Decision<unknown>> => decide(words.shift() ?? 'down') }
    },
  }
}

async function played(
  rewards: Presets,
  scripts: readonly (readonly string[])[],
  options: Partial<RunOptions> = {},
): Promise<string> {
  const out = join(await scratchFolder(), 'run')
  await run({
    definition: stairs(rewards),
    agent: async () => scripted(scripts),
    episodes: scripts.length,
    concurrency: 1,
    retries: 0,
    ...options,
    out,
  })
  return out
}

const textIn = (dir: string, name: string) => readFile(join(dir, name), 'utf8')
const filesOf = (dir: string) =>
  Promise.all(['run.json', 'scores.jsonl', 'trajectories.jsonl'].map((name) => textIn(dir, name)))

async function linesOf(dir: string): Promise<ScoreLine[]> {
  const lines: ScoreLine[] = []
  for await (const line of (await readRun(dir)).scores()) lines.push(line)
  return lines
}

/** The last line about each episode. */
async function standing(dir: string) {
  const lines = (await linesOf(dir)).flatMap((line) => ('episode' in line ? [line] : []))
  return new Map(lines.map((line) => [line.episode, line]))
}

const custom = (name: string, step: NonNullable<RewardTerm<Sig>['step']>): RewardTerm<Sig> => ({
  spec: { kind: 'custom', name },
  step,
})
const worth = (value: number) => custom('worth', ({ signals }) => (signals.solved ? value : 0))
const ranked = (scale: number): RewardTerm<Sig> => ({
  ...worth(1),
  group: async (members) => members.map((_, index) => scored(scale * index)),
})
const judged: RewardTerm<Sig> = { spec: { kind: 'custom', name: 'judged' }, needs: ['judge'] }
const value = (score: Score | undefined) => (score?.status === 'scored' ? score.value : null)

test('a preset that pays otherwise now has its new scores appended, beside the others as they stood', async () => {
  const dir = await played({ sparse: worth(1), dense: progress() }, [UP, DOWN])
  const [, linesBefore = '', trajectories] = await filesOf(dir)

  const result = await rescore({
    dir,
    definition: stairs({ sparse: worth(1), dense: weighted({ progress: [2, progress()] }) }),
    reward: 'dense',
  })

  expect(result.presets).toMatchObject([
    { preset: 'dense', scored: 2, changed: 2, unscoredByClass: {}, groups: null, problem: null },
  ])
  const [{ meanBefore = null, meanAfter = null } = {}] = result.presets
  expect(meanAfter).toBeCloseTo(2 * (meanBefore ?? Number.NaN))
  const [, linesAfter = '', trajectoriesAfter] = await filesOf(dir)
  expect(linesAfter.startsWith(linesBefore)).toBe(true)
  expect(linesAfter.trimEnd().split('\n')).toHaveLength(4)
  expect(trajectoriesAfter).toBe(trajectories)
  const line = (await standing(dir)).get('e000000')
  expect([value(line?.scores['sparse']), value(line?.scores['dense']), line?.success]).toEqual([
    ...[1, 2, true],
  ])
})

test('rescored without a change, and rescored twice, a run stays as it is', async () => {
  const rewards = { sparse: solved(), dense: potential('height', (sig: Sig) => sig.progress) }
  const dir = await played(rewards, [UP, DOWN])
  const before = await filesOf(dir)

  const same = await rescore({ dir, definition: stairs(rewards) })
  const untouched = await filesOf(dir)
  const definition = stairs({ ...rewards, extra: worth(3) })
  const first = await rescore({ dir, definition })
  const between = await filesOf(dir)
  const second = await rescore({ dir, definition })

  expect([same, first, second].map(({ linesWritten }) => linesWritten)).toEqual([0, 2, 0])
  expect(untouched).toEqual(before)
  expect(await filesOf(dir)).toEqual(between)
})

test('scores are those the run would have had, whatever it was played with', async () => {
  const rewards: Presets = {
    sparse: solved(),
    dense: weighted({ solved: [1, solved()], progress: [0.5, progress()] }),
    shaped: potential('height', (sig: Sig) => sig.progress, { gamma: 0.9 }),
    gated: gated(solved(), progress(), { threshold: 1 }),
  }
  const episode = fc.array(fc.constantFrom('up', 'down', ''), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.array(episode, { minLength: 1, maxLength: 3 }), async (scripts) => {
      const reference = await played(rewards, scripts, { reward: 'shaped' })
      const dir = await played({ other: worth(7) }, scripts)

      await rescore({ dir, definition: stairs(rewards) })

      const expected = await standing(reference)
      for (const [id, { scores, success }] of await standing(dir)) {
        expect(scores).toMatchObject(expected.get(id)?.scores ?? {})
        expect(success).toBe(expected.get(id)?.success)
      }
    }),
    { numRuns: 12 },
  )
})

test('success follows the first preset when that is recomputed, and only then', async () => {
  const dir = await played({ sparse: worth(1), dense: progress() }, [UP, DOWN])
  const definition = stairs({ sparse: worth(0.5), dense: progress() })

  const dense = await rescore({ dir, definition, reward: 'dense' })
  const sparse = await rescore({ dir, definition, reward: 'sparse' })

  expect(dense.summary.success.rate).toBe(0.5)
  expect(sparse.summaryBefore?.success.rate).toBe(0.5)
  expect(sparse.summary.success.rate).toBe(0)
})

test('a failed episode stays unscored by its class', async () => {
  const dir = await played({ sparse: worth(1) }, [UP, ['lost'], DOWN])

  const { presets } = await rescore({ dir, definition: stairs({ sparse: worth(2) }) })

  expect(presets).toMatchObject([
    { scored: 2, changed: 1, unscoredByClass: { SandboxError: 1 }, problem: null },
  ])
  expect((await standing(dir)).get('e000001')).toMatchObject({
    scores: { sparse: { status: 'unscored', cause: 'SandboxError' } },
    success: null,
  })
})

test('a term that throws costs the scores of its episodes, and says why once', async () => {
  const dir = await played({ sparse: worth(1) }, [DOWN, UP, UP])
  const picky = custom('picky', ({ signals }) => {
    if (signals.solved) throw new Error('too good')
    return 0
  })

  const { presets } = await rescore({
    dir,
    definition: stairs({ sparse: worth(1), picky: weighted({ picky: [1, picky] }) }),
  })

  expect(presets[1]).toMatchObject({
    scored: 1,
    unscoredByClass: { RewardError: 2 },
    problem: { where: 'episode e000001', reason: 'too good' },
  })
})

test.each([
  ['solved', solved({ signal: 'finished' })],
  ['progress', progress({ signal: 'finished' })],
  ['gated', gated(solved({ signal: 'finished' }), progress(), { threshold: 1 })],
  [
    'a function that compares',
    { spec: { kind: 'custom', name: 'own' }, step: ({ signals: s }) => (s['finished'] ? 1 : 0) },
  ] satisfies [string, RewardTerm<Readonly<Record<string, unknown>>>],
])('a signal that was not reported then leaves %s unscored, never 0', async (_, term) => {
  const dir = await played({ sparse: worth(1) }, [UP, DOWN])

  const { presets } = await rescore({
    dir,
    definition: stairs({ sparse: worth(1), late: term as RewardTerm<never> }),
    reward: 'late',
  })

  expect(presets).toMatchObject([
    {
      scored: 0,
      meanAfter: null,
      unscoredByClass: { RewardError: 2 },
      problem: {
        where: 'episode e000000',
        reason: expect.stringContaining('Cannot read signal "finished": the stored episode'),
      },
    },
  ])
  expect((await standing(dir)).get('e000001')?.scores).toEqual({
    sparse: scored(0),
    late: { status: 'unscored', cause: 'RewardError' },
  })
})

test('signals may be copied, written out and asked for names', async () => {
  const dir = await played({ sparse: worth(1) }, [UP])
  const copying = custom('copying', ({ signals }) => {
    const copies = [structuredClone(signals), { ...signals }, JSON.parse(JSON.stringify(signals))]
    return copies.filter((copy) => copy.progress > 0 && !('finished' in signals)).length
  })

  const { presets } = await rescore({ dir, definition: stairs({ sparse: copying }) })

  expect(presets).toMatchObject([{ scored: 1, meanAfter: 9, problem: null }])
})

test('a number that is none leaves the episode unscored, with the turn', async () => {
  const dir = await played({ sparse: worth(1) }, [UP])
  const definition = stairs({ sparse: custom('odd', ({ index }) => (index < 2 ? 0 : Number.NaN)) })

  const { presets } = await rescore({ dir, definition })

  expect(presets[0]).toMatchObject({
    scored: 0,
    problem: { where: 'episode e000000', reason: 'it gives NaN for turn 2' },
  })
})

test('complete groups are scored under a reward that looks at groups, once each', async () => {
  const scripts = [UP, DOWN, ['lost'], UP, DOWN]
  const dir = await played({ sparse: worth(1) }, scripts, { groupSize: 2 })
  const path = join(dir, 'trajectories.jsonl')
  const stored = (await readFile(path, 'utf8')).trimEnd().split('\n')
  await writeFile(
    path,
    stored
      .toSpliced(1, 1)
      .map((line) => `${line}\n`)
      .join(''),
  )
  const definition = stairs({ sparse: worth(1), ranked: ranked(3) })

  const { presets } = await rescore({ dir, definition, reward: 'ranked' })
  const again = await rescore({ dir, definition, reward: 'ranked' })

  expect(presets).toMatchObject([{ groups: 2 }])
  expect(again.linesWritten).toBe(0)
  expect((await linesOf(dir)).filter((line) => 'group' in line)).toEqual([
    {
      group: 'g000001',
      reward: 'ranked',
      values: { e000002: { status: 'unscored', cause: 'SandboxError' }, e000003: scored(0) },
    },
    { group: 'g000002', reward: 'ranked', values: { e000004: scored(0) } },
  ])
})

test('a group that another reward has scored is still scored by a resumed run', async () => {
  const rewards = { ranked: ranked(1), other: ranked(5) }
  const dir = await played(rewards, [UP, UP], { groupSize: 2, reward: 'ranked' })
  const path = join(dir, 'scores.jsonl')
  const episodes = (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => /"episode"/.test(line))
  await writeFile(path, episodes.map((line) => `${line}\n`).join(''))

  await rescore({ dir, definition: stairs(rewards), reward: 'other' })
  await run({
    ...{ definition: stairs(rewards), agent: async () => scripted([UP]), reward: 'ranked' },
    ...{ episodes: 2, groupSize: 2, out: dir, resume: true },
  })

  const groups = (await linesOf(dir)).filter((line) => 'group' in line)
  expect(groups.map(({ reward }) => reward)).toEqual(['other', 'ranked'])
})

test('a group reward that throws says so', async () => {
  const dir = await played({ sparse: worth(1) }, [UP, UP], { groupSize: 2 })
  const broken: RewardTerm<Sig> = {
    ...worth(1),
    group: () => Promise.reject(new Error('no ranking')),
  }

  const { presets } = await rescore({ dir, definition: stairs({ sparse: broken }) })

  expect(presets[0]).toMatchObject({ problem: { where: 'group g000000', reason: 'no ranking' } })
})

test('a resumed run keeps what was recomputed, and the report has the same figures', async () => {
  const dir = await played({ sparse: worth(1), dense: progress() }, [UP, DOWN, UP, DOWN])
  const definition = stairs({ sparse: worth(0.5), dense: progress(), extra: worth(9) })
  await rescore({ dir, definition })
  const { file } = await readRun(dir)
  const lines = await textIn(dir, 'scores.jsonl')

  const resumed = await run({
    ...{ definition, agent: async () => scripted([UP]), out: dir, resume: true, retries: 0 },
    episodes: 4,
  })

  const { runs } = await aggregateRuns([dir])
  expect(file.summary).toMatchObject({
    success: { rate: 0 },
    rewards: { sparse: { mean: 0.25 }, extra: { mean: 4.5 } },
  })
  expect(runs[0]?.summary).toEqual(file.summary)
  expect(resumed.summary).toEqual(file.summary)
  expect(await textIn(dir, 'scores.jsonl')).toBe(lines)
})

test('an interrupted run is rescored, stays interrupted, and goes on', async () => {
  const stop = new AbortController()
  const rewards = { sparse: worth(1) }
  const dir = await played(rewards, [UP, UP, UP], {
    stop: stop.signal,
    onProgress: ({ done }) => done === 2 && stop.abort(),
  })
  const definition = stairs({ ...rewards, extra: worth(4) })

  const { episodes } = await rescore({ dir, definition, reward: 'extra' })
  const { file } = await readRun(dir)
  const { summary } = await run({
    ...{ definition, agent: async () => scripted([UP]), out: dir, resume: true, retries: 0 },
    episodes: 3,
  })

  expect([episodes, file.status]).toEqual([2, 'interrupted'])
  expect(summary.rewards['extra']).toMatchObject({ mean: 4, episodes: 3 })
})

test('what a crash kept from being scored is scored whole', async () => {
  const dir = await played({ sparse: worth(1), dense: progress() }, [UP, DOWN])
  const path = join(dir, 'scores.jsonl')
  const whole = await readFile(path, 'utf8')
  await writeFile(path, whole.slice(0, -20))

  const { linesWritten } = await rescore({
    dir,
    definition: stairs({ sparse: worth(1), dense: progress() }),
    reward: 'dense',
  })

  expect(linesWritten).toBe(1)
  expect(await readFile(path, 'utf8')).toBe(whole)
})

test('a torn last trajectory is left out, said and left alone', async () => {
  const dir = await played({ sparse: worth(1) }, [UP, UP])
  const path = join(dir, 'trajectories.jsonl')
  await truncate(path, (await readFile(path)).length - 20)
  const torn = await readFile(path)

  const result = await rescore({ dir, definition: stairs({ sparse: worth(2) }) })

  expect(result).toMatchObject({ torn: true, episodes: 1, linesWritten: 1 })
  expect(await readFile(path)).toEqual(torn)
})

test('an abort writes nothing', async () => {
  const dir = await played({ sparse: worth(1) }, [UP, UP, UP])
  const before = await filesOf(dir)
  const abort = new AbortController()

  const rescoring = rescore({
    dir,
    definition: stairs({ sparse: worth(2) }),
    signal: abort.signal,
    onProgress: (read) => read === 2 && abort.abort(new Error('enough')),
  })

  await expect(rescoring).rejects.toThrow('enough')
  expect(await filesOf(dir)).toEqual(before)
})

test('a preset that needs a service is refused by name, and otherwise left as it was', async () => {
  const dir = await played({ sparse: worth(1) }, [UP])
  const definition = stairs({ sparse: worth(1), judged })

  const all = await rescore({ dir, definition })

  expect(all.leftOut).toEqual({ judged: ['judge'] })
  expect(all.presets.map(({ preset }) => preset)).toEqual(['sparse'])
  await expect(rescore({ dir, definition, reward: 'judged' })).rejects.toThrow(
    'reward judged needs a judge and cannot be recomputed without one (choose from sparse)',
  )
  await expect(rescore({ dir, definition: stairs({ judged }) })).rejects.toThrow(
    'reward judged needs a judge and cannot be recomputed without one (play the run again)',
  )
})

test('a wrong preset, another env and a run that has not ended are refused', async () => {
  const dir = await played({ sparse: worth(1) }, [UP])
  const definition = stairs({ sparse: worth(1) })

  const misspelt = rescore({ dir, definition, reward: 'spars' })
  await expect(misspelt).rejects.toMatchObject({
    name: 'ConfigError',
    message: `Cannot rescore ${dir}: test/Stairs-v0 has no reward "spars" (did you mean "sparse"?)`,
  })
  const other = rescore({ dir, definition: { ...definition, id: 'test/Other-v0' } })
  await expect(other).rejects.toThrow('its episodes are of test/Stairs-v0, the env given is test/')
  const path = join(dir, 'run.json')
  await writeFile(path, (await readFile(path, 'utf8')).replace('"complete"', '"running"'))
  await expect(rescore({ dir, definition })).rejects.toThrow(
    'the run has not ended (wait for it; if it was killed, finish it first with --resume)',
  )
})

test('a line of another version and missing trajectories are named, and nothing is written', async () => {
  const dir = await played({ sparse: worth(1) }, [UP, UP])
  const definition = stairs({ sparse: worth(2) })
  const path = join(dir, 'trajectories.jsonl')
  const [first = '', second = ''] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, `${first}\n${second.replace('"version":1', '"version":2')}\n`)
  const before = await filesOf(dir)

  await expect(rescore({ dir, definition })).rejects.toThrow(`Cannot read ${path}:2: version`)
  expect(await filesOf(dir)).toEqual(before)
  await rm(path)
  await expect(rescore({ dir, definition })).rejects.toThrow('trajectories.jsonl is not in it')
  expect(await textIn(dir, 'run.json')).toBe(before[0])
})

test('a chosen reward that is mended counts again, in the figures and in the report', async () => {
  const broken: RewardTerm<Sig> = {
    ...worth(1),
    finalize: () => Promise.reject(new Error('no verdict')),
  }
  const dir = await played({ sparse: broken }, [UP, DOWN])
  const { file } = await readRun(dir)

  await rescore({ dir, definition: stairs({ sparse: worth(1) }) })

  const { runs } = await aggregateRuns([dir])
  const { file: renewed } = await readRun(dir)
  expect(file.summary).toMatchObject({ scored: 0, success: { of: 0 } })
  expect(renewed.summary).toMatchObject({
    scored: 2,
    unscored: 0,
    success: { rate: 0.5, of: 2 },
    reward: { mean: 0.5 },
  })
  expect(runs[0]?.summary).toEqual(renewed.summary)
})
