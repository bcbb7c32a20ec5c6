/** What is needed of a step of web/SemiOnline-v0. */
export interface ReplayedStep {
  readonly reward: number
  readonly patched: boolean
}

/**
 * R_t = r_t + gamma R_{t+1}, begun anew behind every patched step (UI-S1; gamma 0.5 is not confirmed): what came
 * after it was the expert's doing.
 */
export function returnsWithin(steps: readonly ReplayedStep[], gamma = 0.5): readonly number[] {
  const returns = steps.map(() => 0)
  let next = 0
  for (const [index, { reward, patched }] of [...steps.entries()].reverse()) {
    next = reward + (patched ? 0 : gamma * next)
    returns[index] = next
  }
  return returns
}
