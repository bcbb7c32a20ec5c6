import { defineOp, input, lastOf, refuse, showShape } from './definition.ts'
import { at, broadcastIndex, dense } from './dense.ts'
import { logSumExpOf } from './softmax.ts'

/** What a place that may not be seen gets instead of its score: finite, so that no row becomes NaN. */
export const HIDDEN = -1e9

/**
 * Scaled dot-product attention without its scale (queries carry it): grouped queries
 * `q [b, heads, group, m, h]`, `k` and `v [b, heads, n, h]`, `bias` added to the scores
 * `[b, heads, group, m, n]` by broadcasting; outputs the mixed values `[b, heads, group, m, h]` and the
 * probabilities. dS = P·(dP − Σ dO·O), as in FlashAttention (Dao et al. 2022, appendix B.2).
 */
export const attend = defineOp({
  infer(inputs) {
    const [q, k, v, bias] = [input(inputs, 0), input(inputs, 1), input(inputs, 2), input(inputs, 3)]
    const [b, heads, group = 1, m = 1, h = 1] = q.shape
    if (q.shape.length !== 5) refuse('attend', inputs, 'queries are not [b, heads, group, m, h]')
    const n = k.shape[2] ?? 1
    for (const side of [k, v]) {
      if (showShape(side.shape) !== showShape([b ?? 1, heads ?? 1, n, h])) {
        refuse('attend', inputs, 'keys and values are not [b, heads, n, h]')
      }
    }
    const scores = [b ?? 1, heads ?? 1, group, m, n]
    if (bias.shape.length !== 5 || bias.shape.some((dim, i) => dim !== 1 && dim !== scores[i])) {
      refuse('attend', inputs, `the bias does not broadcast to ${showShape(scores)}`)
    }
    return [
      { dtype: 'float32', shape: q.shape },
      { dtype: 'float32', shape: scores },
    ]
  },
  evaluate(inputs) {
    const [q, k, v, bias] = [input(inputs, 0), input(inputs, 1), input(inputs, 2), input(inputs, 3)]
    const [b = 0, heads = 0, group = 0, m = 0, h = 0] = q.shape
    const n = k.shape[2] ?? 0
    const scores = dense([b, heads, group, m, n])
    const places = broadcastIndex(bias.shape, scores.shape)
    const rows = group * m
    for (let i = 0; i < scores.data.length; i++) {
      const [column, row, side] = [i % n, Math.floor(i / n), Math.floor(i / (n * rows))]
      let total = at(bias, places[i] ?? 0)
      for (let l = 0; l < h; l++) total += at(q, row * h + l) * at(k, (side * n + column) * h + l)
      scores.data[i] = total
    }
    const lse = logSumExpOf(scores)
    const p = scores.data.map((value, i) => Math.exp(value - (lse[Math.floor(i / n)] ?? 0)))
    const out = dense(q.shape)
    for (let i = 0; i < out.data.length; i++) {
      const [column, row, side] = [i % h, Math.floor(i / h), Math.floor(i / (h * rows))]
      let total = 0
      for (let l = 0; l < n; l++)
        total += (p[row * n + l] ?? 0) * at(v, (side * n + l) * h + column)
      out.data[i] = total
    }
    return [out, { shape: scores.shape, data: p }]
  },
  vjp({ ops, inputs, outputs, gradients: [g], wanted }) {
    if (!g) return []
    const [q, k, v] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    const [o, p] = [input(outputs, 0), input(outputs, 1)]
    const [b = 1, heads = 1, group = 1, m = 1, h = 1] = q.shape
    const n = lastOf(p.shape)
    // The group stands beside the rows: one matrix product for all queries that share a key.
    const rows = ops.productOf([group, m])
    const [go, qs] = [g, q].map((x) => ops.reshape(x, [b, heads, rows, h]))
    const ps = ops.reshape(p, [b, heads, rows, n])
    if (!go || !qs) return []
    const dv = wanted[2] ? ops.matmul(ps, go, { transposeA: true }) : undefined
    if (!wanted[0] && !wanted[1]) return [undefined, undefined, dv]
    const delta = ops.reshape(ops.sum(ops.mul(g, o), [-1], { keep: true }), [b, heads, rows, 1])
    const dp = ops.matmul(go, v, { transposeB: true })
    const ds = ops.mul(ps, ops.sub(dp, delta))
    return [
      wanted[0] ? ops.reshape(ops.matmul(ds, k), q.shape) : undefined,
      wanted[1] ? ops.matmul(ds, qs, { transposeA: true }) : undefined,
      dv,
    ]
  },
})

/**
 * What a token may see, as a bias `[b, 1, 1, n, n]` on scores: itself and what stands before it in its own
 * segment. Segments `[b, n]`: several sequences packed in one row have a number each.
 */
export const causalBias = defineOp({
  infer(inputs) {
    const segments = input(inputs, 0)
    const [b = 1, n = 1] = segments.shape
    if (segments.shape.length !== 2 || segments.dtype !== 'int32') {
      refuse('mask', inputs, 'segments are not int32 [rows, length]')
    }
    return [{ dtype: 'float32', shape: [b, 1, 1, n, n] }]
  },
  evaluate(inputs) {
    const segments = input(inputs, 0)
    const [b = 0, n = 0] = segments.shape
    const bias = dense([b, 1, 1, n, n])
    for (let i = 0; i < bias.data.length; i++) {
      const [key, query, row] = [i % n, Math.floor(i / n) % n, Math.floor(i / (n * n))]
      const seen = key <= query && at(segments, row * n + key) === at(segments, row * n + query)
      bias.data[i] = seen ? 0 : HIDDEN
    }
    return [bias]
  },
})
