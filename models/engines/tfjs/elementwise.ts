import { input } from '../../ops/definition.ts'
import { detached, type Executor, type Executors, type Tensor } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'

type Names =
  | ('abs' | 'add' | 'constant' | 'div' | 'equal' | 'exp' | 'less' | 'log' | 'maximum' | 'minimum')
  | ('mul' | 'neg' | 'select' | 'sigmoid' | 'silu' | 'sqrt' | 'stopGradient' | 'sub' | 'tanh')
  | 'toFloat'

/** Repeated to a shape: by adding zeros, since the gradient of `tile` is slow and ends at rank 4. */
export function spread(tf: Tfjs, x: Tensor, shape: readonly number[]): Tensor {
  const isThere = x.shape.length === shape.length && x.shape.every((dim, i) => dim === shape[i])
  return isThere ? x : tf.add(x, tf.zeros([...shape], x.dtype))
}

const unary =
  (compute: (x: Tensor) => Tensor): Executor<unknown> =>
  (inputs) => [compute(input(inputs, 0))]

const binary =
  (compute: (a: Tensor, b: Tensor) => Tensor): Executor<unknown> =>
  (inputs) => [compute(input(inputs, 0), input(inputs, 1))]

export function createElementwise(tf: Tfjs): Pick<Executors, Names> {
  const commonShape = (xs: readonly Tensor[]) =>
    xs.reduce<number[]>(
      (shape, x) => tf.broadcast_util.assertAndGetBroadcastShape(shape, x.shape),
      [],
    )
  // Their own gradients do not sum over what was broadcast.
  const even = (compute: (a: Tensor, b: Tensor) => Tensor) =>
    binary((a, b) => {
      const shape = commonShape([a, b])
      return compute(spread(tf, a, shape), spread(tf, b, shape))
    })
  const compared = (compare: (a: Tensor, b: Tensor) => Tensor) =>
    binary((a, b) => detached(tf, () => tf.cast(compare(a, b), 'float32')))
  const signOf = (x: Tensor) => detached(tf, () => tf.sign(x))
  return {
    ...{ add: binary(tf.add), sub: binary(tf.sub), mul: binary(tf.mul), div: binary(tf.div) },
    ...{ maximum: even(tf.maximum), minimum: even(tf.minimum) },
    ...{ less: compared(tf.less), equal: compared(tf.equal) },
    ...{ neg: unary(tf.neg), exp: unary(tf.exp), log: unary(tf.log), sqrt: unary(tf.sqrt) },
    ...{ sigmoid: unary(tf.sigmoid), tanh: unary(tf.tanh) },
    silu: unary((x) => tf.mul(x, tf.sigmoid(x))),
    // The slope of tf.abs at 0 is −1.
    abs: unary((x) => tf.mul(x, signOf(x))),
    stopGradient: unary((x) => detached(tf, () => x.clone())),
    toFloat: unary((x) => tf.cast(x, 'float32')),
    constant: (_, { attrs }) => [tf.scalar(attrs.value)],
    select(inputs) {
      const [condition, a, b] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
      const shape = commonShape(inputs)
      const isFirst = detached(tf, () => tf.notEqual(condition, tf.scalar(0, condition.dtype)))
      return [tf.where(isFirst, spread(tf, a, shape), spread(tf, b, shape))]
    },
  }
}
