import type { Ops, Value } from '../../models/index.ts'

/** What a critic says of each token now and said before the update, and what it is to say: `[M]` each. */
export interface CriticTokens {
  readonly values: Value
  readonly oldValues: Value
  readonly returns: Value
}

/**
 * ½·max((V − R)², (clip(V, V_old ± ε) − R)²) of each token: the clipped value loss of PPO's reference
 * implementation (Huang et al. 2022, "The 37 implementation details of PPO", detail 9).
 */
export function valueTerm(
  ops: Ops,
  { values, oldValues, returns }: CriticTokens,
  clip: number | null,
): Value {
  const squared = (x: Value) => {
    const error = ops.sub(x, returns)
    return ops.mul(error, error)
  }
  const half = ops.constant(0.5)
  if (clip === null) return ops.mul(half, squared(values))
  const range = ops.constant(clip)
  const clipped = ops.minimum(
    ops.maximum(values, ops.sub(oldValues, range)),
    ops.add(oldValues, range),
  )
  return ops.mul(half, ops.maximum(squared(values), squared(clipped)))
}
