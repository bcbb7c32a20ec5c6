import { input } from '../../ops/definition.ts'
import type { ReduceAttrs } from '../../ops/reduce.ts'
import { spread } from './elementwise.ts'
import { detached, type Executor, type Executors, type Tensor } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'

type Names =
  | ('broadcastTo' | 'concat' | 'max' | 'mean' | 'padZeros' | 'reshape' | 'sizeOf' | 'slice')
  | ('sum' | 'transpose')

type Reduce = (x: Tensor, axes: number[], keep: boolean) => Tensor

export function createLayout(tf: Tfjs): Pick<Executors, Names> {
  const reduced =
    (reduce: Reduce, ofNothing: number): Executor<ReduceAttrs> =>
    (inputs, { attrs: { axes, keep } }) => {
      const x = input(inputs, 0)
      // To TensorFlow.js no axes may mean all.
      if (axes.length === 0) return [x.clone()]
      // Wasm would give out memory that nobody wrote, and webgpu refuses.
      if (x.size === 0) return [tf.fill(reducedShape(x.shape, axes, keep), ofNothing)]
      return [reduce(x, [...axes], keep)]
    }
  return {
    sum: reduced((x, axes, keep) => tf.sum(x, axes, keep), 0),
    mean: reduced((x, axes, keep) => tf.mean(x, axes, keep), Number.NaN),
    max: reduced((x, axes, keep) => detached(tf, () => tf.max(x, axes, keep)), -Infinity),
    reshape: (inputs, { attrs, size }) => [tf.reshape(input(inputs, 0), attrs.shape.map(size))],
    transpose: (inputs, { attrs }) => [tf.transpose(input(inputs, 0), [...attrs.order])],
    concat: (inputs, { attrs }) => [tf.concat([...inputs], attrs.axis)],
    slice(inputs, { attrs, size }) {
      const x = input(inputs, 0)
      const from = size(attrs.start)
      const to = size(attrs.end)
      const along = (value: number, rest: (dim: number) => number) =>
        x.shape.map((dim, axis) => (axis === attrs.axis ? value : rest(dim)))
      return [
        tf.slice(
          x,
          along(from, () => 0),
          along(to - from, (dim) => dim),
        ),
      ]
    },
    padZeros(inputs, { attrs, size }) {
      const x = input(inputs, 0)
      const before = size(attrs.start)
      const after = size(attrs.length) - before - (x.shape[attrs.axis] ?? 0)
      const paddings = x.shape.map((_, axis): [number, number] =>
        axis === attrs.axis ? [before, after] : [0, 0],
      )
      return [tf.pad(x, paddings)]
    },
    broadcastTo(inputs, { attrs, size }) {
      const x = input(inputs, 0)
      const full = spread(tf, x, attrs.shape.map(size))
      return [full === x ? x.clone() : full]
    },
    sizeOf: (_, { attrs, size }) => [tf.scalar(size(attrs.size))],
  }
}

const reducedShape = (shape: readonly number[], axes: readonly number[], keep: boolean): number[] =>
  shape.flatMap((dim, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [dim]))
