import { expect, test } from 'vitest'
import type { DiscardReason } from './filters.ts'
import { type Episode, groupOf, returning, task } from './groups.suite.ts'
import { type RolloutMetricsOptions, rolloutMetrics } from './statistics.ts'

const kept = (...groups: readonly ReturnType<typeof groupOf>[]) => ({ kept: groups, discarded: [] })
const of = (episodes: readonly Episode[], options?: RolloutMetricsOptions) =>
  rolloutMetrics(kept(groupOf(episodes)), options)

test('rewards are of all played groups, kept or not; unscored episodes enter none of them', () => {
  const discarded = [
    { group: returning([1, 1, null]), reason: 'all good' as const },
    { group: returning([0, 0]), reason: 'all bad' as const },
    { group: returning([null, null]), reason: 'unscored' as const },
  ]

  const metrics = rolloutMetrics({ kept: [returning([0, 2])], discarded })

  expect(metrics).toMatchObject({
    reward: 4 / 6,
    frac_reward_zero_std: 2 / 3,
    'rollout/frac_all_good': 1 / 3,
    'rollout/frac_all_bad': 1 / 3,
    'rollout/kept_groups': 1,
    'rollout/discarded_groups': 3,
    'rollout/discarded/all_good': 1,
    'rollout/discarded/unscored': 1,
    'episode/success_rate': 0.5,
    'unscored/JudgeError': 3,
  })
  // Returns 0 2 1 1 0 0: squares from the mean 2/3 sum up to 10/3.
  expect(metrics.reward_std).toBeCloseTo(Math.sqrt(10 / 3 / 5), 12)
  expect(metrics['rollout/in_group_std']).toBeCloseTo(Math.SQRT2 / 3, 12)
})

test('equal returns are counted, whatever the reason they were discarded for', () => {
  const reasons: DiscardReason[] = ['outside band', 'low variance']
  const discarded = reasons.map((reason) => ({ group: returning([0.5, 0.5]), reason }))

  const metrics = rolloutMetrics({ kept: [], discarded })

  expect(metrics.frac_reward_zero_std).toBe(1)
  expect(metrics['rollout/discarded/outside_band']).toBe(1)
  expect(metrics['rollout/discarded/low_variance']).toBe(1)
})

test('what has no meaning is absent: nothing was scored', () => {
  const metrics = rolloutMetrics(kept(groupOf([{ failed: 'SandboxError' }])))

  expect(metrics).toEqual({
    'rollout/kept_groups': 1,
    'rollout/discarded_groups': 0,
    'unscored/SandboxError': 1,
  })
})

test('a group of one says nothing of variance', () => {
  const metrics = rolloutMetrics(kept(returning([1])))

  expect(metrics.reward).toBe(1)
  expect(metrics).not.toHaveProperty('frac_reward_zero_std')
  expect(metrics).not.toHaveProperty('reward_std')
  expect(metrics).not.toHaveProperty(['episode/duplicate_ratio'])
})

test('a reward of the group alone that fails is counted as such', () => {
  const group = groupOf([{ rewards: [1], actions: 'a' }], {}, { returns: [null] })

  expect(rolloutMetrics(kept(group))).toMatchObject({ 'unscored/RewardError': 1 })
})

test('success is told by difficulty, and by env where there are several', () => {
  const easy = returning([1, 1], { task: task('a', 'easy') })
  const hard = returning([1, 0, null], { task: task('b', 'hard'), env: 1 })

  const alone = rolloutMetrics(kept(easy))
  const both = rolloutMetrics(kept(easy, hard), { envNames: ['here', 'there'] })

  expect(alone).toMatchObject({ 'success/easy': 1 })
  expect(Object.keys(alone).filter((name) => name.startsWith('success/'))).toHaveLength(1)
  expect(both).toMatchObject({
    'episode/success_rate': 0.75,
    'success/easy': 1,
    'success/hard': 0.5,
    'success/here': 1,
    'success/there': 0.5,
  })
})

test('envs are called by their ids unless told otherwise', () => {
  const groups = ['a/A-v0', 'b/B-v0'].map((env, place) =>
    groupOf([{ env, rewards: [1], actions: 'a' }], { env: place }),
  )

  expect(rolloutMetrics(kept(...groups))).toMatchObject({
    'success/a/A-v0': 1,
    'success/b/B-v0': 1,
  })
})

test('conduct: valid actions, truncation, void turns, turns', () => {
  const metrics = of([
    { actions: 'ab?', ended: 'truncated' },
    { actions: 'a' },
    { actions: '????', failed: 'EnvError' },
  ])

  expect(metrics).toMatchObject({
    'episode/valid_action_ratio': 3 / 4,
    'episode/truncated_ratio': 1 / 2,
    'episode/void_turn_ratio': 1 / 4,
    'num_turns/mean': 2,
  })
})

test.each([
  { groups: [['ab', 'ab', 'ab']], ratio: 1 },
  { groups: [['ab', 'ba', 'aab']], ratio: 0 },
  { groups: [['ab', 'ab', 'ba']], ratio: 1 / 2 },
  { groups: [['ab'], ['ab', 'ab'], ['ab', 'b']], ratio: 1 / 2 },
])('of the actions $groups, $ratio repeat an earlier member of their group', (given) => {
  const groups = given.groups.map((all) => groupOf(all.map((actions) => ({ actions }))))

  expect(rolloutMetrics(kept(...groups))['episode/duplicate_ratio']).toBeCloseTo(given.ratio, 12)
})

test('lengths are tokens an episode drew; messages that were cut off are told where they can be', () => {
  const episodes = [
    { actions: 'ab', drew: [[1, 2, 3], [4]] },
    { actions: 'a', drew: [[5, 6, 0]] },
  ]
  const sampling = { maxTokens: 3, stopIds: [0] }

  expect(of(episodes)).toMatchObject({
    'completions/mean_length': 3.5,
    'completions/min_length': 3,
    'completions/max_length': 4,
  })
  expect(of(episodes)).not.toHaveProperty(['completions/clipped_ratio'])
  expect(of(episodes, { sampling })['completions/clipped_ratio']).toBeCloseTo(1 / 3, 12)
})

test('parts of rewards are means of their sums over episodes', () => {
  const metrics = of([
    { actions: 'ab', parts: { solved: [0, 1], speed: [0.5, 0.25] } },
    { actions: 'a', parts: { solved: [0] } },
  ])

  expect(metrics).toMatchObject({ 'rewards/solved/mean': 0.5, 'rewards/speed/mean': 0.75 })
})
