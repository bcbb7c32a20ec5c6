import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { klEstimates, klEstimators } from './kl.ts'
import { distance, resolved, runTiny, type TinyBatch } from './tiny-loss.suite.ts'

const policy = [0.5, -1, 0.2, 1.1]
const reference = [-0.3, 0.4, 0.9, 0.1]
const probabilities = (logits: readonly number[]) => {
  const total = logits.reduce((sum, x) => sum + Math.exp(x), 0)
  return logits.map((x) => Math.exp(x) / total)
}
const p = probabilities(policy)
const q = probabilities(reference)
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const divergence = (a: readonly number[], b: readonly number[]) =>
  sum(a.map((x, i) => x * Math.log(x / (b[i] ?? 1))))

/** Expectation under the policy: every token once, its probability as its weight. */
function expectation(kl: (typeof klEstimators)[number]) {
  const tiny: TinyBatch = {
    logits: policy.map(() => policy),
    targets: [0, 1, 2, 3],
    sequence: [0, 0, 0, 0],
    ...{ klCoefficient: 1, entropyCoefficient: 0 },
    numbers: {
      advantages: [0, 0, 0, 0],
      weights: p,
      rolloutLogProbs: p.map(Math.log),
      referenceLogProbs: q.map(Math.log),
    },
  }
  const { loss, gradient } = runTiny(tiny, resolved({ kl, klCoefficient: 1 }))
  const byLogit = policy.map((_, v) => sum([0, 1, 2, 3].map((row) => gradient[4 * row + v] ?? 0)))
  return { value: loss, gradient: byLogit }
}

describe('estimators of the divergence', () => {
  test('are unbiased (k1, k3), and k2 is near', () => {
    const exact = divergence(p, q)

    expect(expectation('k1').value).toBeCloseTo(exact, 12)
    expect(expectation('k3').value).toBeCloseTo(exact, 12)
    expect(Math.abs(expectation('k2').value / exact - 1)).toBeLessThan(0.3)
  })

  test('have the expected gradients that their docs say: none, of KL(π ‖ ref), of KL(ref ‖ π)', () => {
    // d KL(p ‖ q) / d logit_v = p_v (log p_v/q_v − KL), d KL(q ‖ p) / d logit_v = p_v − q_v.
    const exact = divergence(p, q)
    const reverse = p.map((x, v) => x * (Math.log(x / (q[v] ?? 1)) - exact))
    const forward = p.map((x, v) => x - (q[v] ?? 0))

    expect(distance(expectation('k1').gradient, [0, 0, 0, 0])).toBeLessThan(1e-12)
    expect(distance(expectation('k2').gradient, reverse)).toBeLessThan(1e-12)
    expect(distance(expectation('k3').gradient, forward)).toBeLessThan(1e-12)
  })

  test('k2 and k3 are never negative, and 0 where policies agree', () => {
    const logProb = fc.double({ min: -40, max: 0, noNaN: true })
    fc.assert(
      fc.property(logProb, logProb, (a, b) => {
        for (const kl of ['k2', 'k3'] as const) {
          expect(klEstimates([a], [b], kl)[0]).toBeGreaterThanOrEqual(0)
          expect(klEstimates([a], [a], kl)[0]).toBe(0)
        }
      }),
    )
  })

  test('of numbers at hand are the ones of the loss; k3 is cut at 10', () => {
    const logProbs = p.map(Math.log)
    for (const kl of klEstimators) {
      const estimates = klEstimates(logProbs, q.map(Math.log), kl)

      expect(sum([...estimates].map((x, i) => x * (p[i] ?? 0)))).toBeCloseTo(
        expectation(kl).value,
        12,
      )
    }
    expect([...klEstimates([-30, -1, -2], [-1, -30, -1.5], 'k3')]).toEqual([
      10,
      10,
      expect.closeTo(Math.exp(0.5) - 1.5, 12),
    ])
    expect([...klEstimates([-30, -1], [-1, -30], 'k1')]).toEqual([-29, 29])
  })
})
