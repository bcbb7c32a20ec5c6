import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { learnMerges } from './learn-merges.ts'
import { bpeFolder, corpus } from './reference.suite.ts'
import { trainByteLevelBpe } from './train-byte-level-bpe.ts'

test('the same corpus gives the tokenizer that transformers was given', async () => {
  const { files } = await trainByteLevelBpe([corpus], { vocabularySize: 640 })

  const stored = readFileSync(join(bpeFolder, 'tokenizer.json'), 'utf8')
  expect(files.tokenizer).toEqual(JSON.parse(stored))
})

test('the most frequent pair is merged first, and of equals the one of lower ids', () => {
  const { merges, vocabulary } = learnMerges(
    new Map([
      ['abab', 2],
      ['cd', 4],
      ['bab', 1],
    ]),
    3,
  )

  // ab stands 5 times, cd 4, ba 3.
  expect(merges).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['ab', 'ab'],
  ])
  expect(vocabulary.slice(256)).toEqual(['ab', 'cd', 'abab'])
})

test('runs of one character are merged without counting a character twice', () => {
  const { merges } = learnMerges(new Map([['aaaaa', 3]]), 10)

  expect(merges).toEqual([
    ['a', 'a'],
    ['aa', 'a'],
    ['aa', 'aaa'],
  ])
})

test('a pair that stands once is not merged', async () => {
  const { vocabularySize } = await trainByteLevelBpe(['abc'], { vocabularySize: 300 })

  expect(vocabularySize).toBe(256 + 3)
})

test('special tokens in the texts are not learnt from', async () => {
  const texts = ['<|im_end|><|im_end|><|im_end|>']

  const { vocabularySize } = await trainByteLevelBpe(texts, { vocabularySize: 300 })

  expect(vocabularySize).toBe(256 + 3)
})

test('longer vocabularies make shorter texts', async () => {
  const sizes = [259, 320, 400, 480]

  const lengths = await Promise.all(
    sizes.map(async (vocabularySize) => {
      const tokenizer = await trainByteLevelBpe([corpus], { vocabularySize })
      expect(tokenizer.vocabularySize).toBe(vocabularySize)
      return tokenizer.encode(corpus).length
    }),
  )

  expect(lengths[0]).toBe(Buffer.byteLength(corpus))
  expect(lengths).toEqual([...lengths].sort((a, b) => b - a))
  expect(new Set(lengths).size).toBe(sizes.length)
})

test('a vocabulary without room for all bytes is refused', async () => {
  await expect(trainByteLevelBpe(['a'], { vocabularySize: 258 })).rejects.toThrow(
    'Cannot train a tokenizer: 258 tokens are too few for 256 bytes and 3 special tokens (take 259 or more)',
  )
})
