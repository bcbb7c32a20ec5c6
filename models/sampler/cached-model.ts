import type { InferenceDefinition } from '../engine.ts'
import type { HostTensor } from '../tensor.ts'
import { anglesAt } from '../transformer/angles.ts'
import { gatherPast, lyingPast } from './cache-inputs.ts'
import type { Sequence } from './cache-pool.ts'
import { layerName } from './cached-attention.ts'
import {
  type CachedPolicy,
  decodeBehindDefinition,
  decodeDefinition,
  extendDefinition,
  prefillDefinition,
} from './cached-forward.ts'

type Tensors = Readonly<Record<string, HostTensor>>

/** What an engine makes of a definition: it may be asked for some of the outputs alone. */
export interface CachedInference {
  run(batch: Tensors, outputs: readonly string[]): Promise<Tensors>
  close(): Promise<void>
}

/** Sequences of a run with how many of their next tokens go through it. */
export interface Step<S extends Sequence> {
  readonly sequence: S
  readonly count: number
}

/** A batch of steps; those of a decoding run lie behind one another in a pool. */
export interface Run<S extends Sequence> {
  readonly kind: 'prefill' | 'extend' | 'decode'
  /** Null for a row of a decoding run that is computed in vain. */
  readonly steps: readonly (Step<S> | null)[]
  /** What their logits are divided by, before they become probabilities. */
  readonly temperatures: readonly number[]
  readonly wanted: readonly ('probs' | 'logits')[]
}

/** Rows of `[steps, vocabulary]` behind the last token of each step. */
export type Numbers = Readonly<Partial<Record<'probs' | 'logits', Float32Array>>>

/** The runs that a sampler is made of, over pools of cached keys and values. */
export class CachedModel {
  readonly #policy: CachedPolicy
  readonly #compile: (definition: InferenceDefinition) => Promise<CachedInference>
  readonly #compiled = new Map<string, Promise<CachedInference>>()
  readonly #added: readonly string[]

  constructor(
    policy: CachedPolicy,
    compile: (definition: InferenceDefinition) => Promise<CachedInference>,
  ) {
    this.#policy = policy
    this.#compile = compile
    this.#added = Array.from({ length: policy.config.layers }, (_, layer) => [
      layerName('new keys', layer),
      layerName('new values', layer),
    ]).flat()
  }

  /** Runs a batch, and puts what it adds into the cache. */
  async run<S extends Sequence>(run: Run<S>): Promise<Numbers> {
    const { kind, steps, wanted } = run
    const isBehind = kind === 'decode' && sequencesOf(steps)[0]?.pool?.prefixes
    const inference = await this.#inference(isBehind ? 'decodeBehind' : kind)
    const length = Math.max(...steps.map((step) => step?.count ?? 1))
    const results = await inference.run(this.#batch(run, length), [...wanted, ...this.#added])
    const added = this.#added.map((name) => floatsOf(results, name))
    for (const [row, step] of steps.entries()) {
      step?.sequence.pool?.append(step.sequence, added, { row, length, count: step.count })
    }
    return Object.fromEntries(wanted.map((name) => [name, floatsOf(results, name)]))
  }

  async close(): Promise<void> {
    for (const compiled of this.#compiled.values()) await (await compiled).close()
    this.#compiled.clear()
  }

  async #inference(kind: Run<Sequence>['kind'] | 'decodeBehind'): Promise<CachedInference> {
    const known = this.#compiled.get(kind)
    if (known) return known
    const define = {
      prefill: prefillDefinition,
      extend: extendDefinition,
      decode: decodeDefinition,
      decodeBehind: decodeBehindDefinition,
    }
    const compiled = this.#compile(define[kind](this.#policy))
    this.#compiled.set(kind, compiled)
    // What could not be made is not there to be closed.
    compiled.catch(() => this.#compiled.delete(kind))
    return compiled
  }

  #batch({ kind, steps, temperatures }: Run<Sequence>, length: number): Tensors {
    const rows = steps.length
    const ids = new Int32Array(rows * length)
    const positions = new Int32Array(rows * length)
    const last = new Int32Array(rows)
    for (const [row, step] of steps.entries()) {
      if (!step) continue
      const { sequence, count } = step
      const { cached } = sequence
      // Padded with a token of its own: another one's numbers may be none, and spoil what stands before.
      ids.fill(sequence.ids[cached] ?? 0, row * length + count, (row + 1) * length)
      for (let i = 0; i < count; i++) {
        ids[row * length + i] = sequence.ids[cached + i] ?? 0
        positions[row * length + i] = cached + i
      }
      last[row] = row * length + count - 1
    }
    const angleShape = [rows * length, this.#policy.config.headSize / 2]
    const angles = Object.entries(anglesAt(this.#policy.config, positions)).map(
      ([name, data]) => [name, { shape: angleShape, data }] as const,
    )
    const inverse = Float32Array.from(temperatures, (temperature) => 1 / temperature)
    return {
      ...Object.fromEntries(angles),
      ids: { shape: kind === 'decode' ? [rows] : [rows, length], data: ids },
      inverseTemperature: { shape: [rows, 1], data: inverse },
      ...(kind !== 'decode' && {
        segments: { shape: [1, length], data: new Int32Array(length) },
        last: { shape: [rows], data: last },
      }),
      ...(kind === 'decode' && lyingPast(steps.map((step) => step?.sequence ?? null))),
      ...(kind === 'extend' && gatherPast(sequencesOf(steps), this.#policy.config)),
    }
  }
}

const sequencesOf = (steps: Run<Sequence>['steps']): readonly Sequence[] =>
  steps.flatMap((step) => (step ? [step.sequence] : []))

function floatsOf(tensors: Tensors, name: string): Float32Array {
  const data = tensors[name]?.data
  return data instanceof Float32Array ? data : new Float32Array(0)
}
