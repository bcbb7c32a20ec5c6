import { type Dim, multiplyDims } from '../ops/dims.ts'
import type { Value } from '../ops/graph.ts'
import type { Ops } from '../ops/ops.ts'
import type { TransformerConfig } from './config.ts'
import {
  blocksOf,
  type RowsDims,
  rowsDims,
  type SharedPromptDims,
  type SharedPromptLayout,
  sharedPromptDims,
  type TokenLayout,
} from './layout.ts'

/** Queries `[tokens, heads, headSize]`, keys and values `[tokens, keyValueHeads, headSize]`. */
export interface Projections {
  readonly q: Value
  readonly k: Value
  readonly v: Value
}

/** Mixed values `[tokens, heads · headSize]` of all tokens, in a layer. */
export type Attention = (projections: Projections, layer: number) => Value

interface Masks {
  readonly ops: Ops
  readonly config: TransformerConfig
  readonly input: (name: string) => Value
}

/** Attention of a layout; its masks are computed once and serve all layers. */
export function createAttention(masks: Masks, layout: TokenLayout): Attention {
  if (layout.kind === 'sharedPrompt') return sharedPromptAttention(masks, layout)
  const rows = rowsAttention(masks, layout, rowsDims(layout), masks.input('segments'))
  return (projections) => rows(projections).mixed
}

/** Keys and values `[rows, heads, length, headSize]`, as products take them. */
interface Seen {
  readonly k: Value
  readonly v: Value
}

/**
 * Tokens attend to what stands before them in their own segment. Queries of block i see the keys of
 * blocks 0 to i alone: with four blocks five eighths of the scores.
 */
function rowsAttention(
  { ops, config }: Masks,
  layout: TokenLayout,
  { rows, block, length, tokens }: RowsDims,
  segments: Value,
): (projections: Projections) => Seen & { readonly mixed: Value } {
  const { heads, keyValueHeads, headSize } = config
  const grouped = [rows, length, keyValueHeads, heads / keyValueHeads, headSize]
  const ranges = blockRanges(block, blocksOf(layout))
  const biases = blockBiases(ops, ops.causalBias(segments), ranges)
  const byHead = (x: Value) =>
    ops.transpose(ops.reshape(x, [rows, length, keyValueHeads, headSize]), [0, 2, 1, 3])
  return ({ q, k, v }) => {
    const queries = ops.transpose(ops.reshape(q, grouped), [0, 2, 3, 1, 4])
    const all = { k: byHead(k), v: byHead(v) }
    const seen = beginnings(ops, all, 2, ranges)
    const mixed = ranges.map(({ start, end }, i) => {
      const { k, v } = seen[i] ?? all
      return ops.attend(part(ops, queries, 3, start, end), k, v, biases[i] as Value)
    })
    const together = ops.transpose(joined(ops, mixed, 3), [0, 3, 1, 2, 4])
    return { ...all, mixed: ops.reshape(together, [tokens, heads * headSize]) }
  }
}

/**
 * Prompts attend to themselves. Completions attend to their prompt, whose keys are not repeated, and to
 * themselves.
 */
function sharedPromptAttention(
  masks: Masks,
  layout: SharedPromptLayout,
): (projections: Projections) => Value {
  const { ops, input } = masks
  const dims = sharedPromptDims(layout)
  const { groups: rows, promptBlock: block, promptLength: length, promptTokens, tokens } = dims
  const prompts = rowsAttention(
    masks,
    layout,
    { rows, block, length, tokens: promptTokens },
    input('promptSegments'),
  )
  const completions = completionsAttention(masks, layout, dims)
  return ({ q, k, v }) => {
    const cut = (x: Value) =>
      [ops.slice(x, 0, 0, promptTokens), ops.slice(x, 0, promptTokens, tokens)] as const
    const [queries, keys, values] = [cut(q), cut(k), cut(v)]
    const prompt = prompts({ q: queries[0], k: keys[0], v: values[0] })
    const rest = completions({ q: queries[1], k: keys[1], v: values[1] }, prompt)
    return ops.concat([prompt.mixed, rest], 0)
  }
}

