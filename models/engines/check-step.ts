import { ConfigError } from '../../core/index.ts'
import type { StepOptions } from '../engine.ts'

/** A step with nothing left to be guessed. */
export type Step = Required<StepOptions>

/** Engines compute in float32: beyond these, numbers become infinite or zero. */
const [LEAST, MOST] = [1e-30, 1e18]

/**
 * A step with its defaults.
 * @throws ConfigError naming the option that would leave no finite weight.
 */
export function stepOf(options: StepOptions): Step {
  const { learningRate, denominator, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  const { weightDecay = 0, maxGradientNorm = Infinity } = options
  refuseUnless(learningRate >= 0 && learningRate <= MOST, { learningRate }, 'from 0')
  refuseUnless(denominator >= LEAST && denominator <= MOST, { denominator }, 'above 0')
  refuseUnless(beta1 >= 0 && beta1 < 1, { beta1 }, 'from 0 to below 1')
  refuseUnless(beta2 >= 0 && beta2 < 1, { beta2 }, 'from 0 to below 1')
  refuseUnless(epsilon >= LEAST && epsilon <= MOST, { epsilon }, 'above 0')
  refuseUnless(weightDecay >= 0 && weightDecay <= MOST, { weightDecay }, 'from 0')
  refuseUnless(maxGradientNorm > 0, { maxGradientNorm }, 'above 0')
  return { learningRate, denominator, beta1, beta2, epsilon, weightDecay, maxGradientNorm }
}

/** @throws ConfigError for a count of steps that AdamW's bias correction cannot go on from. */
export function checkStepCount(step: number): void {
  if (Number.isSafeInteger(step) && step >= 0) return
  throw new ConfigError(
    `Cannot load moments of step ${step}: it is no count (give a whole number from 0)`,
  )
}

function refuseUnless(fits: boolean, option: Readonly<Record<string, number>>, range: string) {
  const [name, value] = Object.entries(option)[0] ?? []
  if (fits && typeof value === 'number') return
  throw new ConfigError(`Cannot take a step: ${name} is ${value} (give a number ${range})`)
}
