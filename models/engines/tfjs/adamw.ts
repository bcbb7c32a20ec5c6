import type { StepOptions } from '../../engine.ts'
import type { Tensor } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'

/** A trainable parameter with what its steps need; null stands for zeros. */
export interface Trained {
  weight: Tensor
  gradient: Tensor | null
  m: Tensor | null
  v: Tensor | null
  readonly decay: boolean
}

/** The norm of all gradients together: rows are summed on the device, their sums here in float64. */
export async function gradientNorm(tf: Tfjs, trained: readonly Trained[]): Promise<number> {
  let total = 0
  for (const { gradient } of trained) {
    if (!gradient) continue
    const squares = tf.tidy(() => {
      const product = tf.mul(gradient, gradient)
      return product.rank === 0 ? product : tf.sum(product, -1)
    })
    for (const sum of await squares.data()) total += sum
    squares.dispose()
  }
  return Math.sqrt(total)
}

/** `step` of AdamW (Loshchilov and Hutter 2019, algorithm 2) on gradients times `scale`. */
export function adamw(
  tf: Tfjs,
  parameter: Trained,
  step: number,
  scale: number,
  { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: StepOptions,
): void {
  const before = { ...parameter }
  const after = tf.tidy(() => {
    const zeros = () => tf.zerosLike(before.weight)
    const g: Tensor = before.gradient ? tf.mul(before.gradient, scale) : zeros()
    const m: Tensor = tf.add(tf.mul(before.m ?? zeros(), beta1), tf.mul(g, 1 - beta1))
    const v: Tensor = tf.add(tf.mul(before.v ?? zeros(), beta2), tf.mul(tf.mul(g, g), 1 - beta2))
    const root = tf.div(tf.sqrt(v), Math.sqrt(1 - beta2 ** step))
    const change = tf.div(tf.mul(m, learningRate / (1 - beta1 ** step)), tf.add(root, epsilon))
    const kept = parameter.decay ? 1 - learningRate * weightDecay : 1
    const weight: Tensor = tf.sub(tf.mul(before.weight, kept), change)
    return { weight, m, v }
  })
  Object.assign(parameter, after, { gradient: null })
  for (const tensor of [before.weight, before.gradient, before.m, before.v]) tensor?.dispose()
}
