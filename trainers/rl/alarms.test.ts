import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metricsAt } from './alarms/metrics.suite.ts'
import { alarmNames, alarmTable, createAlarms } from './alarms.ts'
import type { Alarm, RlMetrics } from './metrics.ts'

type Changes = Partial<RlMetrics>

const times = (count: number, changes: Changes = {}): Changes[] => Array(count).fill(changes)

/** What is raised over updates that differ from healthy ones as told. */
function raisedBy(updates: readonly Changes[], alarms = createAlarms()): Alarm[] {
  return updates.flatMap((changes, index) => alarms.observe(metricsAt(index + 1, changes)))
}
const namesOf = (raised: readonly Alarm[]) => raised.map(({ name, update }) => `${name} ${update}`)

const hard: Changes = {
  ...{ frac_reward_zero_std: 0.9, 'rollout/frac_all_good': 0, 'rollout/frac_all_bad': 0.9 },
}
const easy: Changes = {
  ...{ frac_reward_zero_std: 0.9, 'rollout/frac_all_good': 0.9, 'rollout/frac_all_bad': 0 },
}
const solved: Changes = { ...easy, reward: 1, 'episode/success_rate': 0.95 }
const evaluated = (success: number, reward: number): Changes[] => [
  ...times(4, { reward }),
  { reward, 'eval/success': success },
]

/** By alarm: what raises it, the update in which it does, and a part of what is said. */
const raising: Record<string, readonly [updates: Changes[], update: number, said: string]> = {
  'sampler-mismatch': [
    [{}, { 'sampling/sampling_logp_difference/mean': 0.13 }],
    2,
    'differ by 0.13 nats a token: the tokens are not trained as they were drawn',
  ],
  'unsampled-tokens': [
    [{}, { 'mask/unsampled_tokens': 7 }],
    2,
    '7 of the trained tokens were never drawn',
  ],
  'trained-share': [[{ 'mask/trained_fraction': 1 }], 1, '100.0 % of tokens are trained'],
  'prefix-breaks': [
    [{}, {}, { 'drift/prefix_breaks': 3 }],
    3,
    'break with what was said before: 3',
  ],
  'stale-tokens': [
    [{ 'staleness/max': 4 }, { 'staleness/max': 5 }],
    2,
    '5 versions of the weights old, 4 are',
  ],
  'unscored-episodes': [
    [{ 'unscored/sandbox': 12 }, { 'unscored/sandbox': 12, 'unscored/timeout': 4 }],
    2,
    '12.5 % of episodes are unscored: 12 sandbox, 4 timeout',
  ],
  'truncated-episodes': [times(3, { 'episode/truncated_ratio': 0.6 }), 3, '60.0 % of episodes'],
  'invalid-actions': [times(3, { 'episode/valid_action_ratio': 0.5 }), 3, '50.0 % of actions'],
  'skipped-steps': [[{ skipped: 0 }, { skipped: 2 }], 2, '2 optimizer steps were skipped'],
  'clip-fraction': [
    times(2, { 'clip_ratio/low_mean': 0.2, 'clip_ratio/high_mean': 0.21 }),
    2,
    '41.0 % of trained tokens are clipped',
  ],
  'policy-jump': [times(2, { ppo_kl: 0.31 }), 2, 'moved by 0.31 nats a token in one update'],
  'reference-kl': [times(2, { kl: 1.25 }), 2, '1.25 nats a token from its reference, 1 are'],
  'gradient-spike': [[...times(10), { grad_norm: 6 }], 11, 'norm is 6, 0.5 before'],
  'entropy-collapse': [
    [...times(5), ...times(3, { entropy: 0.0712 })],
    8,
    'Entropy is 0.0712 nats, 1.5 at the start',
  ],
  'entropy-explosion': [
    [...times(5), ...times(5, { entropy: 0.2 }), ...times(3, { entropy: 1.9 })],
    13,
    'Entropy is 1.9 nats, it was down to 0.2',
  ],
  'all-same-groups': [
    times(3, hard),
    3,
    'In 90.0 % of groups all returns are equal (all good 0.0 %, all bad 90.0 %): the tasks are too hard',
  ],
  'echo-trap': [
    [...times(10), { grad_norm: 2.5 }, ...times(3, { 'rollout/in_group_std': 0.1 })],
    14,
    'and the gradient norm went from 0.5 to 2.5',
  ],
  'late-collapse': [
    [...times(5, { reward: 0.1 }), ...times(5, { reward: 0.8 }), ...times(6, { reward: 0.1 })],
    15,
    'it was up to 0.8',
  ],
  'template-collapse': [
    [...times(5), ...times(5, { 'rollout/in_group_std': 0.05 })],
    10,
    'returns within groups differ by 0.05, once 0.4, at entropy 1.5',
  ],
  'duplicate-episodes': [
    [...times(5), ...times(3, { 'episode/duplicate_ratio': 0.7 })],
    8,
    '70.0 % of episodes repeat another one, 20.0 % at the start',
  ],
  'reward-hacking': [
    [
      ...evaluated(0.4, 0.4),
      ...evaluated(0.6, 0.5),
      ...evaluated(0.4, 0.6),
      ...evaluated(0.3, 0.7),
    ],
    20,
    'Reward rose from 0.5 to 0.7 while the evaluation fell from 60.0 % to 30.0 %',
  ],
}

