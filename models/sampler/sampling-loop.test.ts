import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRng, type Sample, type SampleRequest } from '../../core/index.ts'
import { SamplingLoop } from './sampling-loop.ts'
import { expectToySample, ToyParameters, toyConfig, toyTokenBytes } from './toy-model.suite.ts'

/** What happens between two ticks. */
type Event =
  | { readonly kind: 'tick'; readonly times: number }
  /** Of the optimiser. */
  | { readonly kind: 'step'; readonly times: number }
  | { readonly kind: 'cancel'; readonly which: number }
  | {
      readonly kind: 'ask'
      /** So many of one prompt. */
      readonly times: number
      readonly root: number
      readonly shared: number
      readonly own: number
      readonly maxTokens: number
    }

const few = fc.integer({ min: 0, max: 40 })
const many = fc.integer({ min: 0, max: 1400 })
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('tick' as const), times: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('step' as const), times: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }),
  fc.record({
    kind: fc.constant('ask' as const),
    times: fc.constantFrom(1, 1, 1, 2, 4, 5, 7),
    root: fc.integer({ min: 0, max: 1 }),
    shared: fc.oneof(few, few, many),
    own: fc.oneof(few, few, many),
    maxTokens: fc.integer({ min: 1, max: 70 }),
  }),
)

const random = (seed: number, length: number) => {
  const rng = createRng(seed)
  return Array.from({ length }, () => rng.int(5))
}
const roots = [random(1, 1400), random(2, 1400)]

/** A loop whose ticks are taken by hand. */
function open(options: { readonly maxRows?: number; readonly tokens?: number } = {}) {
  const parameters = new ToyParameters()
  const due: (() => Promise<void>)[] = []
  const { maxRows = 8, tokens = 100_000 } = options
  const cacheMiB = (tokens * toyTokenBytes) / 2 ** 20
  const loop = new SamplingLoop(parameters, {
    ...{ config: toyConfig, maxRows, cacheMiB, oneCopyFrom: 4 },
    schedule: (tick) => void due.push(tick),
  })
  const tick = async (times = 1): Promise<void> => {
    for (let i = 0; i < times; i++) await due.shift()?.()
  }
  return { loop, parameters, tick, isIdle: () => due.length === 0, cacheMiB }
}

const request = (prompt: readonly number[], maxTokens: number, seed = 1): SampleRequest => ({
  ...{ prompt, maxTokens, seed },
})

describe('a sampling loop', () => {
  test('gives each its own, whatever comes, goes and changes between two ticks', async () => {
    const options = fc.record({
      maxRows: fc.integer({ min: 1, max: 9 }),
      tokens: fc.constantFrom(4096, 4200, 5000, 100_000),
    })
    const events = fc.array(event, { minLength: 1, maxLength: 40 })
    await fc.assert(fc.asyncProperty(events, options, play), { numRuns: 100, seed: 3 })
  }, 120_000)

  test('goes on with other weights where the tokens so far have outgrown their row', async () => {
    for (let drawn = 1; drawn < 40; drawn++) {
      const { loop, parameters, tick, isIdle } = open()
      const asked = [request(random(1, 16), 60), request(random(2, 17), 60, 2)]
      const samples = asked.map((one) => loop.submit(one).sample)
      await tick(drawn)
      parameters.weights++
      while (!isIdle()) await tick()
      for (const [i, one] of asked.entries()) {
        const sample = await (samples[i] ?? expect.fail('no sample'))
        expectToySample(one, sample)
        expect(sample.policyVersions.length).toBe(2)
      }
    }
  })

  test('takes a request that only fits without the row it began as', async () => {
    const { loop, tick, isIdle } = open({ tokens: 128 })
    const first = loop.submit(request(random(1, 40), 10)).sample
    while (!isIdle()) await tick()
    const { ids } = await first
    const longer = request([...random(1, 40), ...ids, ...random(2, 20)], 50)
    const second = loop.submit(longer).sample
    while (!isIdle()) await tick()
    expectToySample(longer, await second)
  })

  test('answers one that is cancelled, and goes on without it', async () => {
    const { loop, tick, isIdle } = open()
    const { cancel, sample } = loop.submit(request([1, 2], 50))
    await tick(3)
    cancel()
    await tick()
    await expect(sample).rejects.toThrow('Cannot sample: the request was cancelled (ask again)')
    expect(isIdle()).toBe(true)
    expect(loop.statistics()).toMatchObject({ running: 0, waiting: 0 })
  })

  test('counts what was cached of a prompt once, whatever is computed again', async () => {
    const { loop, parameters, tick, isIdle } = open()
    const samples = [1, 2, 3, 4].map((seed) => loop.submit(request(random(1, 40), 20, seed)).sample)
    for (let i = 0; i < 5; i++) {
      await tick(2)
      parameters.weights++
    }
    while (!isIdle()) await tick()
    await Promise.all(samples)
    expect(loop.statistics()).toMatchObject({ promptTokens: 160, cachedTokens: 3 * 39 })
  })

  test('has a place for a hundred thousand requests that wait', async () => {
    const { loop, tick } = open({ maxRows: 2 })
    const samples = Array.from({ length: 130_000 }, () => loop.submit(request([1], 1)).sample)
    await tick()
    expect(loop.statistics()).toMatchObject({ waiting: 129_998, sampledTokens: 2 })
    const settled = Promise.allSettled(samples)
    await loop.close()
    expect((await settled).at(-1)?.status).toBe('rejected')
  })
})

async function play(
  events: readonly Event[],
  options: { readonly maxRows: number; readonly tokens: number },
): Promise<void> {
  const { loop, parameters, tick, isIdle, cacheMiB } = open(options)
  const asked: { request: SampleRequest; cancel: () => void; settled: Promise<Sample | Error> }[] =
    []
  const cancelled = new Set<unknown>()
  for (const [seed, each] of events.entries()) {
    if (each.kind === 'tick') await tick(each.times)
    else if (each.kind === 'step') parameters.weights += each.times
    else if (each.kind === 'cancel') {
      asked[each.which]?.cancel()
      cancelled.add(asked[each.which])
    } else {
      const prompt = [...(roots[each.root] ?? []).slice(0, each.shared), ...random(seed, each.own)]
      for (let time = 0; time < each.times; time++) {
        const length = 1 + ((each.maxTokens + 11 * time) % 70)
        const one = request(prompt.length > 0 ? prompt : [seed % 5], length, 100 * seed + time)
        const { cancel, sample } = loop.submit(one)
        asked.push({ request: one, cancel, settled: sample.catch((error: Error) => error) })
      }
    }
  }
  const needed = asked.reduce((sum, { request: { maxTokens } }) => sum + maxTokens + 10, 10)
  await tick(2 * needed)
  expect(isIdle()).toBe(true)
  for (const one of asked) {
    const result = await one.settled
    if (!(result instanceof Error)) expectToySample(one.request, result)
    else expect([cancelled.has(one), result.message]).toEqual([true, expect.any(String)])
  }
  const found = loop.statistics()
  expect([found.running, found.waiting]).toEqual([0, 0])
  expect(found.cacheMiB).toBeLessThanOrEqual(cacheMiB)
  expect(found.cachedTokens).toBeLessThanOrEqual(found.promptTokens)
  expect(found.occupancy).toBeLessThanOrEqual(options.maxRows)
}
