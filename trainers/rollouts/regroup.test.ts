import { expect, test } from 'vitest'
import { type Episode, groupOf, task } from './groups.suite.ts'
import { type BaselineGroups, baselineKeys } from './regroup.ts'

const two = (index: number, episode: Episode, env = 0) =>
  groupOf([episode, episode], { index, env, key: `g${index}`, task: episode.task ?? null })

/** How many baselines the episodes of all groups share. */
const different = (groups: readonly ReturnType<typeof two>[], by: BaselineGroups) =>
  new Set(baselineKeys(groups, by).flat()).size

test('by start, each plan has a baseline of its own', () => {
  expect(baselineKeys([two(0, {}), two(1, {})], 'start')).toEqual([
    ['g0', 'g0'],
    ['g1', 'g1'],
  ])
})

test('by task, groups of one task share one, but not with a task of that name in another env', () => {
  const groups = [task('a'), task('a'), task('b')].map((of, index) => two(index, { task: of }))

  expect(different(groups, 'task')).toBe(2)
  expect(different([...groups, two(3, { task: task('a') }, 1)], 'task')).toBe(3)
})

test('by paraphrase, groups share one whose info, or whose task, names the same set', () => {
  const inInfo = ['x', 'x', 'y'].map((set, index) => two(index, { info: { asks: set } }))
  const kinds = ['x', 'y', 'x'].map((kind, index) =>
    two(index, { task: { ...task(`t${index}`), kind } }),
  )

  expect(different(inInfo, { paraphrase: 'asks' })).toBe(2)
  expect(different(kinds, { paraphrase: 'kind' })).toBe(2)
})

test('by state, groups share one that begin alike', () => {
  const groups = ['s1', 's2', 's1'].map((stateHash, index) => two(index, { stateHash }))

  expect(different(groups, 'state')).toBe(2)
})

test('failed episodes keep the key of their plan: of a reset that failed nothing is known', () => {
  const broken = groupOf([{ failed: 'SandboxError' }, { stateHash: 's1' }], { key: 'g7' })

  expect(baselineKeys([broken], 'state')).toEqual([['g7', '0/state/s1']])
})

test.each<[BaselineGroups, string]>([
  ['task', 'by task: it has no tasks'],
  ['state', 'by state: it does not tell the hash of its state'],
  [{ paraphrase: 'asks' }, 'neither its info nor its task has the field asks, but nothing'],
])('an env that cannot be grouped by %j is named', (by, reason) => {
  expect(() => baselineKeys([two(0, { env: 'a/B-v0' })], by)).toThrow(
    'Cannot group episodes of a/B-v0 by ',
  )
  expect(() => baselineKeys([two(0, {})], by)).toThrow(reason)
})
