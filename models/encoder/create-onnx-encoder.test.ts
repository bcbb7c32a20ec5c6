import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Embedder } from '../../core/index.ts'
import { createOnnxEncoder, type OnnxEncoderOptions } from './create-onnx-encoder.ts'
import {
  encoderFolder,
  rowOf,
  tinyModel,
  tokenizerJson,
  type vocabulary,
} from './tiny-encoder.suite.ts'

type Token = (typeof vocabulary)[number]

async function opened(
  files: Readonly<Record<string, unknown>> = {},
  options: Partial<OnnxEncoderOptions> = {},
): Promise<Embedder> {
  const folder = await encoderFolder(files)
  const encoder = await createOnnxEncoder({ folder, threads: 1, ...options })
  onTestFinished(() => encoder[Symbol.asyncDispose]())
  return encoder
}

/** By hand: the mean of these rows, of length 1. */
function meanOf(...tokens: readonly Token[]): readonly number[] {
  const sum = tokens
    .map(rowOf)
    .reduce((one, other) => one.map((value, at) => value + (other[at] ?? 0)))
  const norm = Math.hypot(...sum)
  return sum.map((value) => value / norm)
}

function expectClose(vector: Float32Array | undefined, expected: readonly number[]): void {
  expect(vector).toHaveLength(expected.length)
  for (const [at, value] of expected.entries()) expect(vector?.[at]).toBeCloseTo(value, 5)
}

const mode = (name: string) => ({ '1_Pooling/config.json': { [`pooling_mode_${name}`]: true } })

test('a text is the mean of its tokens, [CLS] and [SEP] among them, of length 1', async () => {
  const encoder = await opened()

  const [rivers, town] = await encoder.embed(['Old RIVERS!', 'town'], 'passage')

  expectClose(rivers, meanOf('[CLS]', 'old', 'river', '##s', '!', '[SEP]'))
  expectClose(town, meanOf('[CLS]', 'town', '[SEP]'))
})

test.each([
  ['cls_token', meanOf('[CLS]')],
  ['lasttoken', meanOf('[SEP]')],
  ['mean_tokens', meanOf('[CLS]', 'town', '[SEP]')],
])('pooling by %s is as the folder says, padding or not', async (name, expected) => {
  const encoder = await opened(mode(name))

  const [vector] = await encoder.embed(['town', 'old old town'], 'passage')

  expectClose(vector, expected)
})

test('a model that pools by itself is told what is padding', async () => {
  const encoder = await opened({ 'model.onnx': null, 'onnx/model.onnx': tinyModel('pooled') })

  const [short, long] = await encoder.embed(['town', 'old old town'], 'passage')

  expectClose(short, meanOf('[CLS]', 'town', '[SEP]'))
  expectClose(long, meanOf('[CLS]', 'old', 'old', 'town', '[SEP]'))
})

test('texts keep their order, whatever their lengths and batches', async () => {
  const encoder = await opened({}, { batch: 2 })
  const texts = ['old old old', 'town', '', 'river town', 'xyz', 'old']

  const together = await encoder.embed(texts, 'passage')

  for (const [at, text] of texts.entries()) {
    const [alone] = await encoder.embed([text], 'passage')
    expectClose(together[at], [...(alone ?? [])])
  }
  expectClose(together[2], meanOf('[CLS]', '[SEP]'))
  expectClose(together[4], meanOf('[CLS]', '[UNK]', '[SEP]'))
})

test('a longer text is cut, its last token kept', async () => {
  const fromFolder = await opened({ 'sentence_bert_config.json': { max_seq_length: 4 } })
  const asked = await opened({}, { maxTokens: 3 })

  expectClose(
    (await fromFolder.embed(['old town river'], 'query'))[0],
    meanOf('[CLS]', 'old', 'town', '[SEP]'),
  )
  expectClose((await asked.embed(['old town river'], 'query'))[0], meanOf('[CLS]', 'old', '[SEP]'))
})

test('prefixes are those of the folder, unless others are given', async () => {
  const files = {
    'config_sentence_transformers.json': { prompts: { query: 'old ', document: 'town ' } },
  }
  const told = await opened(files)
  const given = await opened(files, { queryPrefix: '' })

  expectClose((await told.embed(['river'], 'query'))[0], meanOf('[CLS]', 'old', 'river', '[SEP]'))
  expectClose(
    (await told.embed(['river'], 'passage'))[0],
    meanOf('[CLS]', 'town', 'river', '[SEP]'),
  )
  expectClose((await given.embed(['river'], 'query'))[0], meanOf('[CLS]', 'river', '[SEP]'))
})

