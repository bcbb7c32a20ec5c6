import type { Rng } from '../../../core/index.ts'
import type { Candidate } from './candidates.ts'
import { inTurns } from './mutants.ts'

/** Shares of the levels 1 to 4. */
export const levelShares = [0.3, 0.28, 0.27, 0.15] as const

/** How many tasks of a level make up its share. */
export function quotaOf(level: 1 | 2 | 3 | 4, limit: number): number {
  return Math.ceil((levelShares[level - 1] ?? 0) * limit)
}

/** Takes turns by the levels' shares and, within a level, over kinds, so that none crowds out another. */
export function choose(candidates: readonly Candidate[], limit: number, rng: Rng): Candidate[] {
  const queues = levelShares.map((share, index) => {
    const own = candidates.filter(({ level }) => level === index + 1)
    return { share, queue: inTurns(own, rng.stream(`level ${index + 1}`)), taken: 0 }
  })
  const chosen: Candidate[] = []
  while (chosen.length < limit) {
    const open = queues.filter(({ queue, taken }) => taken < queue.length)
    const [next] = open.sort((a, b) => (a.taken + 1) / a.share - (b.taken + 1) / b.share)
    const candidate = next?.queue[next.taken]
    if (!next || !candidate) break
    next.taken++
    chosen.push(candidate)
  }
  return chosen
}
