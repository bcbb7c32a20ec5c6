import { readFileSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parameterShapes, type Shapes } from '../checkpoint/parameters.ts'
import { collect, randomTensors, tinyQwen3, weightsOf } from '../checkpoint/tiny-models.suite.ts'
import { readAdapter, writeAdapter } from './adapter-files.ts'
import { type LoraConfig, loraScale, loraShapes } from './config.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'palaestra-adapter-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** Made by PEFT: reference/make_adapter.py. */
const reference = join(import.meta.dirname, 'reference')
const readReference = <T>(name: string) =>
  JSON.parse(readFileSync(join(reference, name), 'utf8')) as T
const baseShapes = readReference<Shapes>('shapes.json')
const expected = readReference<{
  readonly scales: Readonly<Record<string, number>>
  readonly values: Readonly<Record<string, readonly number[]>>
}>('expected.json')

describe('an adapter that PEFT wrote', () => {
  test('is read with its ranks, scales and numbers', async () => {
    await using adapter = await readAdapter(join(reference, 'adapter'), baseShapes)

    expect(adapter.config).toEqual({
      rank: 2,
      alpha: 6,
      targetModules: expect.arrayContaining(['q_proj', 'v_proj', 'down_proj']),
      rankStabilized: true,
      baseModel: 'tiny-qwen3',
      rankPattern: { down_proj: 3, 'layers.1.self_attn.v_proj': 1 },
      alphaPattern: { '^model.layers.0.self_attn.q_proj': 5 },
    })
    expect(adapter.config.targetModules).not.toContain('c_attn')
    const tensors = await collect(adapter.weights())
    expect(Object.keys(tensors)).toEqual(Object.keys(adapter.shapes))
    expect(
      Object.fromEntries(Object.entries(tensors).map(([name, data]) => [name, [...data]])),
    ).toEqual(expected.values)
    for (const [module, scale] of Object.entries(expected.scales)) {
      expect(loraScale(adapter.config, module)).toBeCloseTo(scale, 12)
    }
    expect(await adapter.read('model.layers.0.self_attn.q_proj.lora_B.weight')).toHaveLength(24)
  })

  const withConfig = async (change: object) => {
    const folder = join(dir, 'adapter')
    await cp(join(reference, 'adapter'), folder, { recursive: true })
    const path = join(folder, 'adapter_config.json')
    const given = JSON.parse(await readFile(path, 'utf8')) as object
    await writeFile(path, JSON.stringify({ ...given, ...change }))
    return folder
  }

  test.each([
    [{ peft_type: 'IA3' }, 'adapters of type IA3 are not supported'],
    [{ use_dora: true }, 'use_dora true is not supported'],
    [{ bias: 'lora_only' }, 'bias "lora_only" is not supported'],
    [{ modules_to_save: ['lm_head'] }, 'modules_to_save ["lm_head"] is not supported'],
    [{ fan_in_fan_out: true }, 'fan_in_fan_out true is not supported'],
    [{ init_lora_weights: 'pissa' }, 'init_lora_weights "pissa" is not supported'],
    [{ layers_to_transform: [0] }, 'layers_to_transform [0] is not supported'],
    [{ target_modules: ['embed_tokens', 'q_proj'] }, 'LoRA on embeddings is not supported'],
    [{ target_modules: null }, 'it has no target_modules'],
    [{ target_modules: ['c_attn'] }, 'no module that target_modules ["c_attn"] names'],
    [{ target_modules: '(' }, 'target_modules ( is no regular expression'],
    [{ lora_alpha: 'much' }, 'lora_alpha: '],
  ])('is refused by the name of what is not supported: %j', async (change, reason) => {
    const folder = await withConfig(change)

    const read = readAdapter(folder, baseShapes)

    await expect(read).rejects.toThrow(`Cannot read ${join(folder, 'adapter_config.json')}: `)
    await expect(read).rejects.toThrow(reason)
  })

  test.each([
    [{ r: 4 }, 'q_proj.lora_A.weight has shape [2,8], and the model asks for [4,8]'],
    [
      { target_modules: ['q_proj'] },
      'its configuration does not ask for tensor model.layers.0.mlp',
    ],
    [{ target_modules: 'all-linear' }, 'k_proj.lora_A.weight is missing'],
  ])('is refused by the tensor that does not fit its configuration: %j', async (change, reason) => {
    const folder = await withConfig(change)

    await expect(readAdapter(folder, baseShapes)).rejects.toThrow(reason)
  })

  test('is refused by the first tensor that does not fit another base', async () => {
    const other = parameterShapes({ ...tinyQwen3, headSize: 4 })

    await expect(readAdapter(join(reference, 'adapter'), other)).rejects.toThrow(
      /adapter_model\.safetensors: tensor model\.layers\.0\.self_attn\.q_proj\.lora_B\.weight has shape \[12,2\], and the model asks for \[8,2\] \(check that the adapter is of this model\)$/,
    )
  })
})

describe('an adapter that was written', () => {
  const config: LoraConfig = {
    rank: 3,
    alpha: 12,
    targetModules: ['q_proj', 'layers.1.mlp.up_proj'],
    rankStabilized: false,
    baseModel: 'tiny',
    rankPattern: { q_proj: 2 },
  }
  const tensors = randomTensors(loraShapes(baseShapes, config))

  test.each(['f32', 'bf16'] as const)('is read as it was, in %s', async (dtype) => {
    const folder = join(dir, 'adapter')

    await writeAdapter(folder, { config, baseShapes, weights: weightsOf(tensors), dtype })

    await using adapter = await readAdapter(folder, baseShapes)
    expect(adapter.config).toEqual(config)
    expect(await collect(adapter.weights())).toEqual(tensors)
    expect((await readdir(folder)).sort()).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
    ])
  })

  test('stays as it was where the next one fails', async () => {
    const folder = join(dir, 'adapter')
    await writeAdapter(folder, { config, baseShapes, weights: weightsOf(tensors) })

    await expect(
      writeAdapter(folder, { config, baseShapes, weights: weightsOf({}) }),
    ).rejects.toThrow('q_proj.lora_A.weight is missing')

    await using adapter = await readAdapter(folder, baseShapes)
    expect(await collect(adapter.weights())).toEqual(tensors)
    expect(await readdir(dir)).toEqual(['adapter'])
  })
})
