import { ConfigError } from '../../../core/index.ts'
import type { Hit, Retriever } from './retriever.ts'

export interface FusionOptions {
  /** How little the first ranks stand out (default 60). */
  readonly k?: number | undefined
  /** Hits of each that count, at least as many as are asked for (default 100). */
  readonly depth?: number | undefined
}

/**
 * One retriever of several: a page scores the sum of 1 / (k + rank), ranks from 1 (Cormack, Clarke, Büttcher
 * 2009, "Reciprocal Rank Fusion", section 1). They are closed with it.
 */
export function fuse(
  retrievers: readonly Retriever[],
  { k = 60, depth = 100 }: FusionOptions = {},
): Retriever {
  if (retrievers.length === 0) {
    throw new ConfigError('Cannot fuse retrievers: there are none (give at least one)')
  }
  if (!(k >= 0 && Number.isFinite(k))) {
    throw new ConfigError(`Cannot fuse retrievers: k is ${k} (give a number from 0)`)
  }
  if (!Number.isSafeInteger(depth) || depth < 1) {
    throw new ConfigError(`Cannot fuse retrievers: depth is ${depth} (give a whole number from 1)`)
  }
  return {
    name: retrievers.map(({ name }) => name).join('+'),
    async search(query, most, signal) {
      const count = Math.floor(most)
      if (!(count > 0)) return []
      const asked = Math.max(count, depth)
      const rankings = await Promise.all(
        retrievers.map((retriever) => retriever.search(query, asked, signal)),
      )
      return fuseRankings(rankings, k).slice(0, count)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(retrievers.map((retriever) => retriever[Symbol.asyncDispose]()))
    },
  }
}

/** All pages of some rankings, best first. */
export function fuseRankings(rankings: readonly (readonly Hit[])[], k = 60): readonly Hit[] {
  const ranks = new Map<number, number[]>()
  for (const ranking of rankings) {
    for (const [index, { page }] of ranking.entries()) {
      const known = ranks.get(page)
      if (known) known.push(index + 1)
      else ranks.set(page, [index + 1])
    }
  }
  // Added up in the same order whatever the order of the rankings: sums of fractions depend on it.
  const scoreOf = (found: readonly number[]) =>
    found.toSorted((a, b) => b - a).reduce((sum, rank) => sum + 1 / (k + rank), 0)
  return Array.from(ranks, ([page, found]) => ({ page, score: scoreOf(found) })).sort(
    (one, other) => other.score - one.score || one.page - other.page,
  )
}
