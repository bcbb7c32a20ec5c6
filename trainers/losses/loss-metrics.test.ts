import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HostTensor } from '../../models/index.ts'
import { aggregations, tokenWeights } from './aggregate.ts'
import { readLossMetrics } from './read-loss-metrics.ts'
import {
  distance,
  logProbsOf,
  randomTiny,
  resolved,
  runTiny,
  type TinyBatch,
} from './tiny-loss.suite.ts'

const host = (metrics: Readonly<Record<string, number>>): Readonly<Record<string, HostTensor>> =>
  Object.fromEntries(
    Object.entries(metrics).map(([name, x]) => [name, { shape: [], data: Float32Array.of(x) }]),
  )

describe('metrics', () => {
  test('are what their names say, over trained tokens', () => {
    const tiny = randomTiny({ seed: 21, old: true, reference: true, critic: true })
    const options = resolved({ correctionCap: 1.2 })
    const { numbers, logits, targets, sequence } = tiny
    const now = logProbsOf(logits, targets)
    const of = (name: string) => numbers[name] ?? []
    const trained = sequence.flatMap((_, i) => (of('weights')[i] === 0 ? [] : [i]))
    const mean = (f: (i: number) => number) =>
      trained.reduce((sum, i) => sum + f(i), 0) / trained.length
    const at = (name: string) => (i: number) => of(name)[i] ?? Number.NaN
    const apart = (i: number) => at('oldLogProbs')(i) - at('rolloutLogProbs')(i)
    const moved = (i: number) => (now[i] ?? 0) - at('oldLogProbs')(i)
    const w = (i: number) => Math.exp(apart(i))
    const ratios = trained.map(w)
    const residual = (i: number) => at('returns')(i) - at('oldValues')(i)
    const variance = (f: (i: number) => number) => mean((i) => f(i) ** 2) - mean(f) ** 2
    const k3 = (d: number) => Math.exp(d) - d - 1
    const isClipped = (i: number, side: number) =>
      side * at('advantages')(i) > 0 && side * (Math.exp(moved(i)) - 1) > (side > 0 ? 0.28 : 0.2)

    const read = readLossMetrics([host(runTiny(tiny, options).metrics)])

    const expected = {
      kl: mean((i) => k3(at('referenceLogProbs')(i) - (now[i] ?? 0))),
      ppo_kl: mean((i) => k3(moved(i))),
      'ratio/mean': mean((i) => Math.exp(moved(i))),
      'clip_ratio/low_mean': mean((i) => (isClipped(i, -1) ? 1 : 0)),
      'clip_ratio/high_mean': mean((i) => (isClipped(i, 1) ? 1 : 0)),
      'sampling/sampling_logp_difference/mean': mean((i) => Math.abs(apart(i))),
      'sampling/sampling_logp_difference/max': Math.max(...trained.map((i) => Math.abs(apart(i)))),
      'sampling/importance_sampling_ratio/mean': mean(w),
      'sampling/importance_sampling_ratio/min': Math.min(...ratios),
      'sampling/importance_sampling_ratio/max': Math.max(...ratios),
      'sampling/ess': mean(w) ** 2 / mean((i) => w(i) ** 2),
      'sampling/corrected_ratio': mean((i) => (w(i) > 1.2 ? 1 : 0)),
      explained_variance: 1 - variance(residual) / variance(at('returns')),
    }
    const known = Object.keys(expected).map((name) => read?.[name] ?? Number.NaN)
    expect(distance(known, Object.values(expected))).toBeLessThan(1e-5)
    expect(read?.['clip_ratio/high_mean']).toBeGreaterThan(0)
    expect(read?.['clip_ratio/low_mean']).toBeGreaterThan(0)
    expect(read?.entropy).toBeGreaterThan(0)
    expect(read?.value_loss).toBeGreaterThan(0)
  })

  test('of sequences tell both ratios', () => {
    const numbers = {
      advantages: [1, 1, 1],
      weights: [1, 1, 1],
      rolloutLogProbs: [-0.3, -0.1, 0].map((d) => d - Math.log(2)),
    }
    const tiny = {
      logits: [1, 2, 3].map(() => [0, 0]),
      ...{ targets: [0, 0, 0], sequence: [0, 0, 1], numbers },
      ...{ klCoefficient: 0, entropyCoefficient: 0 },
    }

    const read = readLossMetrics([host(runTiny(tiny, resolved()).metrics)])

    expect(read?.['sampling/sequence_importance_ratio/max']).toBeCloseTo(Math.exp(0.2), 6)
    expect(read?.['sampling/sequence_importance_ratio/mean']).toBeCloseTo(
      (Math.exp(0.2) + 1) / 2,
      6,
    )
    expect(read?.['sampling/sequence_product_ratio/max']).toBeCloseTo(Math.exp(0.4), 6)
    expect(read?.['sampling/sequence_product_ratio/min']).toBe(1)
  })

  test('have no divergence, critic or correction where there is none', () => {
    const { metrics } = runTiny(randomTiny(), resolved({ correction: 'none' }))

    const read = readLossMetrics([host(metrics)]) ?? {}

    const absent = ['kl', 'value_loss', 'explained_variance', 'sampling/corrected_ratio']
    expect(Object.keys(read).filter((name) => absent.includes(name))).toEqual([])
    expect(Object.values(read).every(Number.isFinite)).toBe(true)
  })

  test('have no explained variance where all returns are equal', () => {
    const { numbers, ...rest } = randomTiny({ critic: true })
    const returns = rest.sequence.map(() => 0.7)

    const { metrics } = runTiny({ ...rest, numbers: { ...numbers, returns } }, resolved())

    expect(readLossMetrics([host(metrics)])).not.toHaveProperty('explained_variance')
  })

  test('leave out micro-batches without a trained token, and are null with none at all', () => {
    const { metrics } = runTiny(randomTiny({ seed: 3 }), resolved())
    const { numbers, ...rest } = randomTiny({ seed: 4 })
    const weights = rest.sequence.map(() => 0)
    const empty = runTiny({ ...rest, numbers: { ...numbers, weights } }, resolved())

    expect(empty.loss).toBe(0)
    expect(readLossMetrics([host(empty.metrics), host(metrics)])).toEqual(
      readLossMetrics([host(metrics)]),
    )
    expect(readLossMetrics([host(empty.metrics)])).toBeNull()
  })
})

