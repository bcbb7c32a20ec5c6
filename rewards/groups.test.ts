import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupScores } from '../core/index.ts'
import { citationAware, citationAwareRewards, entityAware, entityAwareRewards } from './index.ts'
import { totalOf, trajectoryOf } from './rewards.suite.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const members = fc.array(fc.tuple(share, fc.boolean()), { minLength: 1, maxLength: 8 })
const columns = (group: readonly (readonly [number, boolean])[]) =>
  [group.map(([value]) => value), group.map(([, right]) => right)] as const

const ended = (solved: boolean, found: number) =>
  trajectoryOf({ solved: false, entitiesFound: 0, rubricShare: 0 }, [
    { solved, entitiesFound: found, rubricShare: found },
  ])

describe('entityAware (E-GRPO)', () => {
  test('in a group of wrong answers the near miss is above the mean', async () => {
    const group = [ended(false, 0.75), ended(false, 0.25), ended(false, 0)]

    const scores = await groupScores(entityAware(), group, {})

    expect(scores).toEqual(
      [0.3, expect.closeTo(0.1), 0].map((value) => ({ status: 'scored', value })),
    )
  })

  test('no wrong answer reaches a right one, and right ones are all worth 1', () => {
    fc.assert(
      fc.property(members, (group) => {
        const rewards = entityAwareRewards(...columns(group), 0.3)

        for (const [index, [, right]] of group.entries()) {
          if (right) expect(rewards[index]).toBe(1)
          else expect(rewards[index]).toBeLessThanOrEqual(0.3)
        }
      }),
    )
  })

  test('where nobody found anything, nothing is earned', () => {
    expect(entityAwareRewards([0, 0], [false, false], 0.3)).toEqual([0, 0])
  })

  test('alone an episode is worth its outcome', async () => {
    expect([
      await totalOf(entityAware(), ended(true, 0)),
      await totalOf(entityAware(), ended(false, 1)),
    ]).toEqual([1, 0])
  })

  test.each([1, -0.1, Number.NaN])('refuses alpha %s', (alpha) => {
    expect(() => entityAware({ alpha })).toThrow('give a number in [0, 1)')
  })
})

describe('citationAware (C-GRPO)', () => {
  test('a right answer with a cut chain earns less than with the whole, a wrong one nothing', async () => {
    const group = [ended(true, 1), ended(true, 0.5), ended(true, 0), ended(false, 1)]

    const scores = await groupScores(citationAware(), group, {})

    expect(scores).toEqual(
      [1, 0.85, 0.7, 0].map((value) => ({ status: 'scored', value: expect.closeTo(value) })),
    )
  })

  test('is in [0, 1], and monotone in the evidence of right answers', () => {
    fc.assert(
      fc.property(members, (group) => {
        const rewards = citationAwareRewards(...columns(group), 0.3)

        for (const [i, [a, right]] of group.entries()) {
          expect(rewards[i]).toBeGreaterThanOrEqual(0)
          expect(rewards[i]).toBeLessThanOrEqual(1 + 1e-12)
          for (const [j, [b, alsoRight]] of group.entries()) {
            if (right && alsoRight && a <= b) {
              expect(rewards[i]).toBeLessThanOrEqual(rewards[j] ?? 0)
            }
          }
        }
      }),
    )
  })

  test('alone an episode is measured by all its rubrics', async () => {
    expect([
      await totalOf(citationAware(), ended(true, 0.5)),
      await totalOf(citationAware(), ended(false, 1)),
    ]).toEqual([expect.closeTo(0.85), 0])
  })

  test('of other signals, with another weight', async () => {
    const one = trajectoryOf(null, [{ right: true, proven: 0.5 }])
    const term = citationAware({ alpha: 0.5, solved: 'right', rubrics: 'proven' })

    expect(await groupScores(term, [one], {})).toEqual([{ status: 'scored', value: 1 }])
    expect(() => citationAware({ alpha: 2 })).toThrow('give a number in [0, 1]')
  })
})
