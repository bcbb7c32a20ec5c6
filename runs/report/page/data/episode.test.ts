import { expect, test } from 'vitest'
import { readEpisode } from './episode.ts'

const turn = (index: number, rest: object = {}) => ({
  index,
  decision: 0,
  action: { tool: 'bash', command: 'ls' },
  observation: 'a.js',
  signals: { testsRun: index },
  reward: 0.5,
  rewards: { solved: 0.5 },
  terminated: false,
  truncated: false,
  durationMs: 3,
  ...rest,
})
const stored = {
  version: 1,
  id: 'e0',
  env: { id: 'swe/Repair-v0' },
  agent: 'repair',
  task: { id: 't', hash: 'h' },
  initial: { observation: 'Fix it', info: {}, signals: { testsRun: -1 }, stateHash: 'abc' },
  decisions: [
    {
      message: {
        role: 'assistant',
        content: 'hm',
        toolCalls: [{ id: '1', name: 'bash', arguments: '{}' }],
      },
      samples: [
        {
          purpose: 'act',
          parent: null,
          newPromptIds: [1, 2],
          ids: [3],
          logProbs: [-0.5],
          temperature: 1,
          policyVersions: [[7, 1]],
        },
      ],
      durationMs: 2,
    },
  ],
  turns: [
    turn(0),
    turn(1, { invalid: 'no such tool', signals: null }),
    turn(2, { decision: 1, terminated: true, info: { failed: true } }),
  ],
  finalSignals: { testsRun: 9 },
  outcome: {
    status: 'completed',
    ended: 'terminated',
    parts: {
      solved: [
        { status: 'scored', value: 1 },
        { status: 'unscored', cause: 'judge' },
      ],
    },
    turns: [{ status: 'scored', value: 1 }],
    reward: { status: 'unscored', cause: 'judge' },
  },
  timings: { setupMs: 1, agentMs: 2, envMs: 3, gradingMs: 4 },
  attempts: 2,
  versions: { palaestra: '0.1.0' },
  artifacts: { patch: { type: 'diff', text: '' } },
}

test('readEpisode reads turns with what stood before them and what they were worth in the end', () => {
  const { turns } = readEpisode(stored)

  expect(turns[0]).toMatchObject({
    previous: { testsRun: -1 },
    continues: false,
    final: { value: 1, cause: null },
    finalParts: [['solved', { value: 1, cause: null }]],
  })
  expect(turns[1]).toMatchObject({
    previous: { testsRun: 0 },
    continues: true,
    invalid: 'no such tool',
    final: null,
    finalParts: [['solved', { value: null, cause: 'judge' }]],
  })
  expect(turns[2]).toMatchObject({
    previous: { testsRun: 0 },
    continues: false,
    failed: true,
    ended: 'terminated',
  })
})

test('readEpisode reads decisions, samples, outcome and timings', () => {
  const episode = readEpisode(stored)

  expect(episode.decisions[0]).toMatchObject({
    content: 'hm',
    calls: [{ name: 'bash', arguments: '{}' }],
    samples: [{ promptIds: 2, ids: [3], logProbs: [-0.5], versions: [[7, 1]] }],
  })
  expect(episode.outcome).toMatchObject({
    ended: 'terminated',
    reward: { value: null, cause: 'judge' },
    error: null,
  })
  expect(episode.timings).toEqual([
    ['setupMs', 1],
    ['agentMs', 2],
    ['envMs', 3],
    ['gradingMs', 4],
  ])
})

test('readEpisode reads a failure', () => {
  const outcome = { status: 'failed', phase: 'setup', error: { class: 'sandbox', message: 'died' } }

  expect(readEpisode({ ...stored, outcome }).outcome).toMatchObject({
    reward: null,
    error: { phase: 'setup', class: 'sandbox', message: 'died', stack: null },
  })
})

test('readEpisode gives what is there of anything', () => {
  const odd = [
    null,
    'text',
    [],
    {},
    { turns: 'many', decisions: [null, 3, { samples: [null], message: 'x' }], outcome: 7 },
    {
      turns: [null, 4, { rewards: [1], signals: 'x' }],
      initial: [],
      outcome: { parts: { a: [null] }, turns: {}, error: {} },
    },
  ]

  for (const trajectory of odd) {
    const episode = readEpisode(trajectory)

    expect(episode.raw).toBe(trajectory)
    expect(episode.turns.every(({ index }) => Number.isInteger(index))).toBe(true)
  }
})
