import { expect, test } from 'vitest'
import { metricsAt } from '../../trainers/rl/alarms/metrics.suite.ts'
import { type RlRunSummary, rlJson, rlTable } from './rl-output.ts'

const summary: RlRunSummary = {
  ...{ dir: 'palaestra-runs/grpo', status: 'complete', seed: 7 },
  ...{ envs: ['text/GuessNumber-v0'], algorithm: 'grpo' },
  engine: { engine: 'onnx', device: 'cpu', threads: 2, reason: 'the default', versions: {} },
  model: { model: 'tiny', family: 'llama', parameters: 1024, trained: 1024, vocabularySize: 44 },
  ...{ updates: 300, of: 300, episodes: 38_400, tokens: 1_500_000, seconds: 83.2 },
  ...{ evalSuccess: 0.9453, evalReturn: 0.912, best: { update: 280, success: 0.9531 } },
  alarms: [{ name: 'entropy-collapse', update: 210, message: 'Entropy is 0.01 nats: ... (...)' }],
  ...{ unscored: { SandboxError: 3, JudgeError: 1 }, skipped: 2 },
  last: metricsAt(300, { kl: 0.0123 }),
  exported: 'palaestra-runs/grpo/model',
}

test('the table says what came of the run, and where it is', () => {
  expect(rlTable(summary).split('\n')).toEqual([
    'grpo of tiny on text/GuessNumber-v0: 300 of 300 updates',
    '',
    '  held out      success 94.5 %, return 0.912',
    '  best          95.3 % held out, update 280',
    '  training      reward 0.400 ± 0.500, success 40.0 %',
    '  policy        entropy 1.500 nats a token, 0.0123 nats from the reference',
    '  episodes      38,400, 1,500,000 tokens',
    '  unscored      3 SandboxError, 1 JudgeError',
    '  skipped       2 steps, not finite',
    '  computed by   onnx on cpu, 2 threads',
    '  alarms        entropy-collapse, update 210',
    '',
    'Stored in palaestra-runs/grpo (1 min 23 s)',
    'Model: palaestra-runs/grpo/model',
  ])
})

test('the table leaves out what is not known', () => {
  const stopped: RlRunSummary = {
    ...summary,
    ...{ status: 'interrupted', updates: 1, envs: ['bandit/Two-v0', 'text/Quest-v0'] },
    ...{ evalSuccess: null, evalReturn: null, best: null, alarms: [], unscored: {}, skipped: 0 },
    ...{ last: null, exported: null },
  }

  expect(rlTable(stopped).split('\n')).toEqual([
    'grpo of tiny on bandit/Two-v0, text/Quest-v0: 1 of 300 updates, interrupted',
    '',
    '  episodes      38,400, 1,500,000 tokens',
    '  computed by   onnx on cpu, 2 threads',
    '',
    'Stored in palaestra-runs/grpo (1 min 23 s)',
  ])
})

test('where an env tells no success, the return is the result; a trained adapter is called one', () => {
  const bandit: RlRunSummary = {
    ...summary,
    ...{ evalSuccess: null, evalReturn: 0.25, best: { update: 4, success: null, return: 0.25 } },
    model: { ...summary.model, trained: 64 },
  }

  expect(rlTable(bandit)).toContain('held out      return 0.250\n  best          return 0.250 held')
  expect(rlTable(bandit)).toMatch(/Adapter: palaestra-runs\/grpo\/model$/)
})

test('no line of the table is wider than 80 columns', () => {
  expect(
    Math.max(
      ...rlTable(summary)
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(80)
})

test('JSON is one line with everything, null where it is not known', () => {
  const line = rlJson({ ...summary, evalReturn: null, last: metricsAt(300, { loss: Number.NaN }) })

  expect(line).not.toContain('\n')
  expect(JSON.parse(line)).toMatchObject({
    ...{ run: 'palaestra-runs/grpo', env: 'text/GuessNumber-v0', envs: ['text/GuessNumber-v0'] },
    ...{ algorithm: 'grpo', engine: 'onnx', device: 'cpu', threads: 2, status: 'complete' },
    ...{ seed: 7, updates: 300, of: 300, episodes: 38_400, tokens: 1_500_000, seconds: 83.2 },
    ...{ evalSuccess: 0.9453, evalReturn: null, best: { update: 280, success: 0.9531 } },
    ...{ alarms: summary.alarms, unscored: { SandboxError: 3, JudgeError: 1 }, skipped: 2 },
    last: { global_step: 300, loss: null, reward: 0.4 },
    ...{ exported: 'palaestra-runs/grpo/model', model: { model: 'tiny', parameters: 1024 } },
  })
})
