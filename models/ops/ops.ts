import { ConfigError } from '../../core/index.ts'
import { type Dim, multiplyDims, type Shape } from './dims.ts'
import type { Value } from './graph.ts'
import type { HeadGradAttrs } from './log-softmax-gather.ts'
import type { RowsAttrs } from './rows.ts'
import type { AttrsOf, OpName } from './table.ts'

interface Keep {
  /** Whether reduced axes stay, of size 1; by default they go. */
  readonly keep?: boolean
}

/** What a policy is written in. Shapes are checked as it is written; negative axes count from the end. */
export interface Ops {
  readonly constant: (value: number) => Value
  readonly add: (a: Value, b: Value) => Value
  readonly sub: (a: Value, b: Value) => Value
  readonly mul: (a: Value, b: Value) => Value
  readonly div: (a: Value, b: Value) => Value
  readonly maximum: (a: Value, b: Value) => Value
  readonly minimum: (a: Value, b: Value) => Value
  /** 1 where `a < b`, else 0; no gradient. */
  readonly less: (a: Value, b: Value) => Value
  /** 1 where `a = b`, else 0; no gradient. */
  readonly equal: (a: Value, b: Value) => Value
  readonly select: (condition: Value, a: Value, b: Value) => Value
  readonly neg: (x: Value) => Value
  readonly abs: (x: Value) => Value
  readonly exp: (x: Value) => Value
  readonly log: (x: Value) => Value
  readonly sqrt: (x: Value) => Value
  readonly sigmoid: (x: Value) => Value
  readonly tanh: (x: Value) => Value
  readonly silu: (x: Value) => Value
  readonly stopGradient: (x: Value) => Value
  readonly toFloat: (x: Value) => Value
  /** Over all axes by default. */
  readonly sum: (x: Value, axes?: readonly number[], options?: Keep) => Value
  readonly mean: (x: Value, axes?: readonly number[], options?: Keep) => Value
  /** No gradient. */
  readonly max: (x: Value, axes?: readonly number[], options?: Keep) => Value
  readonly reshape: (x: Value, shape: Shape) => Value
  readonly transpose: (x: Value, order: readonly number[]) => Value
  readonly concat: (xs: readonly Value[], axis: number) => Value
  readonly slice: (x: Value, axis: number, start: Dim, end: Dim) => Value
  readonly padZeros: (x: Value, axis: number, start: Dim, length: Dim) => Value
  readonly broadcastTo: (x: Value, shape: Shape) => Value
  /** Product of sizes, as a number of the graph. */
  readonly sizeOf: (dims: readonly Dim[]) => Value
  readonly matmul: (
    a: Value,
    b: Value,
    options?: { readonly transposeA?: boolean; readonly transposeB?: boolean },
  ) => Value
  /** `x [n, in] · weightᵀ [out, in] + bias [out]`. */
  readonly linear: (x: Value, weight: Value, bias?: Value) => Value
  /** Where no id comes twice, saying so makes the gradient faster. */
  readonly gather: (table: Value, ids: Value, options?: Partial<RowsAttrs>) => Value
  readonly scatterAddRows: (
    ids: Value,
    updates: Value,
    rows: Dim,
    options?: Partial<RowsAttrs>,
  ) => Value
  readonly takeLast: (x: Value, ids: Value) => Value
  readonly scatterLast: (values: Value, ids: Value, size: Dim) => Value
  readonly softmax: (x: Value) => Value
  readonly logSoftmax: (x: Value) => Value
  readonly rmsNorm: (x: Value, weight: Value, epsilon: number) => Value
  readonly rope: (
    x: Value,
    cos: Value,
    sin: Value,
    options?: { readonly inverse?: boolean },
  ) => Value
  readonly attend: (q: Value, k: Value, v: Value, bias: Value) => Value
  readonly causalBias: (segments: Value) => Value
  readonly logSoftmaxGather: (
    hidden: Value,
    weight: Value,
    ids: Value,
  ) => { readonly logProbs: Value; readonly entropy: Value }
  readonly logSoftmaxGatherGrad: (
    inputs: readonly Value[],
    wanted: HeadGradAttrs,
  ) => readonly (Value | undefined)[]
  readonly productOf: (dims: readonly Dim[]) => Dim
}

