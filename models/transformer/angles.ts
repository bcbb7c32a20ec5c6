import type { RopeConfig, TransformerConfig } from './config.ts'

/** Cosines and sines of rotary position embeddings, one row of `headSize / 2` numbers a token. */
export interface Angles {
  readonly cos: Float32Array
  readonly sin: Float32Array
  /** The same for queries, times `1/√headSize`: the scale of attention costs no pass of its own. */
  readonly queryCos: Float32Array
  readonly querySin: Float32Array
}

/** The angles of tokens at these positions. */
export function anglesAt(config: TransformerConfig, positions: ArrayLike<number>): Angles {
  const half = config.headSize / 2
  const scale = 1 / Math.sqrt(config.headSize)
  const size = positions.length * half
  const [cos, sin] = [new Float32Array(size), new Float32Array(size)]
  const [queryCos, querySin] = [new Float32Array(size), new Float32Array(size)]
  const table = tableOf(config, highest(positions))
  // Views of so few numbers, and maps, cost a sampler more than the numbers.
  for (let token = 0; token < positions.length; token++) {
    const from = (positions[token] ?? 0) * half
    for (let i = 0; i < half; i++) {
      const c = table.cos[from + i] ?? 0
      const s = table.sin[from + i] ?? 0
      const at = token * half + i
      cos[at] = c
      sin[at] = s
      queryCos[at] = c * scale
      querySin[at] = s * scale
    }
  }
  return { cos, sin, queryCos, querySin }
}

/**
 * How far a head's pairs of numbers turn a token (Su et al. 2021, section 3.2.2), rounded to float32 where
 * transformers' modeling_rope_utils rounds: at position 5,000 the rest of a float64 is worth 1e-4.
 */
export function inverseFrequencies(headSize: number, rope: RopeConfig): Float32Array {
  const f = Math.fround
  const plain = Float32Array.from(
    { length: headSize / 2 },
    (_, i) => 1 / f(rope.theta ** f((2 * i) / headSize)),
  )
  const { scaling } = rope
  if (!scaling) return plain
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high } = scaling
  const original = scaling.originalMaxLength
  return plain.map((frequency) => {
    const wavelength = f(f(2 * Math.PI) / frequency)
    if (wavelength < original / high) return frequency
    if (wavelength > original / low) return frequency / factor
    const smooth = f(f(f(original / wavelength) - low) / (high - low))
    return f(f(f(1 - smooth) * frequency) / factor) + f(smooth * frequency)
  })
}

interface Table {
  readonly cos: Float32Array
  readonly sin: Float32Array
}

/** A cosine for every token of every batch would cost more than laying it out. */
const tables = new WeakMap<TransformerConfig, Table>()

function tableOf(config: TransformerConfig, position: number): Table {
  const half = config.headSize / 2
  const known = tables.get(config)
  const length = known ? known.cos.length / half : 0
  if (known && position < length) return known
  const frequencies = inverseFrequencies(config.headSize, config.rope)
  const size = Math.max(position + 1, Math.min(2 * length, config.maxLength)) * half
  const table = { cos: new Float32Array(size), sin: new Float32Array(size) }
  for (let i = 0; i < size; i++) {
    const angle = Math.fround(Math.floor(i / half) * (frequencies[i % half] ?? 0))
    table.cos[i] = Math.cos(angle)
    table.sin[i] = Math.sin(angle)
  }
  tables.set(config, table)
  return table
}

function highest(positions: ArrayLike<number>): number {
  let top = 0
  for (let i = 0; i < positions.length; i++) top = Math.max(top, positions[i] ?? 0)
  return top
}
