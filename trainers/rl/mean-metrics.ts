import type { OptimizerStep } from '../update/update.ts'

type Means = Readonly<Record<string, number | undefined>> & {
  readonly loss: number
  readonly grad_norm: number
  readonly entropy: number
  readonly ppo_kl: number
}

/**
 * The numbers of an update from those of its optimizer steps: means by their tokens, the extremes of maxima
 * and minima. What the sampler is compared with are the weights that drew the tokens: of the first step alone.
 */
export function meanMetrics(steps: readonly OptimizerStep[]): Partial<Means> {
  const [first] = steps
  if (!first) return {}
  const names = new Set(steps.flatMap(({ metrics }) => Object.keys(metrics)))
  const means: Record<string, number | undefined> = {}
  for (const name of names) {
    if (name.startsWith('sampling/')) {
      means[name] = first.metrics[name]
      continue
    }
    const known = steps.flatMap(({ metrics, tokens: of }) => {
      const value = metrics[name]
      return value === undefined ? [] : [{ value, of }]
    })
    if (name.endsWith('max')) means[name] = Math.max(...known.map(({ value }) => value))
    else if (name.endsWith('min')) means[name] = Math.min(...known.map(({ value }) => value))
    else {
      const tokens = known.reduce((sum, { of }) => sum + of, 0)
      means[name] = known.reduce((sum, { value, of }) => sum + value * of, 0) / tokens
    }
  }
  means['grad_norm'] = Math.max(...steps.map(({ gradientNorm }) => gradientNorm))
  return means
}
