import { broadcastShapes, unbroadcast } from './broadcast.ts'
import { type Dense, defineOp, input, type NoAttrs, refuse, type VjpContext } from './definition.ts'
import { at, broadcastIndex } from './dense.ts'
import type { TensorType, Value } from './graph.ts'
import type { Ops } from './ops.ts'

type Flow = (ops: Ops, gradient: Value, context: VjpContext<NoAttrs>) => readonly (() => Value)[]

/** An op of two tensors, place by place, with broadcasting. */
function binary(name: string, evaluate: (a: number, b: number) => number, flow?: Flow) {
  return defineOp({
    infer(inputs) {
      const [a, b] = [input(inputs, 0), input(inputs, 1)]
      if (a.dtype !== b.dtype) refuse(name, inputs, `${a.dtype} meets ${b.dtype}`)
      return [{ dtype: a.dtype, shape: broadcastShapes(name, a, b) }]
    },
    evaluate(inputs) {
      const [a, b] = [input(inputs, 0), input(inputs, 1)]
      const shape = broadcastShapes(
        name,
        { dtype: 'float32', shape: a.shape },
        { dtype: 'float32', shape: b.shape },
      ) as readonly number[]
      const [ia, ib] = [broadcastIndex(a.shape, shape), broadcastIndex(b.shape, shape)]
      const data = Float64Array.from(ia, (place, i) => evaluate(at(a, place), at(b, ib[i] ?? 0)))
      return [{ shape, data }]
    },
    ...(flow && {
      vjp(context: VjpContext<NoAttrs>) {
        const { ops, inputs, gradients, wanted } = context
        const gradient = gradients[0]
        if (!gradient) return []
        return flow(ops, gradient, context).map((of, index) =>
          wanted[index] ? unbroadcast(ops, of(), input(inputs, index)) : undefined,
        )
      },
    }),
  })
}

/** An op of one tensor, place by place. */
function unary(name: string, evaluate: (x: number) => number, flow?: Flow) {
  return defineOp({
    infer(inputs) {
      const x = input(inputs, 0)
      if (x.dtype !== 'float32') refuse(name, inputs, `it takes float32, not ${x.dtype}`)
      return [{ dtype: 'float32', shape: x.shape }]
    },
    evaluate(inputs): Dense[] {
      const x = input(inputs, 0)
      return [{ shape: x.shape, data: x.data.map(evaluate) }]
    },
    ...(flow && {
      vjp(context: VjpContext<NoAttrs>) {
        const gradient = context.gradients[0]
        return gradient ? flow(context.ops, gradient, context).map((of) => of()) : []
      },
    }),
  })
}

const both = ({ inputs }: VjpContext<NoAttrs>) => [input(inputs, 0), input(inputs, 1)] as const
const x0 = ({ inputs }: VjpContext<NoAttrs>) => input(inputs, 0)
const y0 = ({ outputs }: VjpContext<NoAttrs>) => input(outputs, 0)
const sigmoidOf = (x: number) => 1 / (1 + Math.exp(-x))

export const add = binary(
  'add',
  (a, b) => a + b,
  (_, g) => [() => g, () => g],
)
export const sub = binary(
  'subtract',
  (a, b) => a - b,
  (ops, g) => [() => g, () => ops.neg(g)],
)
export const mul = binary(
  'multiply',
  (a, b) => a * b,
  (ops, g, context) => {
    const [a, b] = both(context)
    return [() => ops.mul(g, b), () => ops.mul(g, a)]
  },
)
export const div = binary(
  'divide',
  (a, b) => a / b,
  (ops, g, context) => {
    const [, b] = both(context)
    return [() => ops.div(g, b), () => ops.neg(ops.div(ops.mul(g, y0(context)), b))]
  },
)
/** Where both are equal the gradient goes to the first. */
export const maximum = binary('take the maximum of', Math.max, (ops, g, context) => {
  const [a, b] = both(context)
  return [() => ops.sub(g, ops.mul(g, ops.less(a, b))), () => ops.mul(g, ops.less(a, b))]
})
export const minimum = binary('take the minimum of', Math.min, (ops, g, context) => {
  const [a, b] = both(context)
  return [() => ops.sub(g, ops.mul(g, ops.less(b, a))), () => ops.mul(g, ops.less(b, a))]
})

