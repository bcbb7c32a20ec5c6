import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadOnnxRuntime } from '../engines/onnx/load-onnxruntime.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import { policyInputs } from '../transformer/layout.ts'
import { layoutRows } from '../transformer/layout-rows.ts'
import { policyLogits } from '../transformer/policy.ts'
import { exportOnnx } from './export-onnx.ts'
import { parameterShapes } from './parameters.ts'
import { collect, randomTensors, type Tensors, tinyQwen3, weightsOf } from './tiny-models.suite.ts'

const qwen2: TransformerConfig = {
  ...tinyQwen3,
  ...{ family: 'qwen2', queryKeyNorm: false, queryKeyValueBias: true, tiedEmbeddings: false },
}
const llama: TransformerConfig = {
  ...qwen2,
  ...{ family: 'llama', queryKeyValueBias: false, outputBias: true, feedForwardBias: true },
  rope: {
    theta: 500,
    scaling: {
      ...{ kind: 'llama3', factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4 },
      originalMaxLength: 16,
    },
  },
}

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaestra-export-'))
  path = join(folder, 'model.onnx')
})
afterEach(() => rm(folder, { recursive: true }))

const sequences = [
  [1, 5, 9, 4, 7],
  [3, 8],
  [10, 2, 6, 5],
]

/** Logits of every token, by the reference engine. */
async function expectedLogits(config: TransformerConfig, tensors: Tensors): Promise<Float32Array> {
  const policy = { config, layout: { kind: 'rows' } } as const
  await using parameters = await createReferenceEngine().open(
    declareParameters(config, { frozen: true }),
    weightsOf(tensors),
  )
  await using inference = await parameters.inference({
    batch: policyInputs(policy),
    build: (context) => ({ logits: policyLogits(context, policy) }),
  })
  const behind = sequences.map((ids) => ({
    ids: [...ids, 0],
    mask: [0, ...ids.map(() => 1)],
  }))
  const { logits } = await inference.run(layoutRows(policy, behind).batch)
  return logits?.data as Float32Array
}

type Feeds = Readonly<Record<string, readonly (readonly number[])[]>>

/** Logits of all places, in the runtime alone. */
async function run(model: string, feeds: Feeds) {
  const { InferenceSession, Tensor } = await loadOnnxRuntime()
  const session = await InferenceSession.create(model)
  const tensors = Object.entries(feeds).map(([name, rows]) => {
    const shape = [rows.length, rows[0]?.length ?? 0]
    return [name, new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), shape)] as const
  })
  const { logits } = await session.run(Object.fromEntries(tensors))
  await session.release()
  return { shape: logits?.dims ?? [], data: logits?.data as Float32Array }
}

const WIDTH = 7
const padded = (row: readonly number[], side: 'left' | 'right') => {
  const padding = new Array<number>(WIDTH - row.length).fill(0)
  return side === 'left' ? [...padding, ...row] : [...row, ...padding]
}
const feedsOf = (side: 'left' | 'right'): Feeds => ({
  input_ids: sequences.map((ids) => padded(ids, side)),
  attention_mask: sequences.map((ids) =>
    padded(
      ids.map(() => 1),
      side,
    ),
  ),
})

function expectClose(
  { shape, data }: { readonly shape: readonly number[]; readonly data: Float32Array },
  side: 'left' | 'right',
  expected: Float32Array,
) {
  const vocabulary = tinyQwen3.vocabularySize
  expect(shape).toEqual([sequences.length, WIDTH, vocabulary])
  const largest = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 0)
  let place = 0
  for (const [row, ids] of sequences.entries()) {
    const from = row * WIDTH + (side === 'left' ? WIDTH - ids.length : 0)
    for (let i = 0; i < ids.length * vocabulary; i++) {
      const apart = Math.abs((data[from * vocabulary + i] ?? Number.NaN) - (expected[place++] ?? 0))
      expect(apart / largest).toBeLessThan(1e-5)
    }
  }
  expect(place).toBe(expected.length)
}

const small = (config: TransformerConfig): Tensors =>
  Object.fromEntries(
    Object.entries(randomTensors(parameterShapes(config), 3)).map(([name, data]) => [
      name,
      data.map((value) => value / 2),
    ]),
  )

