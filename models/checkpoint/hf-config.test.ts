import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TransformerConfig } from '../transformer/config.ts'
import { fromHfConfig, readHfConfig, toHfConfig } from './hf-config.ts'
import { hfConfigSchema } from './hf-schema.ts'

/** Made by transformers: reference/make_configs.py. */
const reference = JSON.parse(
  readFileSync(new URL('reference/configs.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly given: object; readonly resolved: object }>>

const read = (given: object) => fromHfConfig(hfConfigSchema.parse(given))
const resolvedOf = (config: TransformerConfig) => {
  const { scaling } = config.rope
  return {
    vocab_size: config.vocabularySize,
    hidden_size: config.width,
    intermediate_size: config.feedForward,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.keyValueHeads,
    head_dim: config.headSize,
    max_position_embeddings: config.maxLength,
    rms_norm_eps: config.normEpsilon,
    tie_word_embeddings: config.tiedEmbeddings,
    rope_parameters: {
      rope_theta: config.rope.theta,
      rope_type: scaling ? 'llama3' : 'default',
      ...(scaling && {
        factor: scaling.factor,
        low_freq_factor: scaling.lowFrequencyFactor,
        high_freq_factor: scaling.highFrequencyFactor,
        original_max_position_embeddings: scaling.originalMaxLength,
      }),
    },
    bos_token_id: config.bosTokenId ?? null,
    eos_token_id: config.eosTokenIds,
    pad_token_id: config.padTokenId ?? null,
  }
}

describe('a config.json', () => {
  test.each(Object.keys(reference))('means what it means to transformers: %s', (name) => {
    const { given = {}, resolved = {} } = reference[name] ?? {}
    const {
      eos_token_id: eos,
      rope_parameters: rope,
      ...expected
    } = resolved as {
      eos_token_id: number | number[] | null
      rope_parameters: Readonly<Record<string, unknown>>
    }
    const { type: _, ...ropeExpected } = rope

    const config = resolvedOf(read(given))

    expect(config).toEqual({
      ...expected,
      rope_parameters: ropeExpected,
      eos_token_id: eos === null ? [] : [eos].flat(),
    })
  })

  test('decides about biases by family', () => {
    const biases = (given: object) => {
      const config = read(given)
      return [config.queryKeyValueBias, config.outputBias, config.feedForwardBias]
    }
    const all = { attention_bias: true, mlp_bias: true }

    expect(biases({ model_type: 'qwen2' })).toEqual([true, false, false])
    expect(biases({ model_type: 'qwen2', ...all })).toEqual([true, false, false])
    expect(biases({ model_type: 'qwen3' })).toEqual([false, false, false])
    expect(biases({ model_type: 'qwen3', ...all })).toEqual([true, true, false])
    expect(biases({ model_type: 'llama' })).toEqual([false, false, false])
    expect(biases({ model_type: 'llama', ...all })).toEqual([true, true, true])
  })

  test.each([
    [{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] }, 'GPT2LMHeadModel (gpt2) is not'],
    [{ model_type: 'mistral' }, 'mistral is not supported (choose a Qwen2ForCausalLM, Qwen3'],
    [{ model_type: 'toString' }, 'toString is not supported'],
    [
      { model_type: 'qwen2', architectures: ['Qwen2ForSequenceClassification'] },
      'Qwen2ForSequenceClassification (qwen2) is not supported',
    ],
    [{ model_type: 'qwen3_moe' }, 'mixtures of experts are not supported'],
    [{ model_type: 'llama', num_local_experts: 8 }, 'mixtures of experts are not supported'],
    [{ model_type: 'qwen2', use_sliding_window: true }, 'sliding windows (use_sliding_window)'],
    [
      { model_type: 'qwen3', layer_types: ['full_attention', 'sliding_attention'] },
      'layers of type sliding_attention are not supported',
    ],
    [{ model_type: 'llama', hidden_act: 'gelu' }, 'hidden_act gelu is not supported'],
    [
      { model_type: 'llama', quantization_config: { quant_method: 'awq' } },
      'quantized weights (quantization_config)',
    ],
    [
      { model_type: 'qwen2', rope_scaling: { type: 'yarn', factor: 4 } },
      'rope type yarn is not supported (choose a model with default or llama3)',
    ],
    [
      { model_type: 'llama', rope_parameters: { rope_type: 'linear', factor: 2 } },
      'rope type linear is not supported',
    ],
    [
      { model_type: 'llama', rope_parameters: { full_attention: { rope_type: 'default' } } },
      'rope_parameters by layer type (full_attention) are not supported',
    ],
    [{ model_type: 'llama', rope_scaling: { rope_type: 'llama3' } }, 'llama3 needs factor'],
    [{ model_type: 'llama', partial_rotary_factor: 0.5 }, 'partial rotary embeddings'],
    [{ model_type: 'llama', hidden_size: 100, num_attention_heads: 3 }, 'does not divide into 3'],
    [{ model_type: 'llama', hidden_size: 96 }, 'an even head size, not 3'],
    [{ model_type: 'qwen2', hidden_size: 896, num_attention_heads: 14 }, 'do not divide among 32'],
  ])('is refused in one line that names the feature: %j', (given, reason) => {
    expect(() => read(given)).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        message: expect.stringMatching(/^Cannot read config\.json: [^\n]*\)$/),
      }),
    )
    expect(() => read(given)).toThrow(reason)
  })
})

