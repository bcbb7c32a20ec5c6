import type { ParameterDeclaration } from '../engine.ts'
import type { Step } from './check-step.ts'

/** Numbers of a step of AdamW, for one parameter. */
export interface StepScalars {
  /** What accumulated gradients are multiplied by: clip and denominator together. */
  readonly scale: number
  readonly keep: number
  readonly beta1: number
  readonly rest1: number
  readonly beta2: number
  readonly rest2: number
  readonly size: number
  readonly root: number
  readonly epsilon: number
}

/** By default matrices decay, and vectors (norms, biases) do not. */
export const decays = ({ shape, decay }: ParameterDeclaration): boolean => decay ?? shape.length > 1

/** What gradients of this norm are multiplied by, as torch.nn.utils.clip_grad_norm_ does. */
const clipOf = ({ maxGradientNorm }: Step, gradientNorm: number): number =>
  Math.min(1, maxGradientNorm / (gradientNorm + 1e-6))

/** Whether moments stay finite: they hold squares of gradients, in float32. */
export function canStep(step: Step, gradientNorm: number): boolean {
  return Number.isFinite(Math.fround((clipOf(step, gradientNorm) * gradientNorm) ** 2))
}

/**
 * Of AdamW (Loshchilov and Hutter 2019, algorithm 2, as torch.optim.AdamW orders it: decay first), at
 * step `count` from 1: `w ← w·keep − size · m / (√v·root + ε)`.
 */
export function scalarsOf(
  step: Step,
  { count, gradientNorm, decay }: { count: number; gradientNorm: number; decay: boolean },
): StepScalars {
  const { learningRate, denominator, beta1, beta2, epsilon, weightDecay } = step
  return {
    scale: clipOf(step, gradientNorm) / denominator,
    keep: decay ? 1 - learningRate * weightDecay : 1,
    ...{ beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2 },
    size: learningRate / (1 - beta1 ** count),
    root: 1 / Math.sqrt(1 - beta2 ** count),
    epsilon,
  }
}
