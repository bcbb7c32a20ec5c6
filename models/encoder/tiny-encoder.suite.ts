import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { encodeModel, type OnnxNode } from '../engines/onnx/emit/model.ts'

export const vocabulary = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  'river',
  'town',
  '##s',
  'old',
  '!',
] as const
type Token = (typeof vocabulary)[number]
export const SIZE = 3

/** The vector that the model has for a token. */
export const rowOf = (token: Token): readonly number[] => {
  const id = vocabulary.indexOf(token)
  return [id + 1, id % 3 === 0 ? -2 : 0.5, (id * id) / 10]
}

export const tokenizerJson = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: vocabulary.slice(0, 4).map((content, id) => ({
    ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false },
    normalized: false,
  })),
  normalizer: {
    ...{ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true },
    ...{ strip_accents: null, lowercase: true },
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  } as unknown,
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
    ...{ max_input_chars_per_word: 100 },
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
}

const node = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes = {},
): OnnxNode => ({
  ...{ op, domain: '', name: output, inputs, outputs: [output], attributes },
})

/** A model that looks its tokens up: `hidden` gives a vector a token, `pooled` the mean of those that are not masked. */
export function tinyModel(kind: 'hidden' | 'pooled', input = 'input_ids'): Uint8Array {
  const table = Float32Array.from(vocabulary.flatMap(rowOf))
  const states = node('Gather', ['table', input], 'last_hidden_state', { axis: { int: 0 } })
  const pooling = [
    node('Cast', ['attention_mask'], 'mask', { to: { int: 1 } }),
    node('Unsqueeze', ['mask', 'last'], 'columns'),
    node('Mul', ['last_hidden_state', 'columns'], 'kept'),
    node('ReduceSum', ['kept', 'second'], 'sum', { keepdims: { int: 0 } }),
    node('ReduceSum', ['columns', 'second'], 'count', { keepdims: { int: 0 } }),
    node('Div', ['sum', 'count'], 'sentence_embedding'),
  ]
  const axis = (name: string, at: number) => ({
    ...{ name, element: 'int64' as const, shape: [1] },
    bytes: new Uint8Array(BigInt64Array.of(BigInt(at)).buffer),
  })
  const shape = ['batch', 'sequence'] as const
  const isPooled = kind === 'pooled'
  const output = isPooled
    ? { name: 'sentence_embedding', shape: ['batch', SIZE] }
    : { name: 'last_hidden_state', shape: ['batch', 'sequence', SIZE] }
  return encodeModel(
    {
      name: 'tiny',
      nodes: isPooled ? [states, ...pooling] : [states],
      initializers: [
        {
          ...{ name: 'table', element: 'float32', shape: [vocabulary.length, SIZE] },
          bytes: new Uint8Array(table.buffer),
        },
        ...(isPooled ? [axis('second', 1), axis('last', 2)] : []),
      ],
      inputs: [
        { name: input, element: 'int64', shape },
        ...(isPooled ? [{ name: 'attention_mask', element: 'int64' as const, shape }] : []),
      ],
      outputs: [{ ...output, element: 'float32' }],
    },
    { contrib: false },
  )
}

/** A folder with these files beside those of the tiny encoder; null takes one away. */
export async function encoderFolder(
  files: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-encoder-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const all = {
    'model.onnx': tinyModel('hidden'),
    'tokenizer.json': tokenizerJson,
    'tokenizer_config.json': { pad_token: '[PAD]' },
    'config.json': { model_type: 'bert', max_position_embeddings: 8 },
    ...files,
  }
  for (const [name, value] of Object.entries(all)) {
    if (value === null) continue
    await mkdir(dirname(join(folder, name)), { recursive: true })
    const bytes = value instanceof Uint8Array || typeof value === 'string'
    await writeFile(join(folder, name), bytes ? value : JSON.stringify(value))
  }
  return folder
}
