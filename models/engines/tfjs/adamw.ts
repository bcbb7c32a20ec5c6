import type { StepScalars } from '../step-scalars.ts'
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

/** A step of AdamW on what was accumulated, which is then gone. */
export function adamw(tf: Tfjs, parameter: Trained, step: StepScalars): void {
  const before = { ...parameter }
  const after = tf.tidy(() => {
    const zeros = () => tf.zerosLike(before.weight)
    const g: Tensor = before.gradient ? tf.mul(before.gradient, step.scale) : zeros()
    const m: Tensor = tf.add(tf.mul(before.m ?? zeros(), step.beta1), tf.mul(g, step.rest1))
    const squares = tf.mul(tf.mul(g, g), step.rest2)
    const v: Tensor = tf.add(tf.mul(before.v ?? zeros(), step.beta2), squares)
    const slope = tf.div(m, tf.add(tf.mul(tf.sqrt(v), step.root), step.epsilon))
    const weight: Tensor = tf.sub(tf.mul(before.weight, step.keep), tf.mul(slope, step.size))
    return { weight, m, v }
  })
  Object.assign(parameter, after, { gradient: null })
  for (const tensor of [before.weight, before.gradient, before.m, before.v]) tensor?.dispose()
}
