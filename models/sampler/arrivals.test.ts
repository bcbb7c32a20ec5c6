import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import { configs, openSharp, randomPrompt, requestOf } from './sampled-policy.suite.ts'

const config = { ...(configs['llama'] ?? expect.fail('no such config')), layers: 1 }

interface Arrival {
  readonly root: number
  readonly shared: number
  readonly own: number
  readonly maxTokens: number
  readonly temperature: number
  readonly topK: number | undefined
  readonly wait: number
  readonly patience: number | null
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  /** Prompts of one root begin alike. */
  root: fc.integer({ min: 0, max: 2 }),
  shared: fc.integer({ min: 0, max: 50 }),
  own: fc.integer({ min: 1, max: 12 }),
  maxTokens: fc.integer({ min: 1, max: 12 }),
  temperature: fc.constantFrom(0, 0.8, 1),
  topK: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  /** Ticks of the event loop before it comes, and before it is given up; null is never. */
  wait: fc.integer({ min: 0, max: 6 }),
  patience: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
})

async function loops(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}

describe('requests that come and go at any time', () => {
  test('are given what they are given alone', async () => {
    const options = fc.record({
      maxRows: fc.integer({ min: 1, max: 6 }),
      cacheMiB: fc.constantFrom(0.02, 0.05, 1024),
    })
    const arrivals = fc.array(arrival, { minLength: 1, maxLength: 14 })
    await fc.assert(fc.asyncProperty(arrivals, options, check), { numRuns: 40, seed: 8 })
  }, 120_000)
})

async function check(
  arrivals: readonly Arrival[],
  options: { readonly maxRows: number; readonly cacheMiB: number },
): Promise<void> {
  const parameters = await openSharp(createReferenceEngine(), config)
  await using alone = await parameters.sampler({ config, maxRows: 1 })
  await using sampler = await parameters.sampler({ config, ...options })
  const roots = [0, 1, 2].map((seed) => randomPrompt(createRng(seed), 50))

  const outcomes = arrivals.map(async (one, seed) => {
    const { root, shared, own, wait, patience, maxTokens, temperature, topK } = one
    const begin = (roots[root] ?? []).slice(0, shared)
    const prompt = [...begin, ...randomPrompt(createRng(100 + seed), own)]
    const request = requestOf(prompt, maxTokens, seed, { temperature, topK })
    await loops(wait)
    const control = new AbortController()
    const sample = sampler.sample(request, { signal: control.signal })
    if (patience !== null) void loops(patience).then(() => control.abort(new Error('gone')))
    const given = await sample.catch((error: Error) => {
      expect(error.message).toBe('gone')
      return null
    })
    return { request, given }
  })

  for (const { request, given } of await Promise.all(outcomes)) {
    if (!given) continue
    const expected = await alone.sample(request)
    expect(given.ids).toEqual(expected.ids)
    for (const [i, logProb] of expected.logProbs.entries()) {
      expect(given.logProbs[i]).toBeCloseTo(logProb, 5)
    }
  }
  await loops(50)
  const { running, waiting, cacheMiB } = await sampler.statistics()
  expect([running, waiting]).toEqual([0, 0])
  expect(cacheMiB).toBeLessThanOrEqual(options.cacheMiB)
}