describe('an alarm', () => {
  test.each(Object.entries(raising))(
    '%s is raised when it should be, and alone',
    (name, [updates, update, said]) => {
      const raised = raisedBy(updates, createAlarms({ staleness: 4 }))

      expect(namesOf(raised)).toEqual([`${name} ${update}`])
      expect(raised[0]?.message.toLowerCase()).toContain(said.toLowerCase())
    },
  )

  test('has a case here, a place in the table, and a name of its own', () => {
    expect(Object.keys(raising).sort()).toEqual(alarmNames.toSorted())
    expect(new Set(alarmNames).size).toBe(alarmNames.length)
    expect(alarmTable.map(({ name }) => name)).toEqual(alarmNames)
  })

  test('is one line that says what is seen, what it means and what to do', () => {
    const [alarm] = raisedBy([{ 'sampling/ess': 0.41 }])

    expect(alarm?.message).toMatch(
      /^The effective sample size is 41\.0 %: the tokens are not trained as they were drawn: .* \(stop, .*\)$/,
    )
  })

  test('is raised once, and again only after five updates without it', () => {
    const bad: Changes = { 'drift/prefix_breaks': 1 }

    expect(namesOf(raisedBy([...times(4, bad), ...times(4), bad, ...times(5), bad]))).toEqual([
      'prefix-breaks 1',
      'prefix-breaks 15',
    ])
  })

  test('that needs several updates is not raised by fewer, nor by as many that do not follow each other', () => {
    const cut: Changes = { 'episode/truncated_ratio': 0.9 }

    expect(raisedBy([cut, cut, {}, cut, cut, {}])).toEqual([])
  })

  test('stands until it clears', () => {
    const alarms = createAlarms()

    raisedBy([{ 'sampling/ess': 0.2 }, ...times(4)], alarms)
    const before = alarms.raised()
    alarms.observe(metricsAt(6))

    expect(before).toEqual(['sampler-mismatch'])
    expect(alarms.raised()).toEqual([])
  })
})

test('a healthy run raises none', () => {
  expect(raisedBy(times(60))).toEqual([])
})

test('groups that are all good are told apart from groups that are all bad', () => {
  const [alarm] = raisedBy(times(3, easy))

  expect(alarm?.message).toContain('the tasks are solved or too easy')
})

