import { createRng, type Rng } from '../../core/index.ts'
import { type DType, sizeOf } from '../tensor.ts'
import type { Dense } from './definition.ts'
import { differentiate } from './differentiate.ts'
import { type Dim, evaluateDim, type Shape, type Symbols } from './dims.ts'
import type { Value } from './graph.ts'
import type { Ops } from './ops.ts'
import type { OpName } from './table.ts'
import { createTracer, type Tracer } from './trace.ts'

/** What an input of a case is filled with. */
export interface CaseInput {
  readonly dtype: DType
  readonly shape: Shape
  /** Numbers lie in `[from, to)`; whole ones where int32. */
  readonly from: number
  readonly to: Dim
  /** Its gradient is no part of the op: masks, angles. */
  readonly still?: boolean
}

/** An op at one combination of shapes, for every engine to be held against the reference by. */
export interface OpCase {
  readonly op: OpName
  readonly name: string
  readonly sizes: Symbols
  readonly inputs: Readonly<Record<string, CaseInput>>
  readonly build: (ops: Ops, x: (name: string) => Value) => readonly Value[]
  /** Where nothing flows back, or not by definition. */
  readonly flat?: boolean
}

const real = (...shape: Shape): CaseInput => ({ dtype: 'float32', shape, from: -1.5, to: 1.5 })
const positive = (...shape: Shape): CaseInput => ({ ...real(...shape), from: 0.3, to: 2 })
const ids = (below: Dim, ...shape: Shape): CaseInput => ({
  ...{ dtype: 'int32', shape, from: 0, to: below },
})
const still = (input: CaseInput): CaseInput => ({ ...input, still: true })

const B = 'B'
const T = 'T'
const sizes = { B: 3, T: 4 }

const unary = (op: 'neg' | 'abs' | 'exp' | 'log' | 'sqrt' | 'sigmoid' | 'tanh' | 'silu') =>
  [real(B, T, 5), real(7)].map(
    (x): OpCase => ({
      ...{ op, name: `${op} of ${x.shape.length} axes`, sizes },
      inputs: { x: op === 'log' || op === 'sqrt' ? positive(...x.shape) : x },
      build: (ops, input) => [ops[op](input('x'))],
    }),
  )

const binary = (op: 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum' | 'less' | 'equal') =>
  (
    [
      ['of equal shapes', [B, T], [B, T]],
      ['of a row', [B, T, 5], [5]],
      ['of a column', [B, 1, T], [B, 5, 1]],
      ['of a number', [], [T, 2]],
      ['where both are repeated', [B, 1], [2, 1, T]],
    ] as const
  ).map(
    ([name, a, b]): OpCase => ({
      ...{ op, name: `${op} ${name}`, sizes, flat: op === 'less' || op === 'equal' },
      inputs:
        op === 'equal'
          ? { a: ids(2, ...a), b: ids(2, ...b) }
          : { a: real(...a), b: op === 'div' ? positive(...b) : real(...b) },
      build: (ops, x) => [ops[op](x('a'), x('b'))],
    }),
  )

const reduce = (op: 'sum' | 'mean' | 'max') =>
  (
    [
      ['all', undefined, false],
      ['the last axis', [-1], true],
      ['the first axes', [0, 1], false],
      ['a middle axis', [1], false],
      ['symbolic axes', [0], true],
    ] as const
  ).map(
    ([name, axes, keep]): OpCase => ({
      ...{ op, name: `${op} over ${name}`, sizes, flat: op === 'max' },
      inputs: { x: real(B, T, 5) },
      build: (ops, x) => [ops[op](x('x'), axes, { keep })],
    }),
  )

const matmul = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) =>
    ([[], [B], [2, B]] as const).map((lead): OpCase => {
      const side = (transposed: boolean, rows: string | number, columns: string | number) =>
        real(...lead, ...(transposed ? [columns, rows] : [rows, columns]))
      return {
        ...{ op: 'matmul', sizes },
        name: `matmul ${transposeA ? 'AT' : 'A'} ${transposeB ? 'BT' : 'B'} of ${lead.length + 2} axes`,
        inputs: { a: side(transposeA, T, 5), b: side(transposeB, 5, 6) },
        build: (ops, x) => [ops.matmul(x('a'), x('b'), { transposeA, transposeB })],
      }
    }),
  ),
)

