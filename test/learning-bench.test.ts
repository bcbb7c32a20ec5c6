import { expect, test } from 'vitest'
import { type Curve, rowsOf, scores } from '../bench/learning/curve.ts'
import { learningOptions } from '../bench/learning/options.ts'
import { recipes } from '../bench/learning/recipes.ts'
import { learningTable, measure, median, verdict } from '../bench/learning/table.ts'

const arm = { label: 'grpo', algorithm: 'grpo', flags: {} } as const

/** Evaluated every ten updates, with these successes; ten seconds from one to the next. */
const curveOf = (seed: number, ...successes: readonly number[]): Curve => ({
  ...{ seed, updates: 10 * successes.length, episodes: 100, seconds: 50 + seed, warmSeconds: 5 },
  ...{ warm: { evalSuccess: seed / 10, evalReturn: 0 }, alarms: [] },
  rows: successes.flatMap((success, at) => [
    [10 * at + 1, 0, null, null, 0.5, 1, 0.1, 0.2, 0.3, 10 * at + 1],
    [10 * at + 10, 0, success, 2 * success, 0.5, 1, 0.1, 0.2, 0.3, 10 * at + 10],
  ]),
})

test('the median is the value in the middle, or between the two', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(median([])).toBeNaN()
  expect(median([1, Infinity, Infinity])).toBe(Infinity)
})

test('an arm is measured by medians over its seeds: the best evaluation, the last, and when it came to the target', () => {
  const curves = [curveOf(0, 0.1, 0.9, 0.7), curveOf(1, 0.85, 0.6, 0.8), curveOf(2, 0.1, 0.2, 0.95)]

  const measured = measure({ arm, curves }, { target: 0.8 })

  expect(measured).toMatchObject({
    ...{ seeds: 3, warm: 0.1, best: 0.9, lowest: 0.85, last: 0.8 },
    ...{ updatesToTarget: 20, secondsToTarget: 20, updates: 30, seconds: 51 },
  })
})

test('a target that half of the seeds did not come to has no time', () => {
  const curves = [curveOf(0, 0.9), curveOf(1, 0.1), curveOf(2, 0.2)]

  expect(measure({ arm, curves }, { target: 0.8 }).updatesToTarget).toBeNull()
  expect(measure({ arm, curves }, {}).updatesToTarget).toBeNull()
})

test('the share of the risky arm is told by what is left of the return', () => {
  const row = rowsOf(curveOf(0, 0))[1]
  const share = (won: number, earned: number) =>
    row && scores['risky arm']({ ...row, evalSuccess: won, evalReturn: earned })

  expect(share(0.25, 0.25)).toBe(1)
  expect(share(0.125, 0.2)).toBeCloseTo(0.5)
  expect(share(0, 0.15)).toBe(0)
  expect(share(0, 0)).toBe(0)
})

test('a task is reached by its best arm', () => {
  const of = (best: number) => measure({ arm, curves: [curveOf(0, best)] }, {})
  const goal = { target: 0.8, aim: 0.95 }

  expect(verdict(goal, [of(0.7), of(0.79)])).toBe('missed')
  expect(verdict(goal, [of(0.7), of(0.8)])).toBe('reached, aim missed')
  expect(verdict(goal, [of(0.96)])).toBe('reached')
  expect(verdict({}, [of(0.1)])).toBe('no target')
})

test('the table has a row an arm, with its target and whether it is reached', () => {
  const recipe = { task: 'guess', title: 'Guess', target: 0.8, arms: [arm], notes: '' }
  const measured = [measure({ arm, curves: [curveOf(0, 0.5, 0.9)] }, recipe)]

  const [head, , row] = learningTable([{ recipe, measured }]).split('\n')

  expect(head).toMatch(/^\| task \| seeds \| warm start \| best \(lowest seed\) \|/)
  expect(row).toBe(
    '| guess | 1 | 0.000 | 0.900 (0.900) | 0.900 | 0.80 | reached | 20 | 20 | 100 | 50 | 20 | 5 |',
  )
})

test('a short look writes no figures, and what is unknown is refused', () => {
  const known = recipes.map(({ task }) => task)

  expect(learningOptions([], known)).toMatchObject({ seeds: 3, out: 'docs/figures/learning' })
  expect(
    learningOptions(['--task', 'guess', '--seeds', '1', '--updates', '20'], known),
  ).toMatchObject({ tasks: ['guess'], seeds: 1, updates: 20, out: null })
  expect(() => learningOptions(['--task', 'gues'], known)).toThrow('did you mean "guess"?')
  expect(() => learningOptions(['--seeds', '0'], known)).toThrow('--seeds 0 is no whole number')
  expect(() => learningOptions(['--sedes', '1'], known)).toThrow("Unknown option '--sedes'")
})
