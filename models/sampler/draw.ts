import { ModelError } from '../../core/index.ts'
import { type Truncation, truncate } from './truncate.ts'

export interface Drawn {
  readonly id: number
  /** In nats, under the distribution that was drawn from. */
  readonly logProb: number
  /** The same under the whole vocabulary; absent where no token with a probability was left out. */
  readonly policyLogProb?: number | undefined
}

export interface DrawOptions extends Truncation {
  /** 0 takes the likeliest, and gives the log-probs of temperature 1. */
  readonly temperature: number
}

/**
 * Draws from the probabilities `[offset, offset + size)`, a softmax at the sampling temperature.
 * @param uniform in [0, 1).
 * @throws ModelError where one is not a number, or none is above zero.
 */
export function drawPlain(
  probs: Float32Array,
  offset: number,
  size: number,
  uniform: number,
): Drawn {
  const end = offset + size
  let sum = 0
  let at = offset
  // Four at a time up to where it stops: one sum after another is what a scan waits for.
  for (; at + 3 < end; at += 4) {
    const pair = (probs[at] ?? 0) + (probs[at + 1] ?? 0)
    const next = sum + (pair + ((probs[at + 2] ?? 0) + (probs[at + 3] ?? 0)))
    if (!(next <= uniform)) break
    sum = next
  }
  for (; at < end; at++) {
    sum += probs[at] ?? 0
    if (sum > uniform) break
  }
  while (at >= offset && (at === end || probs[at] === 0)) at--
  // One number that is not finite makes all of a softmax NaN: the first ones tell of the last.
  if (at < offset || !(sum < Infinity)) throw notFinite('a row is NaN, or all zero')
  return { id: at - offset, logProb: Math.log(probs[at] ?? 0) }
}

/**
 * Draws from the logits `[offset, offset + size)`, in float64: softmax of the `legal` ids (1; null is all)
 * at the temperature, then top-k, then top-p, then min-p, each on what the one before left (the order of
 * Hugging Face's transformers; vLLM puts min-p first), renormalised. Ties go to the lower id. Minus
 * infinity is a probability of zero.
 * @param uniform in [0, 1).
 * @throws ModelError where a logit is NaN or plus infinity, or no legal one is above minus infinity.
 */
export function draw(
  logits: Float32Array,
  offset: number,
  size: number,
  uniform: number,
  options: DrawOptions,
  legal: Uint8Array | null,
): Drawn {
  const row = logits.subarray(offset, offset + size)
  const temperature = options.temperature === 0 ? 1 : options.temperature
  const policyBest = likeliest(row)
  const policyPeak = row[policyBest] ?? 0
  const best = legal === null ? policyBest : likeliestLegal(row, legal)
  const peak = row[best] ?? 0

  // Over the legal peak, not the policy's: those that the policy all but rules out do not underflow.
  const weights = new Float64Array(size)
  let isWhole = true
  for (let id = 0; id < size; id++) {
    const logit = row[id] ?? 0
    if (legal === null || legal[id] === 1) weights[id] = Math.exp((logit - peak) / temperature)
    else if (logit > -Infinity) isWhole = false
  }
  if (truncate(weights, options)) isWhole = false

  let sum = 0
  for (let id = 0; id < size; id++) sum += weights[id] ?? 0
  const id = options.temperature === 0 ? best : pick(weights, uniform * sum)
  const logit = row[id] ?? 0
  const logProb = (logit - peak) / temperature - Math.log(sum)
  if (isWhole) return { id, logProb }

  let mass = 0
  for (let id = 0; id < size; id++) mass += Math.exp(((row[id] ?? 0) - policyPeak) / temperature)
  return { id, logProb, policyLogProb: (logit - policyPeak) / temperature - Math.log(mass) }
}

/** @throws ModelError where numbers are not, as all of a row are where anything behind it is not. */
export function checkNumbers({ data, offset }: { data: Float32Array; offset: number }): void {
  if (Number.isNaN(data[offset])) throw notFinite('a row is NaN')
}

/** Where the running sum passes the target; the last that has a weight where rounding keeps it below. */
function pick(weights: Float64Array, target: number): number {
  let sum = 0
  let last = -1
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] ?? 0
    if (weight > 0) last = id
    sum += weight
    if (sum > target) break
  }
  return last
}

/** Of a row that must hold numbers, the illegal ones too. */
function likeliest(row: Float32Array): number {
  let best = -1
  let peak = -Infinity
  for (let id = 0; id < row.length; id++) {
    const logit = row[id] ?? 0
    if (!(logit < Infinity)) throw notFinite(`the logit of token ${id} is ${logit}`)
    if (logit <= peak) continue
    best = id
    peak = logit
  }
  if (best < 0) throw notFinite('all logits are -Infinity')
  return best
}

function likeliestLegal(row: Float32Array, legal: Uint8Array): number {
  let best = -1
  let peak = -Infinity
  for (let id = 0; id < row.length; id++) {
    const logit = row[id] ?? 0
    if (legal[id] !== 1 || logit <= peak) continue
    best = id
    peak = logit
  }
  if (best >= 0) return best
  throw new ModelError(
    'Cannot sample: no token that is legal here has a probability (widen the grammar)',
  )
}

function notFinite(found: string): ModelError {
  return new ModelError(
    `Cannot sample: the numbers of the model are not finite (${found}; go back to earlier weights)`,
  )
}
