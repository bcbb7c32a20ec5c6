import { expect, test } from 'vitest'
import { checkStepCount, stepOf } from './check-step.ts'
import { canStep, scalarsOf } from './step-scalars.ts'

const step = { learningRate: 0.1, denominator: 4 }

test('a step has the defaults of torch.optim.AdamW, and no decay and clip', () => {
  expect(stepOf(step)).toEqual({
    ...step,
    ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, maxGradientNorm: Infinity },
  })
})

test.each([
  ['learningRate', [-1, Number.NaN, Infinity, 1e300]],
  ['denominator', [0, -1, Number.NaN, 1e-50, Infinity]],
  ['beta1', [-0.1, 1, Number.NaN]],
  ['beta2', [-0.1, 1, Number.NaN]],
  ['epsilon', [0, -1e-8, 1e-60, Number.NaN]],
  ['weightDecay', [-0.1, 1e300, Number.NaN]],
  ['maxGradientNorm', [0, -1, Number.NaN]],
])('a step of a wrong %s is refused by name', (name, values) => {
  for (const value of values) {
    expect(() => stepOf({ ...step, [name]: value })).toThrow(
      `Cannot take a step: ${name} is ${value} (give a number `,
    )
  }
})

test('a count of steps is a whole number', () => {
  checkStepCount(0)
  for (const count of [-1, 0.5, Number.NaN, Infinity]) {
    expect(() => checkStepCount(count)).toThrow(`Cannot load moments of step ${count}: it is no`)
  }
})

test('a gradient whose square float32 does not hold is no step, but where it is clipped', () => {
  const [free, clipped] = [stepOf(step), stepOf({ ...step, maxGradientNorm: 1 })]

  expect([0, 1, 1e18].map((norm) => canStep(free, norm))).toEqual([true, true, true])
  expect([1e20, Infinity, Number.NaN].map((norm) => canStep(free, norm))).toEqual([
    ...[false, false, false],
  ])
  expect(canStep(clipped, 1e20)).toBe(true)
  expect(canStep(clipped, Infinity)).toBe(false)
  expect(scalarsOf(clipped, { count: 1, gradientNorm: 1e20, decay: false }).scale).toBeCloseTo(
    0.25e-20,
    30,
  )
})