describe('an exported model', () => {
  test.each([
    ['qwen3', tinyQwen3],
    ['qwen2', qwen2],
    ['llama', llama],
  ] as const)(
    'gives the logits of our forward pass, padded on either side: %s',
    async (_, config) => {
      const tensors = small(config)
      const expected = await expectedLogits(config, tensors)

      await exportOnnx(path, { config, weights: weightsOf(tensors) })

      expectClose(await run(path, feedsOf('right')), 'right', expected)
      expectClose(await run(path, feedsOf('left')), 'left', expected)
      expect(await readdir(folder)).toEqual(['model.onnx'])
    },
  )

  test('takes positions where it is asked to', async () => {
    const tensors = small(tinyQwen3)
    const options = { config: tinyQwen3, weights: weightsOf(tensors), positionIds: true }
    const at = (shift: number) => ({
      ...feedsOf('right'),
      position_ids: sequences.map((ids) =>
        padded(
          ids.map((_, i) => shift * i),
          'right',
        ),
      ),
    })

    await exportOnnx(path, options)

    const expected = await expectedLogits(tinyQwen3, tensors)
    expectClose(await run(path, at(1)), 'right', expected)
    const stretched = await run(path, at(3))
    expect(() => expectClose(stretched, 'right', expected)).toThrow()
  })

  test('stands beside its weights where they are large', async () => {
    const tensors = small(qwen2)

    await exportOnnx(path, { config: qwen2, weights: weightsOf(tensors), externalData: true })

    const expected = await expectedLogits(qwen2, tensors)
    expectClose(await run(path, feedsOf('right')), 'right', expected)
    const numbers = Object.values(tensors).reduce((sum, { length }) => sum + length, 0)
    expect((await stat(`${path}.data`)).size).toBe(4 * numbers)
    expect((await readdir(folder)).sort()).toEqual(['model.onnx', 'model.onnx.data'])
    // One that holds its weights takes the place of both.
    await exportOnnx(path, { config: qwen2, weights: weightsOf(tensors) })
    expect(await readdir(folder)).toEqual(['model.onnx'])
  })

  test('has no operators but those of ONNX', async () => {
    await exportOnnx(path, { config: qwen2, weights: weightsOf(small(qwen2)) })

    expect((await readFile(path)).includes('com.microsoft')).toBe(false)
    expect((await readFile(path)).includes('SimplifiedLayerNormalization')).toBe(false)
  })

  const { 'model.norm.weight': norm = new Float32Array(), ...rest } = small(tinyQwen3)
  test.each([
    ['a missing weight', rest, 'model.norm.weight is missing (give all of the model)'],
    [
      'an unknown weight',
      { ...rest, other: norm },
      'the model has no parameter other (check the names)',
    ],
    [
      'a wrong size',
      { ...rest, 'model.norm.weight': norm.slice(1) },
      'model.norm.weight has 7 numbers (it takes 8)',
    ],
  ])('leaves what stood there for %s', async (_, tensors, message) => {
    await writeFile(path, 'before')

    const writing = exportOnnx(path, { config: tinyQwen3, weights: weightsOf(tensors) })

    await expect(writing).rejects.toThrow(`Cannot write ${path}: ${message}`)
    expect(await readFile(path, 'utf8')).toBe('before')
    expect(await readdir(folder)).toEqual(['model.onnx'])
  })

  test('refuses a weight that comes twice, and a place where no file can be', async () => {
    async function* twice() {
      yield* weightsOf(rest)
      yield* weightsOf(rest)
    }
    await expect(exportOnnx(path, { config: tinyQwen3, weights: twice() })).rejects.toThrow(
      'came twice (give each once)',
    )
    await writeFile(join(folder, 'file'), '')
    const inside = join(folder, 'file', 'model.onnx')
    await expect(
      exportOnnx(inside, { config: tinyQwen3, weights: weightsOf(rest) }),
    ).rejects.toThrow(`Cannot write ${inside}: `)
  })

  test('holds the weights as they were given', async () => {
    const tensors = small(tinyQwen3)

    await exportOnnx(path, { config: tinyQwen3, weights: weightsOf(tensors) })

    const bytes = await readFile(path)
    for (const [, data] of Object.entries(await collect(weightsOf(tensors)))) {
      expect(bytes.includes(Buffer.from(data.buffer, data.byteOffset, data.byteLength))).toBe(true)
    }
  })
})