const compared = (
  name: string,
  evaluate: (a: number, b: number) => number,
): ReturnType<typeof binary> => {
  const op = binary(name, evaluate)
  const infer = (inputs: readonly TensorType[], attrs: NoAttrs) =>
    op.infer(inputs, attrs).map(({ shape }) => ({ dtype: 'float32' as const, shape }))
  return { ...op, infer }
}
/** 1 where `a < b`, else 0, as float32. */
export const less = compared('compare', (a, b) => (a < b ? 1 : 0))
/** 1 where `a = b`, else 0, as float32. */
export const equal = compared('compare', (a, b) => (a === b ? 1 : 0))

export const neg = unary(
  'negate',
  (x) => -x,
  (ops, g) => [() => ops.neg(g)],
)
export const exp = unary('exponentiate', Math.exp, (ops, g, c) => [() => ops.mul(g, y0(c))])
export const log = unary('take the logarithm of', Math.log, (ops, g, c) => [
  () => ops.div(g, x0(c)),
])
export const sqrt = unary('take the root of', Math.sqrt, (ops, g, c) => [
  () => ops.div(ops.mul(g, ops.constant(0.5)), y0(c)),
])
export const abs = unary('take the absolute of', Math.abs, (ops, g, c) => [
  () => {
    const [x, zero] = [x0(c), ops.constant(0)]
    return ops.mul(g, ops.sub(ops.less(zero, x), ops.less(x, zero)))
  },
])
export const sigmoid = unary('take the sigmoid of', sigmoidOf, (ops, g, c) => [
  () => {
    const y = y0(c)
    return ops.mul(g, ops.mul(y, ops.sub(ops.constant(1), y)))
  },
])
export const tanh = unary('take the tanh of', Math.tanh, (ops, g, c) => [
  () => {
    const y = y0(c)
    return ops.mul(g, ops.sub(ops.constant(1), ops.mul(y, y)))
  },
])
/** `x · sigmoid(x)`; d = s·(1 + x − y). */
export const silu = unary(
  'take the SiLU of',
  (x) => x * sigmoidOf(x),
  (ops, g, c) => [
    () => {
      const x = x0(c)
      const slope = ops.mul(ops.sigmoid(x), ops.add(ops.sub(x, y0(c)), ops.constant(1)))
      return ops.mul(g, slope)
    },
  ],
)

/** Its value, but no gradient flows back. */
export const stopGradient = unary('stop the gradient of', (x) => x)

/** int32 as float32. */
export const toFloat = defineOp({
  infer: (inputs) => [{ dtype: 'float32', shape: input(inputs, 0).shape }],
  evaluate: (inputs) => [input(inputs, 0)],
})

/** One number. */
export const constant = defineOp<{ readonly value: number }>({
  infer: () => [{ dtype: 'float32', shape: [] }],
  evaluate: (_, { value }) => [{ shape: [], data: Float64Array.of(value) }],
})

/** `a` where the condition is not 0, else `b`; all three broadcast. */
export const select = defineOp({
  infer(inputs) {
    const [condition, a, b] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    const ab = { dtype: a.dtype, shape: broadcastShapes('select from', a, b) }
    return [{ dtype: a.dtype, shape: broadcastShapes('select from', condition, ab) }]
  },
  evaluate(inputs) {
    const [condition, a, b] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    const typed = ({ shape }: Dense) => ({ dtype: 'float32' as const, shape })
    const ab = { dtype: 'float32' as const, shape: broadcastShapes('select', typed(a), typed(b)) }
    const shape = broadcastShapes('select', typed(condition), ab) as readonly number[]
    const [ic, ia, ib] = [condition, a, b].map((x) => broadcastIndex(x.shape, shape))
    const data = Float64Array.from(ic ?? [], (place, i) =>
      at(condition, place) !== 0 ? at(a, ia?.[i] ?? 0) : at(b, ib?.[i] ?? 0),
    )
    return [{ shape, data }]
  },
  vjp({ ops, inputs, gradients: [gradient], wanted }) {
    if (!gradient) return []
    const condition = input(inputs, 0)
    const zero = ops.constant(0)
    const part = (index: 1 | 2, value: () => Value) =>
      wanted[index] ? unbroadcast(ops, value(), input(inputs, index)) : undefined
    return [
      undefined,
      part(1, () => ops.select(condition, gradient, zero)),
      part(2, () => ops.select(condition, zero, gradient)),
    ]
  },
})
