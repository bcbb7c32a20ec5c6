import type { Dim } from '../../ops/dims.ts'
import type { AttrsOf, OpName } from '../../ops/table.ts'
import type { Tfjs } from './load-tensorflow.ts'

/** A tensor in the memory of TensorFlow.js. */
export type Tensor = InstanceType<Tfjs['Tensor']>

export interface Execution<A> {
  readonly attrs: A
  /** What a size of the graph is for this batch. */
  readonly size: (dim: Dim) => number
  /** Which inputs a gradient flows back to: a custom gradient computes all it is asked for. */
  readonly flows: readonly boolean[]
}

/** Runs one op on TensorFlow.js, where the tape may be recording. */
export type Executor<A> = (inputs: readonly Tensor[], execution: Execution<A>) => readonly Tensor[]

/** One executor an op. */
export type Executors = { readonly [K in OpName]: Executor<AttrsOf<K>> }

/**
 * Computes apart from the tape: nothing flows back through it. A gradient of zeros would not do,
 * since zero times infinity is NaN further back.
 */
export function detached(tf: Tfjs, compute: () => Tensor): Tensor {
  const gradFunc = (gradient: Tensor) => gradient
  return tf.customGrad(() => ({ value: compute(), gradFunc }))(tf.scalar(0))
}

export interface OwnGradient {
  /** The value, and what the gradient will need: kept until then. */
  readonly forward: () => { readonly value: Tensor; readonly keep: readonly Tensor[] }
  /** One gradient an input. */
  readonly backward: (gradient: Tensor, kept: readonly Tensor[]) => readonly Tensor[]
}

/** An op whose gradient in these inputs is not left to TensorFlow.js. */
export function withGradient(
  tf: Tfjs,
  inputs: readonly Tensor[],
  { forward, backward }: OwnGradient,
): Tensor {
  const run = tf.customGrad((...given) => {
    const { value, keep } = forward()
    const save = given[inputs.length]
    if (typeof save === 'function') save([...keep])
    return {
      value,
      gradFunc: (gradient: Tensor, kept: Tensor[]) => [...backward(gradient, kept)],
    }
  })
  return run(...inputs)
}
