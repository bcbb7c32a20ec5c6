import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { INDEX, WEIGHTS } from './checkpoint-files.ts'
import { openCheckpoint } from './open-checkpoint.ts'
import { parameterShapes, type Shapes } from './parameters.ts'
import { writeSafetensors } from './safetensors-writer.ts'
import { saveHfFolder } from './save-folder.ts'
import { collect, randomTensors, tinyQwen3, weightsOf } from './tiny-models.suite.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'palaestra-checkpoint-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const shapes = parameterShapes(tinyQwen3)
const tensors = randomTensors(shapes)

/** A folder of the tiny model, in one file or in shards. */
async function save(maxShardBytes?: number): Promise<string> {
  const folder = join(dir, 'model')
  const weights = weightsOf(tensors)
  await saveHfFolder(folder, {
    config: tinyQwen3,
    weights,
    ...(maxShardBytes && { maxShardBytes }),
  })
  return folder
}

/** Puts other weights in a folder. */
async function replaceWeights(
  folder: string,
  given: Shapes,
  { file = WEIGHTS, dtype = 'f32' as const, seed = 0 } = {},
) {
  await rm(join(folder, file), { force: true })
  const weights = weightsOf(randomTensors(given, seed))
  await writeSafetensors(join(folder, file), { shapes: given, weights, dtype })
}

async function editJson(path: string, edit: (value: Record<string, unknown>) => object) {
  const value = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
  await writeFile(path, JSON.stringify({ ...value, ...edit(value) }))
}
const shardsIn = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort()

describe('a checkpoint', () => {
  test('gives its parameters one after another, and each by name', async () => {
    await using checkpoint = await openCheckpoint(await save())

    expect(checkpoint).toMatchObject({
      config: tinyQwen3,
      files: [WEIGHTS],
      dtypes: ['f32'],
      shapes,
    })
    expect(await collect(checkpoint.weights())).toEqual(tensors)
    expect(await checkpoint.read('model.norm.weight')).toEqual(tensors['model.norm.weight'])
    await expect(checkpoint.read('model.nrom.weight')).rejects.toThrow(
      'has no parameter model.nrom',
    )
  })

  test('of many shards gives the same', async () => {
    const folder = await save(1000)

    await using checkpoint = await openCheckpoint(folder)

    expect(checkpoint.files.length).toBeGreaterThan(3)
    expect(checkpoint.files).toEqual(await shardsIn(folder))
    expect(await collect(checkpoint.weights())).toEqual(tensors)
  })

  test('gives numbers that nothing else holds', async () => {
    await using checkpoint = await openCheckpoint(await save())

    const [a, b] = [
      await checkpoint.read('model.norm.weight'),
      await checkpoint.read('model.norm.weight'),
    ]

    a.fill(9)
    expect(b).toEqual(tensors['model.norm.weight'])
  })

  test('closes twice, and reads nothing afterwards', async () => {
    const checkpoint = await openCheckpoint(await save())

    await checkpoint.close()
    await checkpoint.close()

    await expect(checkpoint.read('model.norm.weight')).rejects.toThrow('Cannot read')
  })
})

describe('what the wild holds', () => {
  test('a head that equals the embeddings it is tied to is left out', async () => {
    const folder = await save()
    const withHead = { ...shapes, 'lm_head.weight': [11, 8] }
    const embedding = tensors['model.embed_tokens.weight'] ?? new Float32Array()
    await rm(join(folder, WEIGHTS))
    await writeSafetensors(join(folder, WEIGHTS), {
      shapes: withHead,
      weights: weightsOf({ ...tensors, 'lm_head.weight': embedding }),
    })

    await using checkpoint = await openCheckpoint(folder)

    expect(await collect(checkpoint.weights())).toEqual(tensors)
  })

  test('a head that differs from the embeddings it is tied to is refused', async () => {
    const folder = await save()
    await replaceWeights(folder, { ...shapes, 'lm_head.weight': [11, 8] })

    await expect(openCheckpoint(folder)).rejects.toThrow(
      /lm_head\.weight differs from the embeddings/,
    )
  })

  test('buffers of old Llama checkpoints are left out', async () => {
    const folder = await save()
    await replaceWeights(folder, { ...shapes, 'model.layers.0.self_attn.rotary_emb.inv_freq': [3] })

    await using checkpoint = await openCheckpoint(folder)

    expect(Object.keys(await collect(checkpoint.weights()))).toEqual(Object.keys(shapes))
  })

  test('names without "model." are those of a bare model', async () => {
    const folder = await save()
    const bare = Object.entries(shapes).map(([name, shape]) => [
      name.replace(/^model\./, ''),
      shape,
    ])
    await replaceWeights(folder, Object.fromEntries(bare))

    await using checkpoint = await openCheckpoint(folder)

    expect(await collect(checkpoint.weights())).toEqual(tensors)
  })
})

