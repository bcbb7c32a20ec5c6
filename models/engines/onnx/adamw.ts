import type { StepOptions } from '../../engine.ts'
import { createTracer, type Tracer } from '../../ops/trace.ts'
import type { TracedGraph } from '../backend.ts'

/** Numbers of a step, which the graph takes as inputs so that it is compiled once. */
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
const scalarNames = [
  ...['scale', 'keep', 'beta1', 'rest1', 'beta2', 'rest2', 'size', 'root', 'epsilon'],
] as readonly (keyof StepScalars)[]

/**
 * AdamW (Loshchilov and Hutter 2019, algorithm 2, as torch.optim.AdamW orders it: decay first):
 * `w ← w·(1 − lr·λ) − lr/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)`, for one parameter of some rank.
 */
export function adamwGraph(rank: number): TracedGraph {
  const shape = Array.from({ length: rank }, (_, axis) => `D${axis}`)
  const tensor = { dtype: 'float32', shape } as const
  const scalar = { dtype: 'float32', shape: [] } as const
  const tracer: Tracer = createTracer({
    parameters: {},
    batch: {
      ...{ w: tensor, g: tensor, m: tensor, v: tensor },
      ...Object.fromEntries(scalarNames.map((name) => [name, scalar])),
    },
  })
  const { ops, input } = tracer
  const { add, sub, mul, div } = ops
  const g = mul(input('g'), input('scale'))
  const m = add(mul(input('m'), input('beta1')), mul(g, input('rest1')))
  const v = add(mul(input('v'), input('beta2')), mul(mul(g, g), input('rest2')))
  const slope = div(m, add(mul(ops.sqrt(v), input('root')), input('epsilon')))
  const w = sub(mul(input('w'), input('keep')), mul(slope, input('size')))
  return { graph: tracer.graph, outputs: { nextW: w, nextM: m, nextV: v } }
}

/** The sum of squares of one gradient. */
export function squaresGraph(rank: number): TracedGraph {
  const shape = Array.from({ length: rank }, (_, axis) => `D${axis}`)
  const tracer = createTracer({ parameters: {}, batch: { g: { dtype: 'float32', shape } } })
  const g = tracer.input('g')
  return { graph: tracer.graph, outputs: { squares: tracer.ops.sum(tracer.ops.mul(g, g)) } }
}

/** The scalars of step `step` (from 1). */
export function scalarsOf(
  options: StepOptions,
  { step, gradientNorm, decay }: { step: number; gradientNorm: number; decay: boolean },
): StepScalars {
  const { learningRate, denominator, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options
  const { weightDecay = 0, maxGradientNorm } = options
  // As torch.nn.utils.clip_grad_norm_.
  const clip =
    maxGradientNorm === undefined ? 1 : Math.min(1, maxGradientNorm / (gradientNorm + 1e-6))
  return {
    scale: clip / denominator,
    keep: decay ? 1 - learningRate * weightDecay : 1,
    ...{ beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2 },
    size: learningRate / (1 - beta1 ** step),
    root: 1 / Math.sqrt(1 - beta2 ** step),
    epsilon,
  }
}
