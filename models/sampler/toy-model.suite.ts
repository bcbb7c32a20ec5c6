import { expect } from 'vitest'
import { createRng, type Sample, type SampleRequest } from '../../core/index.ts'
import { type HostTensor, sizeOf } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { presetConfig } from '../transformer/presets.ts'
import type { CachedInference } from './cached-model.ts'
import { drawPlain } from './draw.ts'
import type { SampledParameters } from './sampling-loop.ts'
import { uniformAt } from './uniform.ts'

const VOCABULARY = 5
const KEY = 2

/** Keys and values of a token are two numbers: its id, and the weights that they were computed with. */
export const toyConfig: TransformerConfig = {
  ...presetConfig('nano', { vocabularySize: VOCABULARY, maxLength: 4096 }),
  ...{ layers: 1, heads: 1, keyValueHeads: 1, headSize: KEY, eosTokenIds: [] },
}

/** Bytes of keys, values and bias that a token takes. */
export const toyTokenBytes = 4 * (2 * KEY + 1)

/** Probabilities behind a text: any function of all its tokens, and of the weights, will do. */
function probsBehind(ids: readonly number[], weights: number): Float32Array {
  const rng = createRng(
    ids.reduce((hash, id, at) => (hash * 31 + id + 7 * at) % 1_000_003, weights),
  )
  const shares = Array.from({ length: VOCABULARY }, () => 0.05 + rng.float())
  const sum = shares.reduce((a, b) => a + b, 0)
  return Float32Array.from(shares, (share) => share / sum)
}

/** A model that knows its past from what is cached alone, and notices what does not belong there. */
export class ToyParameters implements SampledParameters {
  weights = 1

  revision(): number {
    return this.weights
  }

  async compile(): Promise<CachedInference> {
    return { run: async (batch) => this.#run(batch), close: async () => {} }
  }

  #run(batch: Readonly<Record<string, HostTensor>>): Readonly<Record<string, HostTensor>> {
    const numbers = (name: string) => batch[name]?.data ?? []
    const [rows = 0, length = 1] = batch['ids']?.shape ?? []
    const [, places = 0] = batch['pastBias']?.shape ?? []
    const ids = [...numbers('ids')]
    const data = ids.flatMap((id) => [id, this.weights])
    const added = { shape: [rows, 1, length, KEY], data: Float32Array.from(data) }
    const probs = Array.from({ length: rows }, (_, row) => {
      const last = numbers('last')[row] ?? row
      const own = ids.slice(row * length, last + 1)
      return [...probsBehind([...this.#past(batch, row, places), ...own], this.weights)]
    })
    const shape = [rows, VOCABULARY]
    expect(sizeOf(shape)).toBe(probs.flat().length)
    return {
      'new keys 0': added,
      'new values 0': added,
      probs: { shape, data: Float32Array.from(probs.flat()) },
    }
  }

  #past(batch: Readonly<Record<string, HostTensor>>, row: number, places: number): number[] {
    const own = this.#cached(batch, row, {
      places,
      bias: 'pastBias',
      names: ['keys 0', 'values 0'],
    })
    const { rowsOf, placeOf, prefixBias } = batch
    if (!rowsOf || !placeOf || !prefixBias) return own
    const [, most = 0] = rowsOf.shape
    const place = placeOf.data[row] ?? -1
    // Rows that are computed in vain share a place with another.
    if (place > 0) expect(rowsOf.data[place]).toBe(row)
    const prefix = this.#cached(batch, Math.floor(place / most), {
      ...{ places: prefixBias.shape[1] ?? 0, bias: 'prefixBias' },
      names: ['prefix keys 0', 'prefix values 0'],
    })
    return [...prefix, ...own]
  }

  #cached(
    batch: Readonly<Record<string, HostTensor>>,
    row: number,
    of: { readonly places: number; readonly bias: string; readonly names: readonly string[] },
  ): number[] {
    const rowOf = (name: string, size: number) =>
      [...(batch[name]?.data ?? [])].slice(row * size, (row + 1) * size)
    const bias = rowOf(of.bias, of.places)
    const count = bias.filter((value) => value === 0).length
    expect(bias.slice(0, count).every((value) => value === 0)).toBe(true)
    const [keys, values] = of.names.map((name) =>
      rowOf(name, of.places * KEY).slice(0, count * KEY),
    )
    expect(keys).toEqual(values)
    const isOurs = keys?.every((value, i) => i % KEY === 0 || value === this.weights)
    // A row that is computed in vain may hold what other weights made; any other one would be found out.
    return isOurs ? (keys ?? []).filter((_, i) => i % KEY === 0) : [-1]
  }
}

/** What a sample must be, given which weights drew how much of it. */
export function expectToySample({ prompt, seed, maxTokens }: SampleRequest, sample: Sample): void {
  const ids: number[] = []
  const logProbs: number[] = []
  for (const [version, length] of sample.policyVersions) {
    for (let i = 0; i < length; i++) {
      const probs = probsBehind([...prompt, ...ids], version + 1)
      const drawn = drawPlain(probs, 0, VOCABULARY, uniformAt(seed, ids.length))
      ids.push(drawn.id)
      logProbs.push(drawn.logProb)
    }
  }
  expect(sample).toMatchObject({ ids, logProbs, finish: 'length' })
  expect(sample.ids.length).toBe(maxTokens)
}
