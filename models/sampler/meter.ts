import type { SamplerStatistics } from './sampler.ts'

/** Counts what a sampler does. */
export interface Meter {
  arrived(row: { readonly request: { readonly prompt: readonly number[] } }): void
  began(row: object): void
  /** So many tokens of its prompt were there already, when it began. */
  cached(row: object, tokens: number): void
  drew(row: object): void
  ticked(ms: number): void
  /** How many ticks there were. */
  tick(): number
  totals(): Omit<SamplerStatistics, 'waiting' | 'running' | 'cacheMiB'>
}

export function createMeter(now: () => number = () => performance.now()): Meter {
  const arrivals = new WeakMap<object, number>()
  /** Those that begin anew, behind what was drawn or with other weights, are not counted twice. */
  const counted = new WeakSet<object>()
  const drawn = new Set<object>()
  const totals = { requests: 0, promptTokens: 0, cachedTokens: 0, sampledTokens: 0, ticks: 0 }
  let rows = 0
  let begun = 0
  let busyMs = 0
  let queueMs = 0
  let longest = 0
  return {
    arrived(row) {
      arrivals.set(row, now())
      totals.requests++
      totals.promptTokens += row.request.prompt.length
    },
    began(row) {
      const arrival = arrivals.get(row)
      // One that begins anew has waited already.
      if (arrival === undefined) return
      arrivals.delete(row)
      const waited = now() - arrival
      begun++
      queueMs += waited
      longest = Math.max(longest, waited)
    },
    cached(row, tokens) {
      if (counted.has(row)) return
      counted.add(row)
      totals.cachedTokens += tokens
    },
    drew(row) {
      totals.sampledTokens++
      counted.add(row)
      drawn.add(row)
    },
    ticked(ms) {
      totals.ticks++
      rows += drawn.size
      drawn.clear()
      busyMs += ms
    },
    tick: () => totals.ticks,
    totals: () => ({
      ...totals,
      busySeconds: busyMs / 1000,
      occupancy: totals.ticks === 0 ? 0 : rows / totals.ticks,
      queueMs: { mean: begun === 0 ? 0 : queueMs / begun, max: longest },
    }),
  }
}
