import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupScores, type RewardTerm, type Signals, scored } from '../core/index.ts'
import { clip, signal, weighted } from './index.ts'
import { trajectoryOf, unavailable, valuesOf } from './rewards.suite.ts'

test('keeps every turn within its bounds, and what lies there as it is', async () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }))
  await fc.assert(
    fc.asyncProperty(numbers, fc.integer(), fc.nat(), async (drawn, min, width) => {
      const max = min + width
      const values = await valuesOf(
        clip(signal('x'), { min, max }),
        trajectoryOf(
          null,
          drawn.map((x) => ({ x })),
        ),
      )

      // Adding 0 makes 0 of -0, which JSON does not keep apart either.
      expect(values.map((value) => Number(value) + 0)).toEqual(
        drawn.map((x) => Math.min(max, Math.max(min, x)) + 0),
      )
      expect(values.every((value, i) => value === drawn[i] || value === min || value === max)).toBe(
        true,
      )
    }),
  )
})

test('may be open to one side', async () => {
  const trajectory = trajectoryOf(null, [{ x: -5 }, { x: 5 }])

  expect(await valuesOf(clip(signal('x'), { min: 0 }), trajectory)).toEqual([0, 5])
  expect(await valuesOf(clip(signal('x'), { max: 0 }), trajectory)).toEqual([-5, 0])
})

test('clips provisionally, and the scores of a group', async () => {
  const ranked: RewardTerm<Signals> = {
    spec: { kind: 'custom', name: 'ranked' },
    group: async (group) => group.map(() => scored(9)),
  }
  const turn = { index: 0, signals: { x: 9 }, previous: null, terminated: false }

  expect(clip(signal('x'), { max: 1 }).step?.(turn)).toBe(1)
  expect(await groupScores(clip(ranked, { max: 1 }), [trajectoryOf(null, [{}])], {})).toEqual([
    scored(1),
  ])
})

test('leaves unscored what is, and shows the parts as they were', async () => {
  const whole = clip(weighted({ x: [2, signal('x')] }), { max: 1 })

  expect(await valuesOf(clip(unavailable, { max: 1 }), trajectoryOf(null, [{}]))).toEqual([
    'JudgeError',
  ])
  expect(Object.keys(whole.parts ?? {})).toEqual(['x'])
  expect(Object.keys(clip(signal('x'), {}).parts ?? {})).toEqual(['unclipped'])
})

test('refuses bounds in the wrong order', () => {
  expect(() => clip(signal('x'), { min: 1, max: 0 })).toThrow('give min <= max')
})
