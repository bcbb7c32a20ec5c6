import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { INDEX } from './checkpoint-files.ts'
import { openCheckpoint } from './open-checkpoint.ts'
import { parameterShapes } from './parameters.ts'
import { readHeader } from './safetensors.ts'
import { saveHfFolder } from './save-folder.ts'
import { collect, randomTensors, tinyQwen3, weightsOf } from './tiny-models.suite.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'palaestra-save-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const config = tinyQwen3
const tensors = randomTensors(parameterShapes(config))
const others = randomTensors(parameterShapes(config), 1)
const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))

describe('an exported folder', () => {
  test.each(['f32', 'f16', 'bf16'] as const)('holds the weights in %s', async (dtype) => {
    const folder = join(dir, 'deep/model')

    await saveHfFolder(folder, { config, weights: weightsOf(tensors), dtype })

    await using checkpoint = await openCheckpoint(folder)
    expect(checkpoint.dtypes).toEqual([dtype])
    expect(await collect(checkpoint.weights())).toEqual(tensors)
    expect((await readdir(folder)).sort()).toEqual([
      'config.json',
      'generation_config.json',
      'model.safetensors',
    ])
  })

  test('keeps shards below the size that is asked for, and takes weights in any order', async () => {
    const folder = join(dir, 'model')
    const backwards = Object.fromEntries(Object.entries(tensors).reverse())

    await saveHfFolder(folder, { config, weights: weightsOf(backwards), maxShardBytes: 800 })

    await using checkpoint = await openCheckpoint(folder)
    expect(await collect(checkpoint.weights())).toEqual(tensors)
    for (const file of checkpoint.files) {
      const { tensors: held } = await readHeader(join(folder, file))
      const sizes = [...held.values()].map(({ start, end }) => end - start)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(800)
    }
    const numbers = Object.values(tensors).reduce((sum, data) => sum + data.length, 0)
    expect(await readJson(join(folder, INDEX))).toMatchObject({
      metadata: { total_size: 4 * numbers },
    })
  })

  test('has the tokenizer and the generation settings of another', async () => {
    const from = join(dir, 'from')
    await mkdir(from)
    await writeFile(join(from, 'tokenizer.json'), '{"a":1}')
    await writeFile(join(from, 'notes.txt'), 'not this')
    await writeFile(join(from, 'generation_config.json'), '{"temperature":0.7,"eos_token_id":9}')
    const folder = join(dir, 'model')

    await saveHfFolder(folder, { config, weights: weightsOf(tensors), copyFrom: from })

    expect(await readFile(join(folder, 'tokenizer.json'), 'utf8')).toBe('{"a":1}')
    expect(await readdir(folder)).not.toContain('notes.txt')
    expect(await readJson(join(folder, 'generation_config.json'))).toEqual({
      temperature: 0.7,
      bos_token_id: 1,
      eos_token_id: [2, 3],
      pad_token_id: null,
    })
  })

  test('replaces an older one, its shards included, and may read from it meanwhile', async () => {
    const folder = join(dir, 'model')
    await saveHfFolder(folder, { config, weights: weightsOf(tensors), maxShardBytes: 800 })

    await using old = await openCheckpoint(folder)
    await saveHfFolder(folder, { config, weights: old.weights(), dtype: 'bf16' })

    await using checkpoint = await openCheckpoint(folder)
    expect(checkpoint.files).toEqual(['model.safetensors'])
    expect(await collect(checkpoint.weights())).toEqual(tensors)
    expect(await readdir(dir)).toEqual(['model'])
  })
})

describe('an older folder stays as it was', () => {
  const failing = async (options: Partial<Parameters<typeof saveHfFolder>[1]>) => {
    const folder = join(dir, 'model')
    await saveHfFolder(folder, { config, weights: weightsOf(tensors) })
    const error = await saveHfFolder(folder, {
      config,
      weights: weightsOf(others),
      ...options,
    }).catch((thrown: Error) => thrown)
    await using checkpoint = await openCheckpoint(folder)
    expect(await collect(checkpoint.weights())).toEqual(tensors)
    expect(await readdir(dir)).toEqual(['model'])
    return error
  }

  test('where weights break off', async () => {
    const weights = (async function* () {
      yield { name: 'model.norm.weight', data: new Float32Array(8) }
      throw new Error('the engine stopped')
    })()

    expect(await failing({ weights })).toMatchObject({ message: 'the engine stopped' })
  })

  test('where one is missing, unknown or too large', async () => {
    const { 'model.norm.weight': _, ...fewer } = others
    const huge = { ...others, 'model.norm.weight': new Float32Array(8).fill(1e6) }

    expect(String(await failing({ weights: weightsOf(fewer) }))).toMatch(
      /Cannot write .*\/model\/model\.safetensors: tensor model\.norm\.weight is missing/,
    )
    expect(
      String(await failing({ weights: weightsOf({ ...others, more: new Float32Array(1) }) })),
    ).toMatch(/it has no parameter more/)
    expect(String(await failing({ weights: weightsOf(huge), dtype: 'f16' }))).toMatch(
      /1000000 in tensor model\.norm\.weight is too large for f16/,
    )
  })

  test('where there is no tokenizer to copy', async () => {
    expect(String(await failing({ copyFrom: join(dir, 'nowhere') }))).toMatch(
      /Cannot copy a tokenizer from .*: there is no such folder/,
    )
    expect(String(await failing({ maxShardBytes: 0 }))).toMatch(/Cannot write shards of 0 bytes/)
  })
})

test('a folder that holds something else is not replaced', async () => {
  const folder = join(dir, 'home')
  await mkdir(folder)
  await writeFile(join(folder, 'thesis.txt'), 'years of work')

  await expect(saveHfFolder(folder, { config, weights: weightsOf(tensors) })).rejects.toThrow(
    `Cannot write ${folder}: it holds thesis.txt, which would be lost (choose another folder)`,
  )
  expect(await readdir(folder)).toEqual(['thesis.txt'])
})

test('what a crash left beside the folder is brought back or cleaned up by the next save', async () => {
  const folder = join(dir, 'model')
  await saveHfFolder(folder, { config, weights: weightsOf(tensors) })
  await rename(folder, join(dir, '.model.palaestra-old'))
  await mkdir(join(dir, '.model.palaestra-next'))

  const { 'model.norm.weight': _, ...fewer } = others
  await expect(saveHfFolder(folder, { config, weights: weightsOf(fewer) })).rejects.toThrow()

  await using checkpoint = await openCheckpoint(folder)
  expect(await collect(checkpoint.weights())).toEqual(tensors)
  expect(await readdir(dir)).toEqual(['model'])
})

test('a folder behind a link is replaced where it is', async () => {
  const [folder, link] = [join(dir, 'model'), join(dir, 'link')]
  await saveHfFolder(folder, { config, weights: weightsOf(tensors) })
  await symlink(folder, link)

  await saveHfFolder(link, { config, weights: weightsOf(others) })

  await using checkpoint = await openCheckpoint(folder)
  expect(await collect(checkpoint.weights())).toEqual(others)
  expect((await readdir(dir)).sort()).toEqual(['link', 'model'])
})