const attend = (
  [
    ['one query a key', 1, [B, 1, 1, T, 'S']],
    ['grouped queries', 2, [1, 1, 1, T, 'S']],
    ['a mask a head', 3, [B, 2, 1, 1, 'S']],
  ] as const
).map(
  ([name, group, bias]): OpCase => ({
    ...{ op: 'attend', name: `attend with ${name}`, sizes: { ...sizes, S: 5 } },
    inputs: {
      ...{ q: real(B, 2, group, T, 6), k: real(B, 2, 'S', 6), v: real(B, 2, 'S', 6) },
      bias: still(real(...bias)),
    },
    build: (ops, x) => [ops.attend(x('q'), x('k'), x('v'), x('bias'))],
  }),
)

const head = (
  [
    ['log-probabilities', ['logProbs']],
    ['entropies', ['entropy']],
    ['both', ['logProbs', 'entropy']],
  ] as const
).map(
  ([name, outputs]): OpCase => ({
    ...{ op: 'logSoftmaxGather', name: `logSoftmaxGather to ${name}`, sizes: { N: 7 } },
    inputs: { hidden: real('N', 6), weight: real(9, 6), ids: ids(9, 'N') },
    build(ops, x) {
      const scored = ops.logSoftmaxGather(x('hidden'), x('weight'), x('ids'))
      return outputs.map((output) => scored[output])
    },
  }),
)

