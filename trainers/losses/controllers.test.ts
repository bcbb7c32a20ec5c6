import { describe, expect, test } from 'vitest'
import { createEntropyController } from './entropy-controller.ts'
import { createKlController } from './kl-controller.ts'

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('the coefficient of the divergence', () => {
  const options = { coefficient: 0.01, target: 0.1, horizon: 1000 }

  test('moves by the error, cut to a fifth, for each episode of a horizon', () => {
    const controller = createKlController(options)
    const seen = [0.11, 5, 0.001].map((measured) => {
      controller.update(measured, 100)
      return controller.coefficient()
    })

    const first = 0.01 * (1 + 0.1 * 0.1)
    expect(seen[0]).toBeCloseTo(first, 12)
    expect(seen[1]).toBeCloseTo(first * 1.02, 12)
    expect(seen[2]).toBeCloseTo(first * 1.02 * 0.98, 12)
  })

  test('stays without a target, and where nothing finite was measured', () => {
    const fixed = createKlController({ ...options, target: null })
    const moving = createKlController(options)

    fixed.update(9, 100)
    moving.update(Number.NaN, 100)

    expect([fixed.coefficient(), moving.coefficient()]).toEqual([0.01, 0.01])
  })

  test('is never negative, however many episodes an update has', () => {
    const controller = createKlController(options)

    controller.update(0, 100_000)

    expect(controller.coefficient()).toBe(0)
  })
})

describe('the coefficient of the entropy bonus', () => {
  const options = { coefficient: 0, floor: 0.5, step: 0.005, max: 0.012 }

  test('grows at or below the floor up to its largest, and is off above', () => {
    const controller = createEntropyController(options)
    const seen = [0.4, 0.5, 0.3, 0.6, 0.2].map((measured) => {
      controller.update(measured, 1)
      return controller.coefficient()
    })

    expect(seen).toEqual([0.005, 0.01, 0.012, 0, expect.closeTo(0.012, 12)])
  })

  test('starts as given, falls to 0, and stays without a floor', () => {
    const started = createEntropyController({ ...options, coefficient: 0.008 })
    const fixed = createEntropyController({ ...options, coefficient: 0.008, floor: null })

    expect(started.coefficient()).toBe(0.008)
    for (const controller of [started, fixed]) {
      controller.update(2, 1)
      controller.update(2, 1)
    }
    expect(started.state()).toEqual({ coefficient: 0, measured: 2 })
    expect(fixed.coefficient()).toBe(0.008)
  })
})

test.each([
  { name: 'kl', create: () => createKlController({ coefficient: 1, target: 0.1, horizon: 50 }) },
  {
    name: 'entropy',
    create: () => createEntropyController({ coefficient: 0, floor: 0.5, step: 0.01, max: 1 }),
  },
])('a $name controller goes on from its state as if it had never stopped', ({ create }) => {
  const measured = [0.3, 0.7, 0.05, 0.2, 0.9]
  const whole = create()
  const before = create()
  for (const value of measured) whole.update(value, 8)
  for (const value of measured.slice(0, 3)) before.update(value, 8)

  const after = create()
  after.restore(json(before.state()))
  expect(after.coefficient()).toBe(before.coefficient())
  for (const value of measured.slice(3)) after.update(value, 8)

  expect(after.state()).toEqual(whole.state())
  expect(after.coefficient()).toBe(whole.coefficient())
})
