import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type GroupFilter, keepByVariance, keepGroup } from './filters.ts'
import { groupOf, returning } from './groups.suite.ts'

const returns = fc.array(fc.option(fc.constantFrom(0, 0.5, 1, 1.5)), { maxLength: 6 })

test.each<[(number | null)[], GroupFilter, ReturnType<typeof keepGroup>]>([
  [[0, 1, 0, 1], {}, { keep: true }],
  [[1, 1, 1, 1], {}, { keep: false, reason: 'all good' }],
  [[0, 0, null, 0], {}, { keep: false, reason: 'all bad' }],
  [[0.5, 0.5 + 1e-9], {}, { keep: false, reason: 'all bad' }],
  [[1, 1.5], {}, { keep: true }],
  [[null, null], {}, { keep: false, reason: 'unscored' }],
  [[], {}, { keep: false, reason: 'unscored' }],
  [[1, null, null], {}, { keep: false, reason: 'too few' }],
  [[1, 0, null], { fewestScored: 3 }, { keep: false, reason: 'too few' }],
  [[0, 0], { zeroVariance: 'off' }, { keep: true }],
  [[0], { zeroVariance: 'off' }, { keep: true }],
  [[null], { zeroVariance: 'off' }, { keep: false, reason: 'unscored' }],
  [[1, 0, 0, 0, 0], { band: [0.2, 0.8] }, { keep: true }],
  [[1, 1, 1, 1, 0], { band: [0.2, 0.8] }, { keep: true }],
  [[1, 0, 0, 0, 0, 0], { band: [0.2, 0.8] }, { keep: false, reason: 'outside band' }],
  [[1, 1.5], { band: [0.2, 0.8] }, { keep: false, reason: 'outside band' }],
  [[1, 0, 0, null, null, null], { band: [0.3, 0.4] }, { keep: true }],
])('of the returns %j, with %j: %j', (given, filter, verdict) => {
  expect(keepGroup(returning(given), filter)).toEqual(verdict)
})

test('equal returns that are neither all successes nor all failures have no variance', () => {
  const mixed = { ...returning([0.5, 0.5]), successes: [true, false] }
  const unknown = { ...returning([0.5, 0.5]), successes: [null, null] }

  expect(keepGroup(mixed)).toEqual({ keep: false, reason: 'zero variance' })
  expect(keepGroup(unknown)).toEqual({ keep: false, reason: 'zero variance' })
})

test('credit by turns keeps groups of equal returns whose turns differ', () => {
  const early = { rewards: [1, 0], actions: 'ab' }
  const late = { rewards: [0, 1], actions: 'ab' }
  const short = { rewards: [1], actions: 'a' }
  const verdict = (...episodes: Parameters<typeof groupOf>[0]) =>
    keepGroup(groupOf(episodes), { zeroVariance: 'turns' })

  expect(verdict(early, late)).toEqual({ keep: true })
  expect(verdict(early, short)).toEqual({ keep: true })
  expect(verdict(early, early, { ...late, failed: 'SandboxError' })).toEqual({
    keep: false,
    reason: 'all good',
  })
})

test('of an unscored member, success counts neither', () => {
  const group = { ...returning([0, 1, null, null]), successes: [false, true, true, true] }

  expect(keepGroup(group, { band: [0.4, 0.6] })).toEqual({ keep: true })
})

test('the band keeps groups that say nothing of success', () => {
  const silent = { ...returning([0, 1]), successes: [null, null] }

  expect(keepGroup(silent, { band: [0.2, 0.8] })).toEqual({ keep: true })
})

test('a group is judged without its episodes with void turns where these are dropped', () => {
  const group = groupOf([
    { rewards: [0], actions: 'a' },
    { rewards: [0], actions: 'b' },
    { rewards: [1, 0], actions: 'a?' },
  ])

  expect(keepGroup(group)).toEqual({ keep: true })
  expect(keepGroup(group, { dropVoid: true })).toEqual({ keep: false, reason: 'all bad' })
  expect(keepGroup(groupOf([{ actions: '?' }, { actions: '?' }]), { dropVoid: true })).toEqual({
    keep: false,
    reason: 'too few',
  })
})

test.each([
  [-0.1, 0.5],
  [0.6, 0.5],
  [0, 1.1],
  [Number.NaN, 1],
])('the band %d to %d is refused', (low, high) => {
  expect(() => keepGroup(returning([0, 1]), { band: [low, high] })).toThrow('Cannot filter groups')
})

test('no filter keeps a group without a scored member, and every refusal has a reason', () => {
  const filters = fc.record(
    {
      zeroVariance: fc.constantFrom('returns', 'turns', 'off'),
      band: fc.constantFrom([0, 1] as const, [0.2, 0.8] as const),
      fewestScored: fc.nat(3),
      dropVoid: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(returns, filters, (given, filter) => {
      const { keep, reason } = keepGroup(returning(given), filter)

      expect(reason === undefined).toBe(keep)
      if (given.every((value) => value === null)) expect(keep).toBe(false)
    }),
  )
})

test('the groups that vary most are kept, in the order they came', () => {
  const groups = [
    [0, 0.1],
    [0, 1],
    [0, 0],
    [0, 0.5],
    [null, null],
  ].map((of) => returning(of))

  const { kept, discarded } = keepByVariance(groups, 0.4)

  expect(kept).toEqual([groups[1], groups[3]])
  expect(discarded).toEqual([
    { group: groups[0], reason: 'low variance' },
    { group: groups[2], reason: 'low variance' },
    { group: groups[4], reason: 'unscored' },
  ])
})

test('of equal variance the earlier is kept, and one group at least', () => {
  const groups = [returning([0, 1]), returning([1, 0]), returning([0, 1])]

  expect(keepByVariance(groups, 0.1).kept).toEqual([groups[0]])
  expect(keepByVariance(groups, 2 / 3).kept).toEqual([groups[0], groups[1]])
  expect(keepByVariance([], 0.5)).toEqual({ kept: [], discarded: [] })
  expect(() => keepByVariance(groups, 0)).toThrow('their share is 0')
})

test('what is kept varies at least as much as what is not, and nothing is lost', () => {
  const shares = fc.double({ min: 0.01, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(returns, { maxLength: 8 }), shares, (all, share) => {
      const groups = all.map((of) => returning(of))
      const { kept, discarded } = keepByVariance(groups, share)
      const range = ({ returns: of }: (typeof groups)[number]) => {
        const known = of.filter((value) => value !== null)
        const mean = known.reduce((sum, value) => sum + value, 0) / known.length
        const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0)
        return known.length < 2 ? 0 : squares / (known.length - 1)
      }

      expect(new Set([...kept, ...discarded.map(({ group }) => group)])).toEqual(new Set(groups))
      expect(kept.length + discarded.length).toBe(groups.length)
      for (const group of kept) expect(group.returns.some((value) => value !== null)).toBe(true)
      const least = Math.min(...kept.map(range))
      for (const { group } of discarded) expect(range(group)).toBeLessThanOrEqual(least + 1e-12)
    }),
  )
})