/** Adds a node to a graph and gives its outputs. */
export type Trace = <K extends OpName>(
  op: K,
  inputs: readonly Value[],
  attrs: AttrsOf<K>,
) => readonly Value[]

export function createOps(trace: Trace): Ops {
  const one = <K extends OpName>(op: K, inputs: readonly Value[], attrs: AttrsOf<K>): Value => {
    const [value] = trace(op, inputs, attrs)
    if (!value) throw new ConfigError(`Cannot trace ${op}: it has no output (report this)`)
    return value
  }
  type Plain = { [K in OpName]: Record<never, never> extends AttrsOf<K> ? K : never }[OpName]
  const unary = (op: Plain) => (x: Value) => one(op, [x], {} as AttrsOf<Plain>)
  const binary = (op: Plain) => (a: Value, b: Value) => one(op, [a, b], {} as AttrsOf<Plain>)
  const reduce =
    (op: 'sum' | 'mean' | 'max') =>
    (x: Value, axes: readonly number[] = x.shape.map((_, axis) => axis), options: Keep = {}) =>
      one(op, [x], {
        axes: axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis)),
        keep: options.keep ?? false,
      })
  const ops: Ops = {
    constant: (value) => one('constant', [], { value }),
    ...{ add: binary('add'), sub: binary('sub'), mul: binary('mul'), div: binary('div') },
    ...{ maximum: binary('maximum'), minimum: binary('minimum') },
    ...{ less: binary('less'), equal: binary('equal') },
    select: (condition, a, b) => one('select', [condition, a, b], {}),
    ...{ neg: unary('neg'), abs: unary('abs'), exp: unary('exp'), log: unary('log') },
    ...{ sqrt: unary('sqrt'), sigmoid: unary('sigmoid'), tanh: unary('tanh'), silu: unary('silu') },
    ...{ stopGradient: unary('stopGradient'), toFloat: unary('toFloat') },
    ...{ sum: reduce('sum'), mean: reduce('mean'), max: reduce('max') },
    reshape: (x, shape) => one('reshape', [x], { shape }),
    transpose: (x, order) => one('transpose', [x], { order }),
    concat: (xs, axis) => one('concat', xs, { axis }),
    slice: (x, axis, start, end) => one('slice', [x], { axis, start, end }),
    padZeros: (x, axis, start, length) => one('padZeros', [x], { axis, start, length }),
    broadcastTo: (x, shape) => one('broadcastTo', [x], { shape }),
    sizeOf: (dims) => one('sizeOf', [], { size: multiplyDims(...dims) }),
    matmul: (a, b, { transposeA = false, transposeB = false } = {}) =>
      one('matmul', [a, b], { transposeA, transposeB }),
    linear(x, weight, bias) {
      const y = ops.matmul(x, weight, { transposeB: true })
      return bias ? ops.add(y, bias) : y
    },
    gather: (table, ids, { unique = false } = {}) => one('gather', [table, ids], { unique }),
    scatterAddRows: (ids, updates, rows, { unique = false } = {}) =>
      one('scatterAddRows', [ids, updates], { rows, unique }),
    takeLast: binary('takeLast'),
    scatterLast: (values, ids, size) => one('scatterLast', [values, ids], { size }),
    ...{ softmax: unary('softmax'), logSoftmax: unary('logSoftmax') },
    rmsNorm: (x, weight, epsilon) => one('rmsNorm', [x, weight], { epsilon }),
    rope: (x, cos, sin, { inverse = false } = {}) => one('rope', [x, cos, sin], { inverse }),
    attend: (q, k, v, bias) => one('attend', [q, k, v, bias], {}),
    causalBias: unary('causalBias'),
    logSoftmaxGather(hidden, weight, ids) {
      const [logProbs, entropy] = trace('logSoftmaxGather', [hidden, weight, ids], {})
      if (!logProbs || !entropy)
        throw new ConfigError('Cannot trace the head: no outputs (report this)')
      return { logProbs, entropy }
    },
    logSoftmaxGatherGrad(inputs, wanted) {
      const outputs = trace('logSoftmaxGatherGrad', inputs, wanted)
      return [
        wanted.hidden ? outputs[0] : undefined,
        wanted.weight ? outputs[wanted.hidden ? 1 : 0] : undefined,
      ]
    },
    productOf: (dims) => multiplyDims(...dims),
  }
  return ops
}