describe('a folder', () => {
  const inFolder = async (files: Readonly<Record<string, string>>) => {
    const folder = await mkdtemp(join(tmpdir(), 'palaestra-config-'))
    try {
      for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
      return await readHfConfig(folder)
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  test('has the tokens of its generation_config.json', async () => {
    const config = await inFolder({
      'config.json': JSON.stringify({ model_type: 'qwen2', eos_token_id: 5, bos_token_id: 3 }),
      'generation_config.json': JSON.stringify({ eos_token_id: [5, 6], pad_token_id: 4 }),
    })

    expect(config).toMatchObject({ bosTokenId: 3, eosTokenIds: [5, 6], padTokenId: 4 })
  })

  test('is refused where a file is missing, broken or wrong, by the file and the key', async () => {
    await expect(inFolder({})).rejects.toThrow(/config\.json: no such file/)
    await expect(inFolder({ 'config.json': '{' })).rejects.toThrow(/config\.json: it is not JSON/)
    await expect(
      inFolder({ 'config.json': '{"model_type":"llama","hidden_size":-1}' }),
    ).rejects.toThrow(/config\.json: hidden_size: /)
    await expect(
      inFolder({ 'config.json': '{"model_type":"llama"}', 'generation_config.json': '[]' }),
    ).rejects.toThrow(/generation_config\.json: /)
  })
})

describe('writing', () => {
  const size = fc.integer({ min: 1, max: 9 })
  const token = fc.nat(99)
  const configs = fc
    .record({
      family: fc.constantFrom('qwen2', 'qwen3', 'llama'),
      groups: size,
      keyValueHeads: size,
      half: size,
      bias: fc.boolean(),
      feedForwardBias: fc.boolean(),
      rest: fc.record(
        {
          vocabularySize: size,
          width: size,
          layers: size,
          feedForward: size,
          normEpsilon: fc.constantFrom(1e-5, 1e-6),
          tiedEmbeddings: fc.boolean(),
          maxLength: size,
          eosTokenIds: fc.array(token),
          bosTokenId: token,
          padTokenId: token,
          scaled: fc.boolean(),
        },
        {
          noNullPrototype: true,
          requiredKeys: [
            'vocabularySize',
            'width',
            'layers',
            'feedForward',
            'normEpsilon',
            'tiedEmbeddings',
            'maxLength',
            'eosTokenIds',
            'scaled',
          ],
        },
      ),
    })
    .map(({ family, groups, keyValueHeads, half, bias, feedForwardBias, rest }) => {
      const { scaled, ...sizes } = rest
      return {
        ...sizes,
        family,
        heads: groups * keyValueHeads,
        keyValueHeads,
        headSize: 2 * half,
        rope: {
          theta: 5e5,
          ...(scaled && {
            scaling: {
              kind: 'llama3',
              factor: 8,
              lowFrequencyFactor: 1,
              highFrequencyFactor: 4,
              originalMaxLength: 16,
            },
          }),
        },
        queryKeyValueBias: family === 'qwen2' || bias,
        outputBias: family !== 'qwen2' && bias,
        feedForwardBias: family === 'llama' && feedForwardBias,
        queryKeyNorm: family === 'qwen3',
      } as TransformerConfig
    })

  test.each(['v4', 'v5'] as const)('layout %s comes back as it was', (layout) => {
    fc.assert(
      fc.property(configs, (config) => {
        expect(read(toHfConfig(config, { layout }))).toEqual(config)
      }),
    )
  })

  test('says how numbers are stored, where each layout has it', () => {
    const config = read({ model_type: 'llama' })

    expect(toHfConfig(config, { layout: 'v4', dtype: 'bf16' })).toMatchObject({
      torch_dtype: 'bfloat16',
      rope_theta: 10_000,
    })
    expect(toHfConfig(config, { layout: 'v5', dtype: 'f16' })).toMatchObject({
      dtype: 'float16',
      rope_parameters: { rope_type: 'default', rope_theta: 10_000 },
    })
  })

  test('refuses a model that its family cannot be', () => {
    const config = read({ model_type: 'qwen2' })

    expect(() => toHfConfig({ ...config, queryKeyNorm: true })).toThrow(
      'Cannot write a config.json: a qwen2 model has no queryKeyNorm true (choose another family)',
    )
    expect(() => toHfConfig({ ...config, queryKeyValueBias: false })).toThrow('queryKeyValueBias')
  })
})
