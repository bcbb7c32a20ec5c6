import { expect, test } from 'vitest'
import type { EpisodeResult, RunResult, Sampling } from '../runs/index.ts'
import { summarize } from '../runs/index.ts'
import { runJson } from './report.ts'
import { nothingScored, runTable } from './table.ts'

const timings = { setupMs: 12, agentMs: 0, envMs: 2400, gradingMs: 5 }

function episode(index: number, value: number | null): EpisodeResult {
  const score =
    value === null
      ? ({ status: 'unscored', cause: 'SandboxError' } as const)
      : ({ status: 'scored', value } as const)
  return {
    id: `e${index}`,
    group: `g${index % 2}`,
    task: null,
    reward: score,
    scores: { sparse: score, dense: score },
    success: value === null ? null : value >= 1,
    turns: 4,
    stop: null,
    failedActions: 1,
    attempts: value === null ? 3 : 1,
    timings,
    sandbox: 'virtual',
    usage: null,
    error: value === null ? 'Cannot reach the sandbox: it is gone' : null,
  }
}

function resultOf(values: readonly (number | null)[]): RunResult {
  const results = values.map((value, index) => episode(index, value))
  return {
    dir: 'palaestra-runs/x',
    status: 'complete',
    env: {
      id: 'test/Wins-v0',
      options: {},
      reward: { preset: 'sparse', term: { kind: 'custom', name: 'won' } },
      maxEpisodeSteps: 3,
      rewardThreshold: 1,
      wrappers: [],
    },
    agent: 'tossing',
    summary: summarize(results),
    seconds: 75,
    episodesPerSecond: 0.08,
    results,
  }
}

const sampling: Sampling = {
  policy: 'sha256:1',
  ...{ engine: 'onnx', device: 'cpu', threads: 16, reason: 'the default engine, its best device' },
  versions: {},
  ...{ requests: 400, promptTokens: 9e4, cachedTokens: 6e4, sampledTokens: 5e4 },
  ...{ busySeconds: 4, ticks: 900, occupancy: 61.27, queueMs: { mean: 12.4, max: 1250 } },
  tokensPerSecond: 12_500,
}

test('of runs that sample here table and JSON say how fast, and with what', () => {
  const result = { ...resultOf([1]), sampling }

  const lines = runTable(result).split('\n')

  expect(lines).toContain(
    '  sampling        12,500 tokens/s, 61.3 a batch, queue 12 ms mean, 1.3 s max',
  )
  expect(lines).toContain('  computed by     onnx on cpu, 16 threads')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(JSON.parse(runJson(result, 0)).sampling).toEqual(sampling)
  expect(JSON.parse(runJson(resultOf([1]), 0)).sampling).toBeNull()
})

test('the table has every figure within 80 columns', () => {
  const table = runTable(resultOf([1, 0, 1, null, 1, 0]))

  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(table).toBe(`test/Wins-v0, agent tossing, sandbox virtual

  episodes        6 (5 scored, 1 unscored, 1 took several attempts)
  success         60.0 %  (3 of 5; 95 % interval 23.1 to 88.2 %)
  reward sparse   0.600 mean, 0.548 standard deviation  <- chosen
  reward dense    0.600 mean, 0.548 standard deviation
  turns           4.0 mean, 4 p50, 4 p95
  failed actions  5 of 20 (25.0 %)
  unscored        1 SandboxError

  2 groups, k =           1        2        3
  pass@k             50.0 %   50.0 %  100.0 %
  pass^k             50.0 %   50.0 %  100.0 %

  time an episode          p50         p95
  setup                  12 ms       12 ms
  agent                 < 1 ms      < 1 ms
  env                    2.4 s       2.4 s
  grading                 5 ms        5 ms

  speed           0.08 episodes/s, 1 min 15 s in all`)
})

test('a run without a scored episode says so, with an example', () => {
  const result = resultOf([null, null])

  expect(nothingScored(result)).toBe(
    'No episode was scored: 2 SandboxError. For example: Cannot reach the sandbox: it is gone',
  )
  expect(runTable(result)).toContain('success         unknown: nothing was scored')
  expect(nothingScored(resultOf([0]))).toBeNull()
})

test('the JSON is one line with null for what is not known', () => {
  const line = runJson(resultOf([null, null]), 7)

  expect(line).not.toContain('\n')
  expect(JSON.parse(line)).toMatchObject({
    run: 'palaestra-runs/x',
    env: 'test/Wins-v0',
    agent: 'tossing',
    sandbox: 'virtual',
    seed: 7,
    episodes: 2,
    scored: 0,
    unscored: 2,
    success: null,
    meanReward: null,
    meanTurns: null,
    episodesPerSecond: 0.08,
    seconds: 75,
  })
})

test('what sampling took is shown where something counted it, failed episodes included', () => {
  const result = resultOf([1, null])
  const usage = { requests: 2, promptTokens: 12_000, cachedTokens: 0, completionTokens: 345 }
  const counted = result.results.map((one) => ({ ...one, usage: { ...usage, cost: 0.25 } }))
  const asked = { ...result, summary: summarize(counted), results: counted }

  expect(runTable(asked)).toContain('  tokens          24,000 in, 690 out, cost 0.500\n')
  expect(JSON.parse(runJson(asked, 7)).usage).toEqual({
    requests: 4,
    promptTokens: 24_000,
    cachedTokens: 0,
    completionTokens: 690,
    cost: 0.5,
  })
  expect(runTable(result)).not.toContain('tokens')
  expect(JSON.parse(runJson(result, 7)).usage).toBeNull()
})

test('episodes that the agent ended are counted by its reason, the most frequent first', () => {
  const stops = ['the budget is used up', 'the context is full', null, 'the context is full']
  const results = stops.map((stop, index) => ({ ...episode(index, 0), stop }))
  const result = { ...resultOf([]), results, summary: summarize(results) }

  expect(runTable(result)).toContain(`
  ended by agent  2 of 4: the context is full
                  1 of 4: the budget is used up
  failed actions`)
  expect(JSON.parse(runJson(result, 0))).toMatchObject({
    stopped: { 'the context is full': 2, 'the budget is used up': 1 },
  })
  expect(runTable(resultOf([1]))).not.toContain('ended by agent')
  expect(JSON.parse(runJson(resultOf([1]), 0))).toMatchObject({ stopped: {} })
})
