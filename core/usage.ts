import type { Usage } from './trajectory.ts'

const nothing: Usage = { requests: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 }

/** Everything together; a cost where one of them has one. */
export function sumUsage(parts: readonly Usage[]): Usage {
  return parts.reduce(
    (sum, part) => ({
      requests: sum.requests + part.requests,
      promptTokens: sum.promptTokens + part.promptTokens,
      cachedTokens: sum.cachedTokens + part.cachedTokens,
      completionTokens: sum.completionTokens + part.completionTokens,
      ...(sum.cost === undefined && part.cost === undefined
        ? {}
        : { cost: (sum.cost ?? 0) + (part.cost ?? 0) }),
      ...(sum.estimated || part.estimated ? { estimated: true } : {}),
    }),
    nothing,
  )
}