/** At least one case of every op, most with symbolic sizes. */
export const opCases: readonly OpCase[] = [
  ...(['neg', 'abs', 'exp', 'log', 'sqrt', 'sigmoid', 'tanh', 'silu'] as const).flatMap(unary),
  ...(['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'less', 'equal'] as const).flatMap(binary),
  ...(['sum', 'mean', 'max'] as const).flatMap(reduce),
  ...[...matmul, ...attend, ...head],
  {
    ...{ op: 'constant', name: 'constant', sizes, flat: true, inputs: { x: real(B) } },
    build: (ops, x) => [ops.add(x('x'), ops.constant(0.25))],
  },
  {
    ...{ op: 'stopGradient', name: 'stopGradient', sizes, inputs: { x: real(B, T) } },
    flat: true,
    build: (ops, x) => [ops.mul(x('x'), ops.stopGradient(x('x')))],
  },
  {
    ...{ op: 'toFloat', name: 'toFloat', sizes, flat: true, inputs: { x: ids(9, B, T) } },
    build: (ops, x) => [ops.toFloat(x('x'))],
  },
  {
    ...{ op: 'select', name: 'select by a comparison', sizes },
    inputs: { x: still(real(B, T)), a: real(B, T), b: real(T) },
    build: (ops, x) => [ops.select(ops.less(x('x'), ops.constant(0)), x('a'), x('b'))],
  },
  {
    ...{ op: 'select', name: 'select by whole numbers', sizes },
    inputs: { x: ids(2, B, 1), a: real(T), b: real() },
    build: (ops, x) => [ops.select(ops.toFloat(x('x')), x('a'), x('b'))],
  },
  {
    ...{ op: 'reshape', name: 'reshape to fewer axes', sizes, inputs: { x: real(B, T, 6) } },
    build: (ops, x) => [ops.reshape(x('x'), ['B*T', 6])],
  },
  {
    ...{ op: 'reshape', name: 'reshape to more axes', sizes },
    inputs: { x: real('B*T', 6), like: still(real(B, T)) },
    build: (ops, x) => [ops.add(ops.reshape(x('x'), [T, 2, B, 3]), ops.sum(x('like')))],
  },
  {
    ...{ op: 'transpose', name: 'transpose of two axes', sizes, inputs: { x: real(B, T) } },
    build: (ops, x) => [ops.transpose(x('x'), [1, 0])],
  },
  {
    ...{ op: 'transpose', name: 'transpose of four', sizes, inputs: { x: real(B, T, 2, 3) } },
    build: (ops, x) => [ops.transpose(x('x'), [2, 0, 3, 1])],
  },
  {
    ...{ op: 'concat', name: 'concat', sizes },
    inputs: { a: real(B, T, 2), b: real(B, 3, 2), c: real(B, T, 2) },
    build: (ops, x) => [ops.concat([x('a'), x('b'), x('c')], 1)],
  },
  {
    ...{ op: 'slice', name: 'slice between symbols', sizes, inputs: { x: real(B, '2*T', 2) } },
    build: (ops, x) => [ops.slice(x('x'), 1, 1, 'T+1')],
  },
  {
    ...{ op: 'slice', name: 'slice of the last axis', sizes, inputs: { x: real(B, 5) } },
    build: (ops, x) => [ops.slice(x('x'), 1, 2, 4)],
  },
  {
    ...{ op: 'padZeros', name: 'padZeros', sizes, inputs: { x: real(B, T, 2) } },
    build: (ops, x) => [ops.padZeros(x('x'), 1, 2, '2*T+B')],
  },
  {
    ...{ op: 'broadcastTo', name: 'broadcastTo', sizes },
    inputs: { x: real(B, 1, 2), y: real(1, T, 2) },
    build: (ops, x) => [ops.broadcastTo(x('x'), [B, T, 2]), ops.broadcastTo(x('y'), [B, T, 2])],
  },
  {
    ...{ op: 'sizeOf', name: 'sizeOf', sizes, flat: true, inputs: { x: real(B, '2*T') } },
    build: (ops, x) => [ops.div(x('x'), ops.sizeOf([B, 'T+1']))],
  },
  {
    ...{ op: 'gather', name: 'gather', sizes, inputs: { table: real(5, 3), ids: ids(5, B, T) } },
    build: (ops, x) => [ops.gather(x('table'), x('ids'))],
  },
  {
    ...{ op: 'gather', name: 'gather of numbers', sizes },
    inputs: { x: real(T), ids: ids(T, B, 5) },
    build: (ops, x) => [ops.gather(x('x'), x('ids'))],
  },
  {
    ...{ op: 'scatterAddRows', name: 'scatterAddRows where ids repeat', sizes },
    inputs: { ids: ids('B+2', B, T), updates: real(B, T, 3) },
    build: (ops, x) => [ops.scatterAddRows(x('ids'), x('updates'), 'B+2')],
  },
  {
    ...{ op: 'takeLast', name: 'takeLast', sizes, inputs: { x: real(B, T, 6), ids: ids(6, B, T) } },
    build: (ops, x) => [ops.takeLast(x('x'), x('ids'))],
  },
  {
    ...{ op: 'scatterLast', name: 'scatterLast', sizes },
    inputs: { values: real(B, T), ids: ids('T+1', B, T) },
    build: (ops, x) => [ops.scatterLast(x('values'), x('ids'), 'T+1')],
  },
  ...([[B, T, 6], [9]] as const).flatMap((shape) =>
    (['softmax', 'logSoftmax'] as const).map(
      (op): OpCase => ({
        ...{ op, name: `${op} of ${shape.length} axes`, sizes, inputs: { x: real(...shape) } },
        build: (ops, x) => [ops[op](x('x'))],
      }),
    ),
  ),
  ...(
    [
      [B, T, 6],
      [B, 8],
    ] as const
  ).map(
    (shape): OpCase => ({
      ...{ op: 'rmsNorm', name: `rmsNorm of ${shape.length} axes`, sizes },
      inputs: { x: real(...shape), weight: real(shape.at(-1) ?? 1) },
      build: (ops, x) => [ops.rmsNorm(x('x'), x('weight'), 1e-5)],
    }),
  ),
  ...[false, true].map(
    (inverse): OpCase => ({
      ...{ op: 'rope', name: inverse ? 'rope back' : 'rope', sizes },
      inputs: {
        x: real('B*T', 3, 8),
        cos: still(real('B*T', 4)),
        sin: still(real('B*T', 4)),
        of: still(real(B, T)),
      },
      build: (ops, x) => [
        ops.add(ops.rope(x('x'), x('cos'), x('sin'), { inverse }), ops.sum(x('of'))),
      ],
    }),
  ),
  {
    ...{ op: 'causalBias', name: 'causalBias of packed rows', sizes, flat: true },
    inputs: { segments: ids(2, B, '2*T') },
    build: (ops, x) => [ops.causalBias(x('segments'))],
  },
  ...[
    { hidden: true, weight: true },
    { hidden: true, weight: false },
    { hidden: false, weight: true },
  ].map(
    (wanted): OpCase => ({
      ...{ op: 'logSoftmaxGatherGrad', sizes: { N: 5 }, flat: true },
      name: `logSoftmaxGatherGrad of ${Object.entries(wanted)
        .filter(([, is]) => is)
        .map(([of]) => of)
        .join(' and ')}`,
      inputs: { hidden: real('N', 4), weight: real(6, 4), ids: ids(6, 'N'), g: real('N') },
      build(ops, x) {
        const given = [x('hidden'), x('weight'), x('ids')] as const
        const logits = ops.matmul(x('hidden'), x('weight'), { transposeB: true })
        const lse = ops.log(ops.sum(ops.exp(logits), [1]))
        return ops
          .logSoftmaxGatherGrad([...given, lse, x('g')], wanted)
          .filter((value) => value !== undefined)
      },
    }),
  ),
]

/** A case with other sizes for its symbols, 1 among them. */
export function resized(test: OpCase, seed: number): OpCase {
  const rng = createRng(seed)
  const names = Object.keys(test.sizes)
  return { ...test, sizes: Object.fromEntries(names.map((name) => [name, rng.int(1, 6)])) }
}

/** Tensors for a case, the same for the same seed. float32 numbers, so that engines get what the reference gets. */
export function caseFeeds({ inputs, sizes }: OpCase, seed: number): Record<string, Dense> {
  const rng = createRng(seed)
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, filled(input, sizes, rng)]),
  )
}