function completionsAttention(
  { ops, config, input }: Masks,
  layout: SharedPromptLayout,
  { groups, completions, promptLength, completionBlock, completionLength }: SharedPromptDims,
): (projections: Projections, prompt: Seen) => Value {
  const { heads, keyValueHeads, headSize } = config
  const places = [groups, completions, completionLength]
  const ranges = blockRanges(completionBlock, blocksOf(layout))
  const biases = blockBiases(ops, ops.causalBias(input('completionSegments')), ranges)
  const promptBias = ops.reshape(input('promptBias'), [groups, 1, 1, promptLength])
  const byHead = (x: Value) =>
    ops.transpose(ops.reshape(x, [...places, keyValueHeads, headSize]), [0, 3, 1, 2, 4])
  return ({ q, k, v }, prompt) => {
    // [G, keyValueHeads, C, group, L, headSize]: one memory serves the products with both sets of keys.
    const queries = ops.transpose(
      ops.reshape(q, [...places, keyValueHeads, heads / keyValueHeads, headSize]),
      [0, 3, 1, 4, 2, 5],
    )
    const all = { k: byHead(k), v: byHead(v) }
    const seen = beginnings(ops, all, 3, ranges)
    const mixed = ranges.map(({ start, end }, i) =>
      attendBoth(ops, part(ops, queries, 4, start, end), [
        { ...prompt, bias: promptBias },
        { ...(seen[i] ?? all), bias: biases[i] as Value },
      ]),
    )
    const together = ops.transpose(joined(ops, mixed, 4), [0, 2, 4, 1, 3, 5])
    return ops.reshape(together, [multiplyDims(...places), heads * headSize])
  }
}

interface Keys extends Seen {
  readonly bias: Value
}

/**
 * One softmax over two sets of keys, without a copy of their scores into one: the exponentials of
 * both, by the larger maximum, divided by the sum of both. Queries `[G, heads, C, group, m, h]`,
 * shared keys `[G, heads, P, h]`, own keys `[G, heads, C, n, h]`.
 */
function attendBoth(ops: Ops, q: Value, [shared, own]: readonly [Keys, Keys]): Value {
  const [groups = 1, heads = 1, completions = 1, group = 1, m = 1, h = 1] = q.shape
  const n = own.k.shape[3] ?? 1
  const rows = multiplyDims(completions, group, m)
  const side: readonly Dim[] = [groups, heads, completions, multiplyDims(group, m)]
  const scores = [
    ops.add(
      ops.matmul(ops.reshape(q, [groups, heads, rows, h]), shared.k, { transposeB: true }),
      shared.bias,
    ),
    ops.reshape(
      ops.add(
        ops.reshape(ops.matmul(ops.reshape(q, [...side, h]), own.k, { transposeB: true }), [
          ...[groups, heads, completions, group, m, n],
        ]),
        ops.reshape(own.bias, [1, 1, 1, 1, m, n]),
      ),
      [groups, heads, rows, n],
    ),
  ] as const
  const [topShared, topOwn] = [
    ops.max(scores[0], [-1], { keep: true }),
    ops.max(scores[1], [-1], { keep: true }),
  ]
  const top = ops.stopGradient(ops.maximum(topShared, topOwn))
  const [a, b] = [ops.exp(ops.sub(scores[0], top)), ops.exp(ops.sub(scores[1], top))]
  const norm = ops.add(ops.sum(a, [-1], { keep: true }), ops.sum(b, [-1], { keep: true }))
  const mixed = ops.add(
    ops.matmul(a, shared.v),
    ops.reshape(ops.matmul(ops.reshape(b, [...side, n]), own.v), [groups, heads, rows, h]),
  )
  return ops.reshape(ops.div(mixed, norm), q.shape)
}

interface Range {
  readonly start: Dim
  readonly end: Dim
}

const blockRanges = (block: Dim, blocks: number): readonly Range[] =>
  Array.from({ length: blocks }, (_, i) => ({
    start: multiplyDims(block, i),
    end: multiplyDims(block, i + 1),
  }))

/** For each block of queries, the mask of the keys that it may see. */
const blockBiases = (ops: Ops, bias: Value, ranges: readonly Range[]): readonly Value[] =>
  ranges.map(({ start, end }) => part(ops, part(ops, bias, 3, start, end), 4, 0, end))

/**
 * What each block of queries may see. Each is cut from the next longer one, so that on the way back
 * sums run over the shorter one's length, not over the whole.
 */
function beginnings(
  ops: Ops,
  whole: Seen,
  axis: number,
  ranges: readonly Range[],
): readonly Seen[] {
  const parts: Seen[] = []
  let rest = whole
  for (const { end } of ranges.toReversed()) {
    rest = { k: part(ops, rest.k, axis, 0, end), v: part(ops, rest.v, axis, 0, end) }
    parts.unshift(rest)
  }
  return parts
}

/** A slice, where it is not the whole. */
const part = (ops: Ops, x: Value, axis: number, start: Dim, end: Dim): Value =>
  start === 0 && end === x.shape[axis] ? x : ops.slice(x, axis, start, end)

function joined(ops: Ops, parts: readonly Value[], axis: number): Value {
  const [only, ...more] = parts
  return only && more.length === 0 ? only : ops.concat(parts, axis)
}
