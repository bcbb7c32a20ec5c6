import type { DrawOptions } from './draw.ts'

/** By a sort of everything, filter after filter, each renormalised. */
export function naiveDistribution(
  logits: Float32Array,
  { temperature, topK, topP, minP }: DrawOptions,
  legal: Uint8Array | null,
): number[] {
  let kept = Array.from(logits, (logit, id) => ({ id, logit: logit / (temperature || 1) }))
    .filter(({ id }) => legal === null || legal[id] === 1)
    .sort((a, b) => b.logit - a.logit || a.id - b.id)
  const peak = kept[0]?.logit ?? 0
  const shares = (): number[] => {
    const weights = kept.map(({ logit }) => Math.exp(logit - peak))
    const sum = weights.reduce((a, b) => a + b, 0)
    return weights.map((weight) => weight / sum)
  }
  if (topK !== undefined) kept = kept.slice(0, topK)
  if (topP !== undefined) {
    let mass = 0
    const before = shares().map((share) => {
      mass += share
      return mass - share
    })
    kept = kept.filter((_, rank) => rank === 0 || (before[rank] ?? 0) < topP - 1e-12)
  }
  if (minP !== undefined) {
    const all = shares()
    kept = kept.filter((_, rank) => (all[rank] ?? 0) >= minP * (all[0] ?? 0))
  }
  const probs = new Array<number>(logits.length).fill(0)
  const all = shares()
  kept.forEach(({ id }, rank) => {
    probs[id] = all[rank] ?? 0
  })
  return probs
}

export function naivePick(probs: readonly number[], uniform: number): number {
  let sum = 0
  return probs.findIndex((p) => {
    sum += p
    return sum > uniform
  })
}
