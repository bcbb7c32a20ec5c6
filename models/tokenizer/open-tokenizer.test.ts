import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTokenizer } from './open-tokenizer.ts'
import { bpeDocument, bpeFolder, corpus, variantOf } from './reference.suite.ts'
import { saveTokenizer } from './save-tokenizer.ts'
import { trainByteLevelBpe } from './train-byte-level-bpe.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaestra-tokenizer-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = async (files: Readonly<Record<string, unknown>>) => {
  for (const [name, value] of Object.entries({ 'tokenizer.json': bpeDocument, ...files })) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

describe('a saved tokenizer', () => {
  test.each([null, 'one', { default: 'one', tool_use: 'two' }])(
    'is the same when it is opened, chat template %j included',
    async (chatTemplate) => {
      const tokenizer = await trainByteLevelBpe([corpus], {
        vocabularySize: 300,
        ...(chatTemplate === null ? {} : { chatTemplate }),
      })

      await saveTokenizer(tokenizer, folder)
      const opened = await openTokenizer(folder)

      expect(opened.files).toEqual(tokenizer.files)
      expect(opened.encode(corpus)).toEqual(tokenizer.encode(corpus))
      expect(opened.chatTemplate).toEqual(chatTemplate)
    },
  )

  test('replaces the chat template of the one that lay there', async () => {
    await write({ 'chat_template.jinja': 'old', 'additional_chat_templates/rag.jinja': 'old' })
    const tokenizer = await openTokenizer(bpeFolder)

    await saveTokenizer(tokenizer, folder)

    expect((await openTokenizer(folder)).chatTemplate).toBeNull()
    expect(await readFile(join(folder, 'tokenizer.json'), 'utf8')).toContain('<|im_end|>')
  })
})

describe('chat templates', () => {
  test.each([
    [{ 'tokenizer_config.json': { chat_template: 'a' } }, 'a'],
    [{ 'tokenizer_config.json': {}, 'chat_template.json': { chat_template: 'b' } }, 'b'],
    [{ 'tokenizer_config.json': { chat_template: 'a' }, 'chat_template.jinja': 'c' }, 'c'],
    [
      { 'tokenizer_config.json': { chat_template: [{ name: 'rag', template: 'd' }] } },
      { rag: 'd' },
    ],
    [
      { 'chat_template.jinja': 'c', 'additional_chat_templates/tool_use.jinja': 'e' },
      { default: 'c', tool_use: 'e' },
    ],
  ])('are found in %j', async (files, expected) => {
    await write(files)

    expect((await openTokenizer(folder)).chatTemplate).toEqual(expected)
  })
})

describe('names of special tokens', () => {
  test('are texts or objects, in the config or in their own file', async () => {
    await write({
      'tokenizer_config.json': { eos_token: { content: '<|im_end|>', lstrip: false } },
      'special_tokens_map.json': { eos_token: '<|im_start|>', pad_token: '<|endoftext|>' },
    })

    const { eosId, padId, bosId, idOf } = await openTokenizer(folder)

    expect([eosId, padId, bosId]).toEqual([idOf('<|im_end|>'), idOf('<|endoftext|>'), null])
  })

  test('may be of tokens that only the config adds', async () => {
    const added_tokens_decoder = { 600: { content: '<|tool|>', special: true } }
    await write({ 'tokenizer_config.json': { added_tokens_decoder, eos_token: '<|tool|>' } })

    const tokenizer = await openTokenizer(folder)

    expect(tokenizer).toMatchObject({ vocabularySize: 601, eosId: 600 })
    expect(tokenizer.encode('<|tool|>', { special: true })).toEqual([600])
  })
})

describe('a folder that cannot be opened is told in one line', () => {
  const split = { type: 'Split', pattern: { String: 'a' }, behavior: 'MergedWithNext' }
  const one = bpeDocument.added_tokens[0]
  test.each([
    [{ 'tokenizer.json': '{' }, 'tokenizer.json is not JSON'],
    [{ 'tokenizer.json': [] }, 'tokenizer.json holds no object'],
    [{ 'tokenizer.json': {} }, 'tokenizer.json: model'],
    [{ 'tokenizer_config.json': { eos_token: 7 } }, 'tokenizer_config.json: eos_token'],
    [{ 'tokenizer_config.json': { eos_token: '</s>' } }, 'its eos_token "</s>" is not in the voc'],
    [
      { 'tokenizer_config.json': { added_tokens_decoder: { 0: { content: 'x' } } } },
      'id 0 is both "Ā" and "x"',
    ],
    [
      { 'tokenizer_config.json': { added_tokens_decoder: { 4000000000: { content: 'x' } } } },
      '"x" has the id 4000000000 (ids go to 16777215)',
    ],
    [
      { 'tokenizer.json': { ...bpeDocument, model: { ...bpeDocument.model, vocab: { zz: -1 } } } },
      '"zz" has the id -1',
    ],
    [{ 'tokenizer.json': { ...bpeDocument, pre_tokenizer: split } }, 'Split with MergedWithNext'],
    [
      { 'tokenizer.json': { ...bpeDocument, pre_tokenizer: { type: 'UnicodeScripts' } } },
      'UnicodeScripts',
    ],
    [
      { 'tokenizer.json': { ...bpeDocument, added_tokens: [{ ...one, single_word: true }] } },
      'the added token "<|endoftext|>" with single_word is not supported',
    ],
    [{ 'chat_template.json': { chat_template: [{ name: 'a' }] } }, 'the chat template is no text'],
  ])('%j', async (files, reason) => {
    await write(files)

    const opening = openTokenizer(folder)

    await expect(opening).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/^Cannot open the tokenizer [^\n]*$/),
    })
    await expect(opening).rejects.toThrow(reason)
  })

  test('without tokenizer.json', async () => {
    await expect(openTokenizer(folder)).rejects.toThrow('there is no tokenizer.json in it (export')
  })
})

test('a post-processor adds nothing: tokens around a text are the chat template’s', async () => {
  const variant = await variantOf({
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '<|im_start|>', type_id: 0 } }, { Sequence: { id: 'A' } }],
      pair: [],
      special_tokens: {},
    },
  })

  expect(variant.decode(variant.encode('a'))).toBe('a')
})
