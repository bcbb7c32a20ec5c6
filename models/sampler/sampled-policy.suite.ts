import { createRng, type Rng, type SampleRequest } from '../../core/index.ts'
import type { Engine, Parameters } from '../engine.ts'
import type { LoraConfig } from '../lora/config.ts'
import { initializeLora } from '../lora/initialize.ts'
import type { Weights } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import { initialize } from '../transformer/initialize.ts'
import { policyInputs } from '../transformer/layout.ts'
import { layoutRows } from '../transformer/layout-rows.ts'
import { policyOutputs } from '../transformer/policy.ts'
import { presetConfig } from '../transformer/presets.ts'

export const VOCABULARY = 23

/** Small models that differ in what attention and positions depend on. */
export const configs: Readonly<Record<string, TransformerConfig>> = {
  llama: presetConfig('nano', { vocabularySize: VOCABULARY, maxLength: 2048 }),
  qwen2: {
    ...presetConfig('nano', { vocabularySize: VOCABULARY }),
    ...{ family: 'qwen2', queryKeyValueBias: true, tiedEmbeddings: false },
  },
  qwen3: {
    ...presetConfig('nano', { vocabularySize: VOCABULARY }),
    ...{ family: 'qwen3', queryKeyNorm: true, heads: 4, keyValueHeads: 2 },
  },
}

/** Weights large enough that a distribution is far from even, and what came before matters. */
export async function* sharp(config: TransformerConfig, seed: number, lora?: LoraConfig): Weights {
  for await (const { name, data } of initialize(config, createRng(seed))) {
    const rng = createRng(seed).stream(name)
    const isVector = data.length <= config.width && !name.includes('embed')
    yield {
      name,
      data: data.map((value) => (isVector ? value + 0.3 * rng.normal() : 12 * value)),
    }
  }
  if (!lora) return
  for await (const { name, data } of initializeLora(config, lora, createRng(seed))) {
    const rng = createRng(seed).stream(name)
    yield { name, data: data.map(() => 0.3 * rng.normal()) }
  }
}

export const openSharp = (
  engine: Pick<Engine, 'open'>,
  config: TransformerConfig,
  { seed = 1, lora, frozen = true }: { seed?: number; lora?: LoraConfig; frozen?: boolean } = {},
): Promise<Parameters> =>
  engine.open(
    declareParameters(config, { frozen, ...(lora && { lora }) }),
    sharp(config, seed, lora),
  )

/** Log-probabilities of the ids behind a prompt, by one pass over all of them. */
export type FullPass = (
  prompt: readonly number[],
  ids: readonly number[],
  temperature?: number,
) => Promise<readonly number[]>

/** What a sampler is compared with: nothing is cached. */
export async function openFullPass(
  parameters: Parameters,
  { config, lora }: { readonly config: TransformerConfig; readonly lora?: LoraConfig },
): Promise<FullPass> {
  const policy = { config, layout: { kind: 'rows', blocks: 1 }, ...(lora && { lora }) } as const
  const inference = await parameters.inference({
    batch: { ...policyInputs(policy), temperature: { dtype: 'float32', shape: [] } },
    build: (context) => {
      const temperature = context.input('temperature')
      return { logProbs: policyOutputs(context, policy, { temperature }).logProbs }
    },
  })
  return async (prompt, ids, temperature = 1) => {
    const all = [...prompt, ...ids]
    const mask = all.map((_, i) => (i < prompt.length ? 0 : 1))
    const { batch } = layoutRows(policy, [{ ids: all, mask }])
    const { logProbs } = await inference.run({
      ...batch,
      temperature: { shape: [], data: Float32Array.of(temperature) },
    })
    return [...(logProbs?.data ?? [])]
  }
}

export const randomPrompt = (rng: Rng, length: number): readonly number[] =>
  Array.from({ length }, () => rng.int(VOCABULARY))

export const requestOf = (
  prompt: readonly number[],
  maxTokens: number,
  seed: number,
  rest: Partial<SampleRequest> = {},
): SampleRequest => ({ prompt, maxTokens, seed, stopIds: [], ...rest })