test('a task that is learned ends with low entropy, equal returns and episodes that repeat: no collapse', () => {
  const calm: Changes = { ...solved, entropy: 0.01, 'rollout/in_group_std': 0.02, grad_norm: 0.1 }
  const repeating: Changes = { ...calm, 'episode/duplicate_ratio': 0.95 }

  expect(namesOf(raisedBy([...times(10), ...times(20, repeating)]))).toEqual(['all-same-groups 13'])
})

test('an update that trains nothing tells nothing of gradient and entropy', () => {
  const untrained: Changes = {
    ...{ 'rollout/kept_groups': 0, entropy: 0, grad_norm: Number.NaN, loss: Number.NaN },
    ...{ 'mask/trained_fraction': 0 },
  }

  expect(raisedBy([...times(6), ...times(8, untrained)])).toEqual([])
})

test('loss or gradient that is not finite is told, also as JSON has it', () => {
  const told = [{ loss: Number.NaN }, { grad_norm: Number.POSITIVE_INFINITY }].map(
    (changes) => raisedBy([changes])[0]?.message,
  )
  const stored = JSON.parse(JSON.stringify(metricsAt(1, { loss: Number.NaN }))) as RlMetrics

  expect(told[0]).toMatch(/^Loss is not finite: /)
  expect(told[1]).toMatch(/^Gradient norm is not finite: /)
  expect(namesOf(createAlarms().observe(stored))).toEqual(['skipped-steps 1'])
})

test('the bounds of staleness and reference KL can be chosen', () => {
  const synchronous = createAlarms({ staleness: 0, referenceKl: 3 })

  expect(namesOf(raisedBy(times(3, { 'staleness/max': 1, kl: 2 }), synchronous))).toEqual([
    'stale-tokens 1',
  ])
})

test('a fall of the evaluation alone, or of both, is no reward hacking', () => {
  const both = [...evaluated(0.6, 0.5), ...evaluated(0.4, 0.4), ...evaluated(0.3, 0.3)]

  expect(namesOf(raisedBy(both)).filter((name) => name.startsWith('reward'))).toEqual([])
})

const share = fc.double({ min: 0, max: 1, noNaN: true })
const anyNumber = fc.oneof(share, fc.constantFrom(0, 1, Number.NaN), fc.double({ min: 0, max: 20 }))
const changes: fc.Arbitrary<Changes> = fc.record(
  {
    ...{ reward: anyNumber, reward_std: anyNumber, entropy: anyNumber, grad_norm: anyNumber },
    ...{ kl: anyNumber, ppo_kl: anyNumber, frac_reward_zero_std: share },
    ...{ 'rollout/frac_all_good': share, 'rollout/frac_all_bad': share },
    ...{ 'rollout/in_group_std': anyNumber, 'rollout/kept_groups': fc.nat(3) },
    ...{ 'episode/success_rate': share, 'episode/duplicate_ratio': share },
    ...{ 'episode/truncated_ratio': share, 'episode/valid_action_ratio': share },
    ...{ 'clip_ratio/low_mean': share, 'sampling/ess': share, 'eval/success': share },
    ...{ 'unscored/sandbox': fc.nat(40), 'staleness/max': fc.nat(8), skipped: fc.nat(3) },
  },
  { requiredKeys: [] },
)

test('a run that is stopped anywhere and goes on raises the alarms of one that was not', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 60 }), fc.nat(60), (updates, stop) => {
      const whole = raisedBy(updates, createAlarms({ staleness: 4 }))
      const first = createAlarms({ staleness: 4 })
      const before = raisedBy(updates.slice(0, stop), first)
      const second = createAlarms({ staleness: 4 })
      second.restore(JSON.parse(JSON.stringify(first.state())))
      const after = updates
        .slice(stop)
        .flatMap((changes, index) => second.observe(metricsAt(stop + index + 1, changes)))

      expect([...before, ...after]).toEqual(whole)
      for (const { message } of whole) expect(message).not.toMatch(/NaN|undefined|null|Infinity|\n/)
    }),
    { numRuns: 200 },
  )
})
