import { expect, test } from 'vitest'
import type { OptimizerStep } from '../update/update.ts'
import { meanMetrics } from './mean-metrics.ts'

const stepOf = (tokens: number, metrics: OptimizerStep['metrics'], gradientNorm = 1) => ({
  ...{ tokens, metrics, gradientNorm, skipped: false },
})

test('the metrics of an update are means of its steps, by their tokens', () => {
  const means = meanMetrics([
    stepOf(10, { loss: 1, entropy: 2, 'ratio/max': 3, 'ratio/min': 0.5 }, 4),
    stepOf(30, { loss: 3, entropy: 1, 'ratio/max': 2, 'ratio/min': 0.1 }, 2),
  ])

  expect(means).toEqual({
    loss: 2.5,
    entropy: 1.25,
    'ratio/max': 3,
    'ratio/min': 0.1,
    grad_norm: 4,
  })
})

test('a number that some steps do not have is a mean over the others', () => {
  const means = meanMetrics([
    stepOf(10, { loss: 1, explained_variance: 0.5 }),
    stepOf(30, { loss: 1 }),
  ])

  expect(means['explained_variance']).toBe(0.5)
})

test('what the sampler is compared with are the weights that drew: of the first step', () => {
  const means = meanMetrics([stepOf(1, { 'sampling/ess': 1 }), stepOf(1, { 'sampling/ess': 0.2 })])

  expect(means['sampling/ess']).toBe(1)
})

test('an update without a step has none', () => {
  expect(meanMetrics([])).toEqual({})
})
