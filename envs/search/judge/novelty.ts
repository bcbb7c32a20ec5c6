/** What one search brought beside what earlier ones had brought. */
export interface Novelty {
  /** Share of its hits that no earlier search had found. */
  readonly newDocumentRatio: number
  /** 1 minus the largest share of its hits that one earlier search had found, too (SmartSearch: overlap of documents). */
  readonly queryNovelty: number
}

/** A repeated query has no novelty, and neither has one that finds nothing. */
export function noveltyOf(
  hits: readonly string[],
  earlier: readonly (readonly string[])[],
): Novelty {
  if (hits.length === 0) return noNovelty
  const known = new Set(earlier.flat())
  const overlap = (others: readonly string[]) => {
    const set = new Set(others)
    return hits.filter((hit) => set.has(hit)).length / hits.length
  }
  return {
    newDocumentRatio: hits.filter((hit) => !known.has(hit)).length / hits.length,
    queryNovelty: 1 - Math.max(0, ...earlier.map(overlap)),
  }
}

export const noNovelty: Novelty = { newDocumentRatio: 0, queryNovelty: 0 }
