import type { Rng } from '../../core/index.ts'
import type { Candidate } from './candidate.ts'
import type { Evidence } from './evidence.ts'
import { describeCandidates, type Features } from './features.ts'
import { weights } from './weights.ts'

/** The candidates, the most suspicious first, equal ones by chance; what cannot matter is left out. */
export function rank(
  candidates: readonly Candidate[],
  evidence: Evidence,
  rng: Rng,
): readonly Candidate[] {
  const described = describeCandidates(candidates, evidence)
  const scored = candidates.flatMap((candidate, id) => {
    const features = described[id]
    return features ? [{ candidate, score: scoreOf(features) }] : []
  })
  return rng
    .shuffle(scored)
    .sort((a, b) => b.score - a.score)
    .map(({ candidate }) => candidate)
}

function scoreOf(features: Features): number {
  return Object.entries(features).reduce(
    (sum, [name, value]) => sum + value * (weights[name] ?? 0),
    0,
  )
}
