import { ModelError } from '../../core/index.ts'
import type { Weights } from '../tensor.ts'
import { type LoraConfig, loraRank, loraScale } from './config.ts'

/** Parameters of an adapter by name: it is small enough to be held whole. */
export type LoraTensors = Readonly<Record<string, Float32Array>>

/**
 * Weights with an adapter's updates in them, `W + s·B·A`, one tensor after another.
 * @throws ModelError where a matrix does not fit, or nothing of the model was left to merge one into.
 */
export async function* mergeLora(
  weights: Weights,
  lora: LoraConfig,
  adapter: LoraTensors,
): Weights {
  const left = new Set(Object.keys(adapter))
  for await (const { name, data } of weights) {
    const module = name.replace(/\.weight$/, '')
    const names = [`${module}.lora_A.weight`, `${module}.lora_B.weight`] as const
    const [a, b] = [adapter[names[0]], adapter[names[1]]]
    if (!a && !b) {
      yield { name, data }
      continue
    }
    const rank = loraRank(lora, module)
    if (!a || !b || (a.length / rank) * (b.length / rank) !== data.length) {
      throw problem(name, 'its matrices are missing or do not fit')
    }
    for (const merged of names) left.delete(merged)
    yield { name, data: withUpdate(data, a, b, { rank, scale: loraScale(lora, module) }) }
  }
  const [first] = left
  if (first !== undefined) throw problem(first, 'the model has no weight for it')
}

const problem = (name: string, reason: string): ModelError =>
  new ModelError(
    `Cannot merge an adapter at ${name}: ${reason} (check that it was made for this model)`,
  )

/** One row of W at a time, in float64. */
function withUpdate(
  weight: Float32Array,
  a: Float32Array,
  b: Float32Array,
  { rank, scale }: { readonly rank: number; readonly scale: number },
): Float32Array {
  const into = a.length / rank
  const result = new Float32Array(weight.length)
  const row = new Float64Array(into)
  for (let out = 0; out * into < weight.length; out++) {
    row.set(weight.subarray(out * into, (out + 1) * into))
    for (let r = 0; r < rank; r++) {
      const factor = scale * (b[out * rank + r] ?? 0)
      for (let i = 0; i < into; i++) row[i] = (row[i] ?? 0) + factor * (a[r * into + i] ?? 0)
    }
    result.set(row, out * into)
  }
  return result
}
