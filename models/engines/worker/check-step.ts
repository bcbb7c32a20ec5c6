import { ConfigError } from '../../../core/index.ts'
import type { StepOptions } from '../../engine.ts'

/**
 * Refuses a step that would leave no finite weight.
 * @throws ConfigError naming the option.
 */
export function checkStep(options: StepOptions): void {
  const { learningRate, denominator, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  const { weightDecay = 0, maxGradientNorm = 1 } = options
  refuseUnless(learningRate >= 0 && learningRate < Infinity, { learningRate }, 'from 0')
  refuseUnless(denominator > 0 && denominator < Infinity, { denominator }, 'above 0')
  refuseUnless(beta1 >= 0 && beta1 < 1, { beta1 }, 'from 0 to below 1')
  refuseUnless(beta2 >= 0 && beta2 < 1, { beta2 }, 'from 0 to below 1')
  refuseUnless(epsilon > 0, { epsilon }, 'above 0')
  refuseUnless(weightDecay >= 0 && weightDecay < Infinity, { weightDecay }, 'from 0')
  refuseUnless(maxGradientNorm > 0, { maxGradientNorm }, 'above 0')
}

function refuseUnless(fits: boolean, option: Readonly<Record<string, number>>, range: string) {
  if (fits) return
  const [name, value] = Object.entries(option)[0] ?? []
  throw new ConfigError(`Cannot take a step: ${name} is ${value} (give a number ${range})`)
}
