import { describe, expect, test } from 'vitest'
import type { lossOptionsSchema } from './options.ts'
import { resolved, runTiny, type TinyBatch } from './tiny-loss.suite.ts'

/** Two even logits a token: a log-prob of −log 2, moved from what it was by the logarithm of a ratio. */
function tokensOf(given: readonly (readonly [ratio: number, advantage: number])[]): TinyBatch {
  const now = -Math.log(2)
  const before = given.map(([ratio]) => now - Math.log(ratio))
  return {
    logits: given.map(() => [0, 0]),
    targets: given.map(() => 0),
    sequence: given.map(() => 0),
    ...{ klCoefficient: 0, entropyCoefficient: 0 },
    numbers: {
      advantages: given.map(([, advantage]) => advantage),
      weights: given.map(() => 1),
      ...{ oldLogProbs: before, rolloutLogProbs: before },
    },
  }
}

/** Of one token: the derivative of ℓ with respect to its logit is ½. */
function oneToken(
  ratio: number,
  advantage: number,
  options: Parameters<typeof lossOptionsSchema.parse>[0],
) {
  const { loss, gradient, metrics } = runTiny(tokensOf([[ratio, advantage]]), resolved(options))
  const { clipLow, clipHigh } = metrics
  return { loss, slope: 2 * (gradient[0] ?? Number.NaN), clipLow, clipHigh }
}
const close = (x: number) => expect.closeTo(x, 9)

describe('PPO', () => {
  test.each([
    // Ratio, advantage: −r·A and its slope −r·A, or what clips leave.
    { ratio: 1.1, advantage: 2, loss: -2.2, slope: -2.2, clipLow: 0, clipHigh: 0 },
    { ratio: 1.5, advantage: 2, loss: -2.56, slope: 0, clipLow: 0, clipHigh: 1 },
    { ratio: 0.5, advantage: 2, loss: -1, slope: -1, clipLow: 0, clipHigh: 0 },
    { ratio: 0.5, advantage: -2, loss: 1.6, slope: 0, clipLow: 1, clipHigh: 0 },
    { ratio: 1.5, advantage: -2, loss: 3, slope: 3, clipLow: 0, clipHigh: 0 },
    { ratio: 4, advantage: -2, loss: 6, slope: 0, clipLow: 0, clipHigh: 0 },
    { ratio: 1, advantage: 0, loss: 0, slope: 0, clipLow: 0, clipHigh: 0 },
  ])(
    'clips on the side of the advantage: r $ratio, A $advantage',
    ({ ratio, advantage, ...is }) => {
      expect(oneToken(ratio, advantage, {})).toEqual({
        ...is,
        loss: close(is.loss),
        slope: close(is.slope),
      })
    },
  )

  test('has no bound for negative advantages without the dual clip', () => {
    expect(oneToken(4, -2, { dualClip: 0 })).toMatchObject({ loss: close(8), slope: close(8) })
  })

  test('cuts log-ratios before they overflow, without a gradient there', () => {
    const { loss, slope } = oneToken(Math.exp(30), -1, { dualClip: 0 })

    expect(loss).toBeCloseTo(Math.exp(20), 3)
    expect(slope).toBe(0)
  })
})

test('CISPO caps the weight of a token and keeps its gradient', () => {
  const at = (ratio: number) => oneToken(ratio, 2, { loss: 'cispo', cap: 1.5 })

  expect(at(1.2)).toMatchObject({ slope: close(-2.4), clipHigh: 0 })
  expect(at(4)).toMatchObject({ slope: close(-3), clipHigh: 1 })
})

test('SAPO is PPO at a ratio of 1, and fades on both sides of it', () => {
  const slope = (ratio: number) => oneToken(ratio, 1, { loss: 'sapo' }).slope

  expect(slope(1)).toBeCloseTo(-1, 9)
  expect(Math.abs(slope(3)) / 3).toBeLessThan(Math.abs(slope(1.5)) / 1.5)
  expect(Math.abs(slope(0.2)) / 0.2).toBeLessThan(1)
})

test('DPPO leaves out what moved further than δ the way its advantage pushes', () => {
  // Now 0.5; before 0.25 with ratio 2, 1 with ratio ½.
  const at = (ratio: number, advantage: number) =>
    oneToken(ratio, advantage, { loss: 'dppo-tv', dppoPenalty: 0 })

  expect(at(2, 1)).toMatchObject({ slope: 0, clipHigh: 1, clipLow: 0 })
  expect(at(2, -1)).toMatchObject({ slope: close(2), clipHigh: 0, clipLow: 0 })
  expect(at(0.5, -1)).toMatchObject({ slope: 0, clipHigh: 0, clipLow: 1 })
  expect(at(0.5, 1)).toMatchObject({ slope: close(-0.5), clipHigh: 0, clipLow: 0 })
})

test('GSPO clips all tokens of a sequence, by the mean of their log-ratios', () => {
  const tiny = tokensOf([
    [Math.exp(0.3), 1],
    [Math.exp(-0.1), 1],
  ])
  const clipped = runTiny(tiny, resolved({ loss: 'gspo' }))
  const open = runTiny(tiny, resolved({ loss: 'gspo', clipHigh: 0.5 }))

  expect(clipped.metrics).toMatchObject({ clipHigh: 2, clipLow: 0 })
  expect(clipped.loss).toBeCloseTo(-2 * (1 + 4e-4), 12)
  expect(clipped.gradient.every((x) => x === 0)).toBe(true)
  expect(open.metrics).toMatchObject({ clipHigh: 0 })
  expect(open.loss).toBeCloseTo(-2 * Math.exp(0.1), 12)
})

test('GMPO clips tokens one by one before it takes their mean', () => {
  const tiny = tokensOf([
    [Math.exp(0.9), 1],
    [Math.exp(-0.7), 1],
  ])

  const { loss, metrics, gradient } = runTiny(tiny, resolved({ loss: 'gmpo' }))

  // Means of 0.4 (cut) and −0.7 (not cut: it is against the advantage).
  expect(loss).toBeCloseTo(-2 * Math.exp(-0.15), 12)
  expect(metrics).toMatchObject({ clipHigh: 1, clipLow: 0 })
  expect(gradient[0]).toBe(0)
  expect(gradient[2]).toBeCloseTo(-Math.exp(-0.15) / 2, 12)
})
