import { ConfigError } from '../../core/index.ts'
import type { Batch } from '../engine.ts'
import type { HostTensor } from '../tensor.ts'
import { anglesAt } from './angles.ts'
import type { TransformerConfig } from './config.ts'

/** Tokens, and which of them are trained. */
export interface TokenSequence {
  readonly ids: ArrayLike<number>
  /** Not 0 where a token is trained: predicted from what stands before it, aligned to `ids`. */
  readonly mask: ArrayLike<number>
  /** Numbers of each token (advantages, old log-probabilities) by name, aligned to `ids`. */
  readonly values?: Readonly<Record<string, ArrayLike<number>>>
}

/** A batch for the programs of a policy, and where its trained tokens come from. */
export interface TokenBatch {
  readonly batch: Batch
  /** For each of the `M` trained tokens, its sequence and its place among the ids of that. */
  readonly trained: { readonly sequence: Int32Array; readonly position: Int32Array }
  /** Tokens of the sequences, and places that are computed for them: the rest is padding. */
  readonly tokens: number
  readonly places: number
}

/** Numbers of the trained tokens (`[M]`, such as log-probabilities), back in their sequences; `fill` elsewhere. */
export function unpackTrained(
  { trained }: TokenBatch,
  sequences: readonly Pick<TokenSequence, 'ids'>[],
  values: ArrayLike<number>,
  fill = 0,
): Float32Array[] {
  const unpacked = sequences.map(({ ids }) => new Float32Array(ids.length).fill(fill))
  for (const [i, sequence] of trained.sequence.entries()) {
    const into = unpacked[sequence]
    if (into) into[trained.position[i] ?? 0] = values[i] ?? fill
  }
  return unpacked
}

/** A sequence with the name it has in messages. */
export interface NamedSequence {
  readonly name: string
  readonly sequence: TokenSequence
}

/**
 * Refuses what cannot be laid out.
 * @throws ConfigError naming the sequence.
 */
export function checkSequence(
  config: TransformerConfig,
  { name, sequence }: NamedSequence,
  prompt = 0,
): void {
  const { ids, mask, values = {} } = sequence
  checkIds(config, name, ids)
  const length = prompt + ids.length
  if (length > config.maxLength) {
    throw refusal(name, `${length} tokens are more than the ${config.maxLength} of the model`)
  }
  if (mask.length !== ids.length) throw refusal(name, `${mask.length} masks for ${ids.length} ids`)
  if (prompt === 0 && mask[0]) {
    throw refusal(name, 'nothing stands before its first token', 'do not train it')
  }
  for (const [key, numbers] of Object.entries(values)) {
    if (numbers.length === ids.length) continue
    throw refusal(name, `${numbers.length} ${key} for ${ids.length} ids`)
  }
}

export function checkIds(
  { vocabularySize }: TransformerConfig,
  name: string,
  ids: ArrayLike<number>,
): void {
  if (ids.length === 0) throw refusal(name, 'it is empty', 'leave it out')
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] ?? -1
    if (Number.isInteger(id) && id >= 0 && id < vocabularySize) continue
    throw refusal(name, `token ${id} is not among the ${vocabularySize} of the model`)
  }
}

export const refusal = (name: string, reason: string, advice = 'check it'): ConfigError =>
  new ConfigError(`Cannot lay out ${name}: ${reason} (${advice})`)

/**
 * The inputs of the trained tokens. `placeBefore` gives the place of what stands before a token.
 * @throws ConfigError where nothing is trained, or a value is missing.
 */
export function trainedInputs(
  sequences: readonly NamedSequence[],
  placeBefore: (sequence: number, token: number) => number,
): { readonly batch: Batch; readonly trained: TokenBatch['trained'] } {
  const rows: number[] = []
  const targets: number[] = []
  const from: number[] = []
  const position: number[] = []
  for (const [index, { sequence }] of sequences.entries()) {
    for (let token = 0; token < sequence.ids.length; token++) {
      if (!sequence.mask[token]) continue
      rows.push(placeBefore(index, token))
      targets.push(sequence.ids[token] ?? 0)
      from.push(index)
      position.push(token)
    }
  }
  if (rows.length === 0) throw refusal('a batch', 'no token of it is trained', 'check the masks')
  const trained = { sequence: Int32Array.from(from), position: Int32Array.from(position) }
  const batch = {
    rows: vector(Int32Array.from(rows)),
    targets: vector(Int32Array.from(targets)),
    ...valueInputs(sequences, trained),
  }
  return { batch, trained }
}

function valueInputs(
  sequences: readonly NamedSequence[],
  { sequence: from, position }: TokenBatch['trained'],
): Batch {
  const names = new Set(sequences.flatMap(({ sequence }) => Object.keys(sequence.values ?? {})))
  const inputs: Record<string, HostTensor> = {}
  for (const key of names) {
    const without = sequences.find(({ sequence }) => !sequence.values?.[key])
    if (without) throw refusal(without.name, `it has no ${key} as others have`, 'give all the same')
    const numbers = Float32Array.from(
      from,
      (index, i) => sequences[index]?.sequence.values?.[key]?.[position[i] ?? 0] ?? 0,
    )
    inputs[key] = vector(numbers)
  }
  return inputs
}

/** The angles of places by their positions, as inputs. */
export function angleInputs(config: TransformerConfig, positions: Int32Array): Batch {
  const shape = [positions.length, config.headSize / 2]
  const { cos, sin, queryCos, querySin } = anglesAt(config, positions)
  return {
    cos: { shape, data: cos },
    sin: { shape, data: sin },
    queryCos: { shape, data: queryCos },
    querySin: { shape, data: querySin },
  }
}

const vector = (data: Float32Array | Int32Array): HostTensor => ({ shape: [data.length], data })

/** The next multiple. */
export const roundUp = (size: number, multiple: number): number =>
  Math.ceil(size / multiple) * multiple
