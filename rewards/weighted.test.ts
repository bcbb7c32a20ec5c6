import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupScores, type RewardTerm, type Signals, scored, unscored } from '../core/index.ts'
import { signal, weighted } from './index.ts'
import { totalOf, trajectoryOf, unavailable, valuesOf } from './rewards.suite.ts'

const ab = weighted({ a: [2, signal('a')], b: [-1, signal('b')] })

test('is the weighted sum of its parts, turn by turn', async () => {
  const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ a: number, b: number })), async (measured) => {
      expect(await valuesOf(ab, trajectoryOf(null, measured))).toEqual(
        measured.map(({ a, b }) => 0 + 2 * a - b),
      )
    }),
  )
})

test('gives the same provisionally, and each part unweighted under its name', () => {
  const turn = { index: 0, signals: { a: 3, b: 1 }, previous: null, terminated: false }

  expect(ab.step?.(turn)).toBe(5)
  expect(Object.keys(ab.parts ?? {})).toEqual(['a', 'b'])
  expect(ab.parts?.['a']?.step?.(turn)).toBe(3)
})

test('is unscored as soon as a part that counts is', async () => {
  const term = weighted({ a: [1, signal('a')], judged: [0.1, unavailable] })

  expect(await totalOf(term, trajectoryOf(null, [{ a: 1 }]))).toBe('JudgeError')
})

test('only logs a part of weight 0: unscored or not, the whole does not depend on it', async () => {
  const term = weighted({ a: [1, signal('a')], judged: [0, unavailable] })

  expect(await valuesOf(term, trajectoryOf(null, [{ a: 1 }, { a: 2 }]))).toEqual([1, 2])
  expect(await valuesOf(weighted({ a: [0, signal('a')] }), trajectoryOf(null, [{ a: 1 }]))).toEqual(
    [0],
  )
})

test('weighs the scores of a group where a part has a group moment', async () => {
  const ranked: RewardTerm<Signals> = {
    spec: { kind: 'custom', name: 'ranked' },
    group: async (group) =>
      group.map((_, index) => (index === 2 ? unscored('JudgeError') : scored(index))),
  }
  const term = weighted({ a: [1, signal('a')], ranked: [10, ranked] })
  const group = [1, 2, 3].map((a) => trajectoryOf(null, [{ a }]))

  expect(await groupScores(term, group, {})).toEqual([
    scored(1),
    scored(12),
    unscored('JudgeError'),
  ])
})

test('needs the services of its parts, each once', () => {
  const judged: RewardTerm<Signals> = { spec: { kind: 'custom', name: 'j' }, needs: ['judge'] }

  expect(weighted({ x: [1, judged], y: [0, judged], z: [1, signal('z')] }).needs).toEqual(['judge'])
})

test('says in its spec what it is made of', () => {
  expect(ab.spec).toEqual({
    kind: 'weighted',
    params: {
      a: [2, { kind: 'signal', params: { name: 'a' } }],
      b: [-1, { kind: 'signal', params: { name: 'b' } }],
    },
  })
})

test('refuses weights that are no numbers, and no parts', () => {
  expect(() => weighted({ a: [Number.NaN, signal('a')] })).toThrow('its weight is NaN')
  expect(() => weighted({})).toThrow('name at least one')
})