test('a step is the same however it is cut into micro-batches', () => {
  const cuts = fc.array(fc.nat(2), { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(fc.constantFrom(...aggregations), cuts, fc.nat(50), (aggregation, cut, seed) => {
      const tiny = weighted(randomTiny({ seed, old: true, critic: true }), aggregation)
      const options = resolved({ loss: 'gspo', clipLow: 0.1, clipHigh: 0.1 })
      const whole = runTiny(tiny, options)

      const parts = [...new Set(cut)].map((name) =>
        pick(tiny, (sequence) => cut[sequence] === name),
      )
      const results = parts.map(({ part }) => runTiny(part, options))

      const loss = results.reduce((sum, part) => sum + part.loss, 0)
      const columns = tiny.logits.length * 4
      const gradient = whole.gradient.slice(0, columns).map(() => 0)
      for (const [p, { rows }] of parts.entries()) {
        for (const [at, row] of rows.entries()) {
          const own = results[p]?.gradient.slice(4 * at, 4 * at + 4) ?? []
          for (const [v, x] of own.entries()) gradient[4 * row + v] = x
        }
      }
      expect(Math.abs(loss - whole.loss)).toBeLessThan(1e-12)
      expect(distance(gradient, whole.gradient.slice(0, columns))).toBeLessThan(1e-12)
      const read = readLossMetrics(results.map(({ metrics }) => host(metrics)))
      const once = readLossMetrics([host(whole.metrics)])
      expect(Object.keys(read ?? {})).toEqual(Object.keys(once ?? {}))
      expect(
        distance(Object.values(read ?? {}).map(Number), Object.values(once ?? {}).map(Number)),
      ).toBeLessThan(1e-4)
    }),
    { numRuns: 12 },
  )
})

/** With weights of an aggregation; the first two sequences are one trajectory. */
function weighted(tiny: TinyBatch, aggregation: (typeof aggregations)[number]): TinyBatch {
  const { weights = [] } = tiny.numbers
  const masks = [0, 1, 2, 3].map((q) => weights.filter((_, i) => tiny.sequence[i] === q))
  const sequences = masks.map((mask, q) => ({
    mask,
    episode: Math.max(0, q - 1),
    group: q < 3 ? 'a' : 'b',
  }))
  const result = tokenWeights(sequences, aggregation, { normLength: 10 })
  const flat = result.weights.flatMap((each) => [...each])
  return { ...tiny, numbers: { ...tiny.numbers, weights: flat } }
}

/** Some of its sequences, counted from 0 again. */
function pick(tiny: TinyBatch, isPicked: (sequence: number) => boolean) {
  const rows = tiny.sequence.flatMap((q, i) => (isPicked(q) ? [i] : []))
  const take = <T>(all: readonly T[]) => rows.flatMap((i) => all.slice(i, i + 1))
  const sequence = take(tiny.sequence)
  const order = [...new Set(sequence)]
  const part: TinyBatch = {
    ...tiny,
    logits: take(tiny.logits),
    targets: take(tiny.targets),
    sequence: sequence.map((q) => order.indexOf(q)),
    ...(tiny.values && { values: take(tiny.values) }),
    numbers: Object.fromEntries(
      Object.entries(tiny.numbers).map(([name, numbers]) => [name, take(numbers)]),
    ),
  }
  return { part, rows }
}
