import { type Dense, defineOp, input, refuse } from './definition.ts'
import { at, dense } from './dense.ts'
import type { TensorType } from './graph.ts'
import { logSumExpOf } from './softmax.ts'

function checkHead(inputs: readonly TensorType[]): void {
  const [hidden, weight, ids] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
  if (
    hidden.shape.length !== 2 ||
    weight.shape.length !== 2 ||
    hidden.shape[1] !== weight.shape[1]
  ) {
    refuse('score', inputs, 'it takes hidden [n, width] and weight [vocabulary, width]')
  }
  if (ids.dtype !== 'int32' || ids.shape.length !== 1 || ids.shape[0] !== hidden.shape[0]) {
    refuse('score', inputs, 'it takes int32 ids [n]')
  }
}

/** Log-probabilities of all tokens, `[n, vocabulary]`. */
function logProbsOf(hidden: Dense, weight: Dense): { logits: Dense; lse: Float64Array } {
  const [n = 0, width = 0] = hidden.shape
  const vocabulary = weight.shape[0] ?? 0
  const logits = dense([n, vocabulary])
  for (let row = 0; row < n; row++) {
    for (let token = 0; token < vocabulary; token++) {
      let total = 0
      for (let i = 0; i < width; i++)
        total += at(hidden, row * width + i) * at(weight, token * width + i)
      logits.data[row * vocabulary + token] = total
    }
  }
  return { logits, lse: logSumExpOf(logits) }
}

/**
 * The head of a language model and what is wanted of it, in one op so that an engine may go through
 * the rows in chunks and vocabulary-sized logits never exist at once: `hidden [n, width]`, `weight
 * [vocabulary, width]`, `ids [n]` to log-probabilities of the ids, entropies and log-sum-exps, `[n]` each.
 * To divide logits by a temperature, divide the rows of `hidden`.
 */
export const logSoftmaxGather = defineOp({
  infer(inputs) {
    checkHead(inputs)
    const { shape } = input(inputs, 2)
    return [
      { dtype: 'float32', shape },
      { dtype: 'float32', shape },
      { dtype: 'float32', shape },
    ]
  },
  evaluate(inputs) {
    const [hidden, weight, ids] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    const { logits, lse } = logProbsOf(hidden, weight)
    const vocabulary = weight.shape[0] ?? 0
    const logProbs = ids.data.map((id, row) => at(logits, row * vocabulary + id) - (lse[row] ?? 0))
    const entropy = lse.map((norm, row) => {
      let mean = 0
      for (let token = 0; token < vocabulary; token++) {
        const logit = at(logits, row * vocabulary + token)
        mean += Math.exp(logit - norm) * logit
      }
      return norm - mean
    })
    return [logProbs, entropy, lse].map((data) => ({ shape: ids.shape, data }))
  },
  vjp({ ops, inputs, outputs, gradients: [gLogProbs, gEntropy], wanted }) {
    const [hidden, weight, ids] = [input(inputs, 0), input(inputs, 1), input(inputs, 2)]
    const given = gLogProbs ?? ops.mul(input(outputs, 0), ops.constant(0))
    if (!gLogProbs && !gEntropy) return []
    const flows = gEntropy ? [given, gEntropy, input(outputs, 1)] : [given]
    return ops.logSoftmaxGatherGrad([hidden, weight, ids, input(outputs, 2), ...flows], {
      hidden: wanted[0] ?? false,
      weight: wanted[1] ?? false,
    })
  },
})

export interface HeadGradAttrs {
  /** Which gradients are wanted; outputs are those, in this order. */
  readonly hidden: boolean
  readonly weight: boolean
}

/**
 * Gradients of hidden and weight from `hidden, weight, ids, lse, gLogProbs[, gEntropy, entropy]`:
 * dlogits = gLogProbs·(onehot − p) − gEntropy·p·(log p + entropy), computed directly, not through log.
 */
export const logSoftmaxGatherGrad = defineOp<HeadGradAttrs>({
  infer(inputs, attrs) {
    checkHead(inputs)
    return [
      ...(attrs.hidden ? [input(inputs, 0)] : []),
      ...(attrs.weight ? [input(inputs, 1)] : []),
    ].map(({ shape }) => ({ dtype: 'float32', shape }))
  },
  evaluate(inputs, attrs) {
    const [hidden, weight, ids, , gLogProbs] = inputs
    if (!hidden || !weight || !ids || !gLogProbs) return []
    const [gEntropy, entropy] = inputs.slice(5)
    const { logits, lse } = logProbsOf(hidden, weight)
    const [n = 0, width = 0] = hidden.shape
    const vocabulary = weight.shape[0] ?? 0
    const [dHidden, dWeight] = [dense(hidden.shape), dense(weight.shape)]
    for (let row = 0; row < n; row++) {
      for (let token = 0; token < vocabulary; token++) {
        const logProb = at(logits, row * vocabulary + token) - (lse[row] ?? 0)
        const p = Math.exp(logProb)
        let d = at(gLogProbs, row) * ((at(ids, row) === token ? 1 : 0) - p)
        if (gEntropy && entropy) d -= at(gEntropy, row) * p * (logProb + at(entropy, row))
        for (let i = 0; i < width; i++) {
          const [h, w] = [row * width + i, token * width + i]
          dHidden.data[h] = at(dHidden, h) + d * at(weight, w)
          dWeight.data[w] = at(dWeight, w) + d * at(hidden, h)
        }
      }
    }
    return [...(attrs.hidden ? [dHidden] : []), ...(attrs.weight ? [dWeight] : [])]
  },
})
