import type { BuildContext } from '../engine.ts'
import { type Dim, multiplyDims } from '../ops/dims.ts'
import type { Value } from '../ops/graph.ts'
import type { Attention } from '../transformer/attention.ts'
import type { TransformerConfig } from '../transformer/config.ts'

/** Attention to cached keys and values, and what the tokens of a run add to them. */
export type CacheAttention = (
  context: BuildContext,
  config: TransformerConfig,
) => {
  readonly attend: Attention
  /** `[B, keyValueHeads, N, headSize]` by `layerName`, once the layers are written. */
  readonly added: ReadonlyMap<string, Value>
}

/** What a run reads or gives, of one layer. */
export const layerName = (
  what: 'keys' | 'values' | 'new keys' | 'new values' | 'prefix keys' | 'prefix values',
  layer: number,
): string => `${what} ${layer}`

/** To the past by products with the cache, and to the token itself by one number a head. */
export const ofOne: CacheAttention = (context, config) => {
  const { ops, input } = context
  const { heads, keyValueHeads, headSize } = config
  const bias = ops.reshape(input('pastBias'), ['B', 1, 1, 'T'])
  const one = (x: Value) => ops.reshape(x, ['B', keyValueHeads, 1, headSize])
  return keeping(one, ({ q, k, v }, layer) => {
    const queries = ops.reshape(q, ['B', keyValueHeads, heads / keyValueHeads, headSize])
    const keys = input(layerName('keys', layer))
    const past = ops.add(ops.matmul(queries, keys, { transposeB: true }), bias)
    const self = ops.sum(ops.mul(queries, k), [-1], { keep: true })
    const p = ops.softmax(ops.concat([past, self], 3))
    const mixed = ops.add(
      ops.matmul(ops.slice(p, 3, 0, 'T'), input(layerName('values', layer))),
      ops.mul(ops.slice(p, 3, 'T', 'T+1'), v),
    )
    return ops.reshape(mixed, ['B', heads * headSize])
  })
}

/**
 * The same behind beginnings that several sequences share (Juravsky et al. 2024, Hydragen): queries of all
 * who share one meet its only copy in one product. `rowsOf [P, C]` are the sequences behind each, `placeOf
 * [B]` where each one stands among those.
 */
export const ofOneBehind: CacheAttention = (context, config) => {
  const { ops, input } = context
  const { heads, keyValueHeads, headSize } = config
  const group = heads / keyValueHeads
  const bias = ops.reshape(input('pastBias'), ['B', 1, 1, 'T'])
  const prefixBias = ops.reshape(input('prefixBias'), ['P', 1, 1, 'Q'])
  const rowsOf = ops.reshape(input('rowsOf'), ['P*C'])
  const together = ['P', keyValueHeads, multiplyDims('C', group)] as const
  const apart = (size: Dim) => ['P', 'C', keyValueHeads, group, size] as const
  // [B, keyValueHeads, group, size] to [P, keyValueHeads, C·group, size], and back.
  const byPrefix = (x: Value, size: Dim) => {
    const rows = ops.reshape(ops.gather(x, rowsOf), apart(size))
    return ops.reshape(ops.transpose(rows, [0, 2, 1, 3, 4]), [...together, size])
  }
  const byRow = (x: Value, size: Dim) => {
    const heads = ops.reshape(x, ['P', keyValueHeads, 'C', group, size])
    const rows = ops.reshape(ops.transpose(heads, [0, 2, 1, 3, 4]), [
      ...['P*C', keyValueHeads, group, size],
    ])
    return ops.gather(rows, input('placeOf'))
  }
  const one = (x: Value) => ops.reshape(x, ['B', keyValueHeads, 1, headSize])
  return keeping(one, ({ q, k, v }, layer) => {
    const queries = ops.reshape(q, ['B', keyValueHeads, group, headSize])
    const [keys, values] = [input(layerName('keys', layer)), input(layerName('values', layer))]
    const met = ops.matmul(byPrefix(queries, headSize), input(layerName('prefix keys', layer)), {
      transposeB: true,
    })
    const prefix = byRow(ops.add(met, prefixBias), 'Q')
    const past = ops.add(ops.matmul(queries, keys, { transposeB: true }), bias)
    const self = ops.sum(ops.mul(queries, k), [-1], { keep: true })
    const p = ops.softmax(ops.concat([prefix, past, self], 3))
    const ofPrefix = ops.matmul(
      byPrefix(ops.slice(p, 3, 0, 'Q'), 'Q'),
      input(layerName('prefix values', layer)),
    )
    const own = ops.add(
      ops.matmul(ops.slice(p, 3, 'Q', 'Q+T'), values),
      ops.mul(ops.slice(p, 3, 'Q+T', 'Q+T+1'), v),
    )
    return ops.reshape(ops.add(byRow(ofPrefix, headSize), own), ['B', heads * headSize])
  })
}

