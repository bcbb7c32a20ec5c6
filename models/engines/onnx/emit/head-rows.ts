import type { HeadGradAttrs } from '../../../ops/log-softmax-gather.ts'
import { logSoftmaxOf, multiplied } from './emit-dense.ts'
import { addedAt, taken } from './emit-rows.ts'
import type { Writer } from './writer.ts'

/** What the head reads. */
export interface Rows {
  /** `[n, width]` */
  readonly hidden: string
  /** `[vocabulary, width]` */
  readonly weight: string
  /** `[n]` */
  readonly ids: string
}

/** Log-probabilities of all tokens: the gradient writes it again, and so gets the same node. */
function logProbsOf(to: Writer, { hidden, weight }: Rows) {
  const logits = multiplied(to, [hidden, weight], 2, { transposeB: true })
  return { logits, logProbs: logSoftmaxOf(to, logits) }
}

/** Log-probabilities of ids, entropies and log-sum-exps of some rows, `[n]` each. */
export function headOf(to: Writer, rows: Rows): readonly [string, string, string] {
  const { logits, logProbs } = logProbsOf(to, rows)
  const products = to.add('Mul', [to.add('Exp', [logProbs]), logProbs])
  const entropy = to.add('Neg', [
    to.add('ReduceSum', [products, to.ints([-1])], { keepdims: { int: 0 } }),
  ])
  // Any column tells the log-sum-exp: what was subtracted from its logit.
  const column = (name: string) =>
    to.add('Squeeze', [
      to.add('Slice', [name, to.ints([0]), to.ints([1]), to.ints([1])]),
      to.ints([1]),
    ])
  const lse = to.add('Sub', [column(logits), column(logProbs)])
  return [taken(to, logProbs, rows.ids), entropy, lse]
}

export interface RowGradients {
  /** Of the log-probabilities, `[n]`. */
  readonly logProbs: string
  readonly entropy?: { readonly gradient: string; readonly value: string }
}

export interface HeadGradients {
  readonly hidden?: string
  readonly weight?: string
}

/**
 * Gradients of some rows; `sum` is what the gradient of the weight is added to. The gradient of the
 * logits is gLogProbs·(onehot − p) − gEntropy·p·(log p + entropy).
 */
export function headGradientsOf(
  to: Writer,
  rows: Rows,
  gradients: RowGradients,
  wanted: HeadGradAttrs,
  sum?: string,
): HeadGradients {
  const column = (name: string) => to.add('Unsqueeze', [name, to.ints([1])])
  const given = column(gradients.logProbs)
  const { logProbs } = logProbsOf(to, rows)
  const p = to.add('Exp', [logProbs])
  const { entropy } = gradients
  if (!entropy) {
    // The factor of a row goes to the narrow side of the products: one pass less over all logits.
    const factor = to.add('Neg', [given])
    const logits = addedAt(to, p, rows.ids, minusOnes(to, given))
    const hidden = to.add('Mul', [rows.hidden, factor])
    return products(to, logits, { ...rows, hidden }, wanted, sum, factor)
  }
  const g = column(entropy.gradient)
  const fixed = to.add('Neg', [to.add('Add', [given, to.add('Mul', [g, column(entropy.value)])])])
  const slope = to.add('Sub', [fixed, to.add('Mul', [g, logProbs])])
  const logits = addedAt(to, to.add('Mul', [p, slope]), rows.ids, given)
  return products(to, logits, rows, wanted, sum)
}

const minusOnes = (to: Writer, like: string) =>
  to.add('Expand', [to.float(-1), to.add('Shape', [like])])

/** dHidden = dLogits·W (times a factor a row), dWeight = dLogitsᵀ·hidden. */
function products(
  to: Writer,
  logits: string,
  { hidden, weight }: Rows,
  wanted: HeadGradAttrs,
  sum: string | undefined,
  factor?: string,
): HeadGradients {
  const toHidden = () => {
    const product = multiplied(to, [logits, weight], 2)
    return factor ? to.add('Mul', [product, factor]) : product
  }
  const toWeight = () =>
    to.add('Gemm', [logits, hidden, ...(sum ? [sum] : [])], { transA: { int: 1 } })
  return {
    ...(wanted.hidden && { hidden: toHidden() }),
    ...(wanted.weight && { weight: toWeight() }),
  }
}
