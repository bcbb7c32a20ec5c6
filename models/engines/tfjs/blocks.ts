import { HIDDEN } from '../../ops/attention.ts'
import { input } from '../../ops/definition.ts'
import type { Executors, Tensor } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'

type Names = 'attend' | 'causalBias' | 'logSoftmax' | 'matmul' | 'rmsNorm' | 'rope' | 'softmax'

/** What a transformer is made of, composed of plain ops: their gradients are TensorFlow.js' own. */
export const createBlocks = (tf: Tfjs): Pick<Executors, Names> => ({
  matmul: (inputs, { attrs: { transposeA, transposeB } }) => [
    tf.matMul(input(inputs, 0), input(inputs, 1), transposeA, transposeB),
  ],
  softmax: (inputs) => [tf.softmax(input(inputs, 0))],
  logSoftmax: (inputs) => [tf.logSoftmax(input(inputs, 0))],
  rmsNorm(inputs, { attrs: { epsilon } }) {
    const [x, weight] = [input(inputs, 0), input(inputs, 1)]
    const squares = tf.mean(tf.mul(x, x), -1, true)
    const scale: Tensor = tf.div(1, tf.sqrt(tf.add(squares, epsilon)))
    return [tf.mul(tf.mul(x, scale), weight), scale]
  },
  rope(inputs, { attrs: { inverse } }) {
    const x = input(inputs, 0)
    const [tokens = 0, heads = 0, size = 0] = x.shape
    const half = size / 2
    const angle = (index: number) => tf.reshape(input(inputs, index), [tokens, 1, half])
    const [cos, turn] = [angle(1), angle(2)]
    const sin = inverse ? tf.neg(turn) : turn
    const a = tf.slice(x, [0, 0, 0], [tokens, heads, half])
    const b = tf.slice(x, [0, 0, half], [tokens, heads, half])
    const turned = [tf.sub(tf.mul(a, cos), tf.mul(b, sin)), tf.add(tf.mul(b, cos), tf.mul(a, sin))]
    return [tf.concat(turned, 2)]
  },
  attend(inputs) {
    const [q, k, v, bias] = [input(inputs, 0), input(inputs, 1), input(inputs, 2), input(inputs, 3)]
    const [b = 0, heads = 0, group = 0, m = 0, h = 0] = q.shape
    const n = k.shape[2] ?? 0
    // The group stands beside the rows: one matrix product for all queries that share a key.
    const queries = tf.reshape(q, [b, heads, group * m, h])
    const scores = tf.reshape(tf.matMul(queries, k, false, true), [b, heads, group, m, n])
    const p: Tensor = tf.softmax(tf.add(scores, bias))
    const mixed = tf.matMul(tf.reshape(p, [b, heads, group * m, n]), v)
    return [tf.reshape(mixed, [b, heads, group, m, h]), p]
  },
  causalBias(inputs) {
    const segments = input(inputs, 0)
    const [b = 0, n = 0] = segments.shape
    const places = tf.range(0, n, 1, 'int32')
    const isBefore = tf.lessEqual(tf.reshape(places, [1, 1, n]), tf.reshape(places, [1, n, 1]))
    const isSame = tf.equal(tf.reshape(segments, [b, 1, n]), tf.reshape(segments, [b, n, 1]))
    const seen = tf.mul(tf.cast(isBefore, 'float32'), tf.cast(isSame, 'float32'))
    return [tf.reshape(tf.mul(tf.sub(1, seen), HIDDEN), [b, 1, 1, n, n])]
  },
})