test('special tokens in a text are text', async () => {
  const encoder = await opened()

  const [vector] = await encoder.embed(['[SEP]'], 'passage')

  expectClose(vector, meanOf('[CLS]', '[UNK]', '[UNK]', '[UNK]', '[SEP]'))
})

test('the id tells weights, pooling and prefixes apart, and nothing else', async () => {
  const ids = await Promise.all([
    opened(),
    opened({}, { batch: 5 }),
    opened(mode('cls_token')),
    opened({ 'model.onnx': tinyModel('pooled') }),
    opened({}, { queryPrefix: 'old ' }),
  ]).then((encoders) => encoders.map(({ id }) => id.replace(/^onnx:[^:]+:/, '')))

  expect(ids[0]).toBe(ids[1])
  expect(new Set(ids).size).toBe(4)
})

describe('what puts tokens around a text', () => {
  const cls = ['[CLS]', 2]
  const sep = ['[SEP]', 3]
  const template = tokenizerJson.post_processor
  test.each([
    [{ type: 'BertProcessing', cls, sep }, meanOf('[CLS]', 'town', '[SEP]')],
    [{ type: 'RobertaProcessing', cls, sep }, meanOf('[CLS]', 'town', '[SEP]')],
    [
      { type: 'Sequence', processors: [{ type: 'ByteLevel' }, template] },
      meanOf('[CLS]', 'town', '[SEP]'),
    ],
    [null, meanOf('town')],
  ])('may be %j', async (post_processor, expected) => {
    const encoder = await opened({ 'tokenizer.json': { ...tokenizerJson, post_processor } })

    expectClose((await encoder.embed(['town'], 'passage'))[0], expected)
  })
})

describe('a folder that cannot be used is told in one line', () => {
  test.each([
    [{ 'model.onnx': null }, 'ConfigError', 'there is no model.onnx in it'],
    [{ 'config.json': null }, 'ConfigError', 'config.json: no such file'],
    [{ 'tokenizer.json': null }, 'ConfigError', 'there is no tokenizer.json in it'],
    [{ 'model.onnx': 'hello' }, 'ModelError', 'model.onnx on cpu: '],
    [{ 'model.onnx': tinyModel('hidden', 'pixels') }, 'ConfigError', 'its model takes pixels'],
    [mode('max_tokens'), 'ConfigError', 'pooling by pooling_mode_max_tokens is not supported'],
    [{ '1_Pooling/config.json': {} }, 'ConfigError', 'pooling by no mode'],
    [
      { 'modules.json': [{ type: 'sentence_transformers.models.Dense' }] },
      'ConfigError',
      'models.Dense is not',
    ],
    [
      { 'tokenizer.json': { ...tokenizerJson, post_processor: { type: 'Odd' } } },
      'ConfigError',
      'post-processor',
    ],
    [
      { 'sentence_bert_config.json': { max_seq_length: 2 } },
      'ConfigError',
      'no text has room in it',
    ],
  ])('%#', async (files, name, reason) => {
    const opening = opened(files)

    await expect(opening).rejects.toMatchObject({
      name,
      message: expect.stringMatching(/^Cannot [^\n]*$/),
    })
    await expect(opening).rejects.toThrow(reason)
  })

  test('and so are settings', async () => {
    await expect(opened({}, { batch: 0 })).rejects.toThrow('batch is 0')
    await expect(opened({}, { device: 'abacus' as 'cpu' })).rejects.toThrow(
      'abacus: it is no device',
    )
  })
})

test('a closed encoder says so, and an aborted signal its reason', async () => {
  const encoder = await opened()
  const waiting = encoder.embed(['town'], 'query')
  expect(await waiting).toHaveLength(1)

  await encoder[Symbol.asyncDispose]()
  await encoder[Symbol.asyncDispose]()

  await expect(encoder.embed(['town'], 'query')).rejects.toThrow(
    'Cannot encode: it has been closed',
  )
  const reason = new Error('enough')
  await expect(encoder.embed(['town'], 'query', AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('weights beside a model count for its id', async () => {
  const folder = await encoderFolder()
  const id = async () => {
    await using encoder = await createOnnxEncoder({ folder, threads: 1 })
    return encoder.id
  }
  const before = await id()
  await writeFile(join(folder, 'model.onnx_data'), 'more')

  expect(await id()).not.toBe(before)
})