/** To the past, and to the tokens of the same run up to each. */
export const extending: CacheAttention = (context, config) => {
  const { ops, input } = context
  const ownBias = ops.causalBias(input('segments'))
  // [1, 1, 1, N, 1] of zeros, since every token sees the first.
  const zeros = ops.slice(ownBias, 4, 0, 1)
  const pastBias = ops.add(ops.reshape(input('pastBias'), ['B', 1, 1, 1, 'T']), zeros)
  const rows = ops.broadcastTo(ownBias, ['B', 1, 1, 'N', 'N'])
  const bias = ops.concat([pastBias, rows], 4)
  return keeping(byHead(context, config), ({ q, k, v }, layer) => {
    const keys = ops.concat([input(layerName('keys', layer)), k], 2)
    const values = ops.concat([input(layerName('values', layer)), v], 2)
    const mixed = ops.attend(queriesByHead(context, config, q), keys, values, bias)
    return together(context, config, mixed)
  })
}

/** To the tokens of the same run up to each: there are no others. */
export const ofWhole: CacheAttention = (context, config) => {
  const { ops, input } = context
  const bias = ops.causalBias(input('segments'))
  return keeping(byHead(context, config), ({ q, k, v }) => {
    const mixed = ops.attend(queriesByHead(context, config, q), k, v, bias)
    return together(context, config, mixed)
  })
}

/** The attention to keys and values by head, which are outputs of each layer, too. */
function keeping(byHead: (x: Value) => Value, attend: Attention): ReturnType<CacheAttention> {
  const added = new Map<string, Value>()
  return {
    added,
    attend({ q, k, v }, layer) {
      const [keys, values] = [byHead(k), byHead(v)]
      added.set(layerName('new keys', layer), keys)
      added.set(layerName('new values', layer), values)
      return attend({ q, k: keys, v: values }, layer)
    },
  }
}

/** `[B, keyValueHeads, group, N, headSize]`. */
const queriesByHead = (
  { ops }: BuildContext,
  { heads, keyValueHeads, headSize }: TransformerConfig,
  q: Value,
): Value =>
  ops.transpose(
    ops.reshape(q, ['B', 'N', keyValueHeads, heads / keyValueHeads, headSize]),
    [0, 2, 3, 1, 4],
  )

/** `[B, keyValueHeads, N, headSize]`. */
const byHead =
  ({ ops }: BuildContext, { keyValueHeads, headSize }: TransformerConfig) =>
  (x: Value): Value =>
    ops.transpose(ops.reshape(x, ['B', 'N', keyValueHeads, headSize]), [0, 2, 1, 3])

/** `[B·N, heads · headSize]` of `[B, keyValueHeads, group, N, headSize]`. */
const together = (
  { ops }: BuildContext,
  { heads, headSize }: TransformerConfig,
  mixed: Value,
): Value =>
  ops.reshape(ops.transpose(mixed, [0, 3, 1, 2, 4]), [multiplyDims('B', 'N'), heads * headSize])
