import { createTracer, type Tracer } from '../../ops/trace.ts'
import type { TracedGraph } from '../backend.ts'
import type { StepScalars } from '../step-scalars.ts'

/** Inputs of the graph beside the tensors, so that it is compiled once for all steps. */
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

/** The same in place, on arrays of this program: no copies, and a third of the graph's time. */
export function adamwInPlace(
  tensors: { readonly [K in 'w' | 'g' | 'm' | 'v']: Float32Array },
  { scale, keep, beta1, rest1, beta2, rest2, size, root, epsilon }: StepScalars,
): void {
  const { w, g, m, v } = tensors
  for (let i = 0; i < w.length; i++) {
    const slope = (g[i] ?? 0) * scale
    const mean = (m[i] ?? 0) * beta1 + slope * rest1
    const square = (v[i] ?? 0) * beta2 + slope * slope * rest2
    m[i] = mean
    v[i] = square
    w[i] = (w[i] ?? 0) * keep - (mean * size) / (Math.sqrt(square) * root + epsilon)
  }
}

/** The sum of squares, in float64. */
export function squaresOf(g: Float32Array): number {
  let total = 0
  for (let i = 0; i < g.length; i++) total += (g[i] ?? 0) ** 2
  return total
}

/** The sum of squares of one gradient. */
export function squaresGraph(rank: number): TracedGraph {
  const shape = Array.from({ length: rank }, (_, axis) => `D${axis}`)
  const tracer = createTracer({ parameters: {}, batch: { g: { dtype: 'float32', shape } } })
  const g = tracer.input('g')
  return { graph: tracer.graph, outputs: { squares: tracer.ops.sum(tracer.ops.mul(g, g)) } }
}
