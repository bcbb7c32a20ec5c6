import { onTestFinished } from 'vitest'
import { createRng } from '../../core/index.ts'
import type { Batch, Engine, Parameters } from '../engine.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import type { LoraConfig } from '../lora/config.ts'
import { initializeLora } from '../lora/initialize.ts'
import type { Weights } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import { initialize } from '../transformer/initialize.ts'
import { policyInputs } from '../transformer/layout.ts'
import { layoutRows } from '../transformer/layout-rows.ts'
import { policyLogits } from '../transformer/policy.ts'
import { presetConfig } from '../transformer/presets.ts'
import type { ScoredContinuation } from './scorer.ts'

export const VOCABULARY = 13
export const config: TransformerConfig = {
  ...presetConfig('nano', { vocabularySize: VOCABULARY, maxLength: 64 }),
  tiedEmbeddings: false,
}
export const lora: LoraConfig = {
  ...{ rank: 2, alpha: 4, rankStabilized: false },
  targetModules: ['q_proj', 'down_proj', 'lm_head'],
}

/** Large enough that they say something. */
export async function* weights(seed: number, change = (_: string, data: Float32Array) => data) {
  for await (const { name, data } of initialize(config, createRng(seed))) {
    const louder = name.endsWith('norm.weight') ? data : data.map((value) => value * 10)
    yield { name, data: change(name, louder) }
  }
}

/** With an adapter that says something, too. */
export async function* adaptedWeights(seed: number): Weights {
  yield* weights(seed)
  const rng = createRng(seed).stream('adapter')
  for await (const { name, data } of initializeLora(config, lora, rng)) {
    yield { name, data: data.map(() => rng.normal() / 4) }
  }
}

export const openModel = (
  engine: Pick<Engine, 'open'>,
  from: Weights,
  adapter?: LoraConfig,
): Promise<Parameters> =>
  engine.open(
    declareParameters(config, { frozen: true, ...(adapter ? { lora: adapter } : {}) }),
    from,
  )

/** What is run, beside the running of it. */
export function watched(parameters: Parameters): {
  readonly parameters: Parameters
  readonly batches: Batch[]
} {
  const batches: Batch[] = []
  return {
    batches,
    parameters: {
      ...parameters,
      async inference(definition) {
        const inference = await parameters.inference(definition)
        const run = (batch: Batch) => {
          batches.push(batch)
          return inference.run(batch)
        }
        return { ...inference, run }
      },
    },
  }
}

export function tokens(seed: number, length: number): number[] {
  const rng = createRng(seed)
  return Array.from({ length }, () => rng.int(VOCABULARY - 1))
}

/** By the logits of one sequence alone, in float64. */
export async function scoreOne(
  parameters: Parameters,
  ids: { readonly prefix: readonly number[]; readonly continuation: readonly number[] },
  { temperature = 1, adapter }: { temperature?: number; adapter?: LoraConfig } = {},
): Promise<ScoredContinuation> {
  if (ids.continuation.length === 0) return { logProbs: [], entropies: [] }
  const inRows = { config, layout: { kind: 'rows', blocks: 1 } } as const
  const policy = { ...inRows, ...(adapter ? { lora: adapter } : {}) }
  await using inference = await parameters.inference({
    batch: policyInputs(policy),
    build: (context) => ({ logits: policyLogits(context, policy) }),
  })
  const sequence = [...ids.prefix, ...ids.continuation]
  const mask = sequence.map((_, index) => (index < ids.prefix.length ? 0 : 1))
  const { batch } = layoutRows(inRows, [{ ids: sequence, mask }])
  const { logits } = await inference.run(batch)
  const distributions = ids.continuation.map((_, index) => {
    const row = logits?.data.subarray(index * VOCABULARY, (index + 1) * VOCABULARY) ?? []
    const scaled = Array.from(row, (logit) => logit / temperature)
    const peak = Math.max(...scaled)
    const mass = scaled.reduce((sum, logit) => sum + Math.exp(logit - peak), 0)
    return scaled.map((logit) => logit - peak - Math.log(mass))
  })
  return {
    logProbs: distributions.map((row, index) => row[ids.continuation[index] ?? 0] ?? Number.NaN),
    entropies: distributions.map((row) => -row.reduce((sum, l) => sum + Math.exp(l) * l, 0)),
  }
}

/** Closed with the test. */
export async function openReference(from = weights(1)): Promise<Parameters> {
  const parameters = await openModel(createReferenceEngine(), from)
  onTestFinished(() => parameters.close())
  return parameters
}