function filled({ dtype, shape, from, to }: CaseInput, sizes: Symbols, rng: Rng): Dense {
  const actual = shape.map((dim) => evaluateDim(dim, sizes))
  const end = evaluateDim(to, sizes)
  const data = Float64Array.from({ length: sizeOf(actual) }, () => {
    const value = from + rng.float() * (end - from)
    return dtype === 'int32' ? Math.floor(value) : Math.fround(value)
  })
  return { shape: actual, data }
}

/** A case with a loss that weighs every place of the outputs differently, and its gradients. */
export function traceCase(test: OpCase): {
  readonly tracer: Tracer
  readonly outputs: readonly Value[]
  readonly loss: Value
  /** Inputs whose gradients are held against something, and these gradients. */
  readonly moving: readonly string[]
  readonly gradients: readonly Value[]
} {
  const tracer = createTracer({ parameters: {}, batch: test.inputs })
  const { ops } = tracer
  const outputs = test.build(ops, tracer.input)
  const parts = outputs.map((y) =>
    ops.sum(ops.add(ops.mul(ops.mul(y, y), ops.constant(0.5)), ops.mul(y, ops.constant(0.3)))),
  )
  const loss = parts.reduce((a, b) => ops.add(a, b))
  const moving = Object.entries(test.inputs)
    .filter(([, input]) => input.dtype === 'float32' && !input.still && !test.flat)
    .map(([name]) => name)
  const gradients = differentiate(tracer, loss, moving.map(tracer.input))
  return { tracer, outputs, loss, moving, gradients }
}