describe('a checkpoint is refused in one line', () => {
  const refused = async (folder: string, reason: string | RegExp) => {
    const opened = openCheckpoint(folder)
    await expect(opened).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/^Cannot read [^\n]* \([^\n]*\)$/),
    })
    await expect(opened).rejects.toThrow(reason)
  }

  test('without a folder, weights or safetensors', async () => {
    await refused(join(dir, 'none'), 'config.json: no such file')
    const folder = await save()
    await rm(join(folder, WEIGHTS))
    await refused(folder, `there is neither ${WEIGHTS} nor ${INDEX}`)
    await writeFile(join(folder, 'pytorch_model.bin'), '')
    await refused(folder, 'its weights are pickled (pytorch_model.bin)')
  })

  test('where a shard is missing or cut off', async () => {
    const folder = await save(1000)
    const [first = '', second = ''] = await shardsIn(folder)
    await truncate(join(folder, second), 700)
    await refused(folder, new RegExp(`${second}: it is cut off`))
    await rm(join(folder, first))
    await refused(folder, `shard ${first} is missing (download it)`)
  })

  test('where index and shards disagree', async () => {
    const folder = await save(1000)
    const index = join(folder, INDEX)
    const [first = '', second = ''] = await shardsIn(folder)
    const map = (change: Readonly<Record<string, string | undefined>>) =>
      editJson(index, ({ weight_map }) => ({
        weight_map: { ...(weight_map as object), ...change },
      }))

    await map({ 'model.embed_tokens.weight': second })
    await refused(folder, `embed_tokens.weight is in ${first}, ${INDEX} says ${second}`)
    await map({ 'model.embed_tokens.weight': undefined })
    await refused(folder, `embed_tokens.weight is in ${first}, ${INDEX} does not name it`)
    await map({ 'model.embed_tokens.weight': first, ghost: second })
    await refused(folder, `tensor ghost is not in ${second}, as ${INDEX} says`)
    await map({ ghost: '../elsewhere.safetensors' })
    await refused(folder, 'it names ../elsewhere.safetensors, outside the folder')
  })

  test('where a tensor is missing, unknown, misshapen or of whole numbers', async () => {
    const folder = await save()
    const { 'model.norm.weight': _, ...fewer } = shapes
    await replaceWeights(folder, fewer)
    await refused(folder, 'tensor model.norm.weight is missing')
    await replaceWeights(folder, { ...shapes, constructor: [2] })
    await refused(folder, 'the qwen3 model of config.json has no tensor constructor')
    await replaceWeights(folder, { ...shapes, 'model.norm.weight': [2, 4] })
    await refused(folder, 'tensor model.norm.weight has shape [2,4], and [8] by config.json')
    await replaceWeights(folder, { ...shapes, 'norm.weight': [8] })
    await refused(folder, 'it holds model.norm.weight twice')
  })

  test('where a tensor holds no floats', async () => {
    const folder = await save()
    const path = join(folder, WEIGHTS)
    const bytes = await readFile(path)
    const at = bytes.indexOf('"F32"')
    bytes.write('"I32"', at)
    await writeFile(path, bytes)

    await refused(folder, 'tensor model.embed_tokens.weight is I32 (convert it')
  })

  test('where its configuration is not of this model', async () => {
    const folder = await save()
    await editJson(join(folder, 'config.json'), () => ({ tie_word_embeddings: false }))

    await refused(folder, 'tensor lm_head.weight is missing')
  })
})
