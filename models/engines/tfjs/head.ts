import { input } from '../../ops/definition.ts'
import type { HeadGradAttrs } from '../../ops/log-softmax-gather.ts'
import { type Executors, type Tensor, withGradient } from './executor.ts'
import type { Tfjs } from './load-tensorflow.ts'
import type { Rows } from './rows.ts'

type Names = 'logSoftmaxGather' | 'logSoftmaxGatherGrad'

/** Logits that may exist at once: 64 MiB of them. */
const LOGITS_LIMIT = 2 ** 24

interface Head {
  readonly hidden: Tensor
  readonly weight: Tensor
  readonly ids: Tensor
}

/** Gradients that flow in, `[n]` each, and what the forward pass has found. */
interface Flow {
  readonly lse: Tensor
  readonly logProbs: Tensor
  readonly entropy?: { readonly gradient: Tensor; readonly value: Tensor }
}

const headOf = (inputs: readonly Tensor[]): Head => ({
  hidden: input(inputs, 0),
  weight: input(inputs, 1),
  ids: input(inputs, 2),
})

/**
 * The head of a language model, in chunks of rows forward and backward: logits are computed again
 * for the gradient, so that no more than `limit` of them ever exist.
 */
export function createHead(tf: Tfjs, rows: Rows, limit = LOGITS_LIMIT): Pick<Executors, Names> {
  /** Rows `start` to `start + count`, for each chunk. */
  const chunksOf = ({ hidden, weight }: Head) => {
    const [n = 0] = hidden.shape
    const step = Math.max(1, Math.floor(limit / Math.max(1, weight.shape[0] ?? 1)))
    return Array.from({ length: Math.ceil(n / step) }, (_, chunk) => {
      const [start, count] = [chunk * step, Math.min(step, n - chunk * step)]
      return (x: Tensor) =>
        tf.slice(x, [start, ...x.shape.slice(1).fill(0)], [count, ...x.shape.slice(1)])
    })
  }

  function forward(head: Head): Tensor {
    if (head.ids.size === 0) return tf.zeros([3, 0])
    const chunks = chunksOf(head).map((part) =>
      tf.tidy(() => {
        const logits = tf.matMul(part(head.hidden), head.weight, false, true)
        const lse = tf.logSumExp(logits, 1)
        const logP = tf.sub(logits, tf.expandDims(lse, 1))
        const logProbs = tf.sub(rows.takeLast(logits, part(head.ids)), lse)
        // Not as lse − Σ p·logit: large logits would leave few digits of it.
        const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logP), logP), 1))
        return tf.stack([logProbs, entropy, lse])
      }),
    )
    return tf.concat(chunks, 1)
  }

  /** dlogits = gLogProbs·(onehot − p) − gEntropy·p·(log p + entropy). */
  function slopes(head: Head, flow: Flow, part: (x: Tensor) => Tensor): Tensor {
    const column = (x: Tensor) => tf.expandDims(part(x), 1)
    const logits = tf.matMul(part(head.hidden), head.weight, false, true)
    const logP = tf.sub(logits, column(flow.lse))
    const p = tf.exp(logP)
    const hit = rows.scatterLast(part(flow.logProbs), part(head.ids), head.weight.shape[0] ?? 0)
    const d: Tensor = tf.sub(hit, tf.mul(p, column(flow.logProbs)))
    if (!flow.entropy) return d
    const spread = tf.mul(p, tf.add(logP, column(flow.entropy.value)))
    return tf.sub(d, tf.mul(spread, column(flow.entropy.gradient)))
  }

  function backward(head: Head, flow: Flow, wanted: HeadGradAttrs): Tensor[] {
    if (head.ids.size === 0) {
      return [...(wanted.hidden ? [head.hidden] : []), ...(wanted.weight ? [head.weight] : [])].map(
        (x) => tf.zerosLike(x),
      )
    }
    const dHidden: Tensor[] = []
    let dWeight: Tensor | undefined
    for (const part of chunksOf(head)) {
      const before = dWeight
      const [ofHidden, ofWeight] = tf.tidy(() => {
        const d = slopes(head, flow, part)
        const sum = wanted.weight ? tf.matMul(d, part(head.hidden), true, false) : undefined
        return [
          wanted.hidden ? tf.matMul(d, head.weight) : undefined,
          sum && before ? tf.add(before, sum) : sum,
        ]
      })
      before?.dispose()
      if (ofHidden) dHidden.push(ofHidden)
      dWeight = ofWeight
    }
    return [
      ...(wanted.hidden ? [tf.concat(dHidden, 0)] : []),
      ...(wanted.weight && dWeight ? [dWeight] : []),
    ]
  }

  return {
    logSoftmaxGather(inputs, { flows }) {
      const head = headOf(inputs)
      const wanted = { hidden: flows[0] ?? false, weight: flows[1] ?? false }
      const found = withGradient(
        tf,
        inputs.filter((_, index) => flows[index]),
        {
          forward() {
            const value = forward(head)
            return { value, keep: [...inputs, value] }
          },
          backward(gradient, kept) {
            const [, value, lse] = tf.unstack(input(kept, 3))
            const [logProbs, ofEntropy] = tf.unstack(gradient)
            if (!lse || !value || !logProbs || !ofEntropy) return []
            const flow = { lse, logProbs, entropy: { gradient: ofEntropy, value } }
            return backward(headOf(kept), flow, wanted)
          },
        },
      )
      return tf.unstack(found)
    },
    logSoftmaxGatherGrad(inputs, { attrs }) {
      const [gradient, value] = inputs.slice(5)
      const flow = { lse: input(inputs, 3), logProbs: input(inputs, 4) }
      const entropy = gradient && value ? { entropy: { gradient, value } } : {}
      return backward(headOf(inputs), { ...flow, ...entropy }, attrs)
    },
  }
}
