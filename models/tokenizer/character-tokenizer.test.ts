import fc from 'fast-check'
import { expect, test } from 'vitest'
import { characterTokenizer } from './character-tokenizer.ts'
import { tokenizerOf } from './from-files.ts'

test('gives one id a character, in code point order, special tokens last', () => {
  const tokenizer = characterTokenizer('b😀a a')

  expect(tokenizer.encode(' ab😀')).toEqual([0, 1, 2, 3])
  expect(tokenizer.vocabularySize).toBe(5 + 3)
  expect(tokenizer.encode('a<|im_end|>', { special: true })).toEqual([1, tokenizer.eosId])
  expect(tokenizer.specialTokens.map(({ id }) => id)).toEqual([5, 6, 7])
  expect(tokenizer.padId).toBe(5)
})

test('gives back every text of its alphabet', () => {
  const alphabet = 'abc 😀\né'
  const tokenizer = characterTokenizer(alphabet)
  const texts = fc.string({ unit: fc.constantFrom(...alphabet) })

  fc.assert(fc.property(texts, (text) => tokenizer.decode(tokenizer.encode(text)) === text))
})

test('shows what is outside its alphabet as U+FFFD', () => {
  const tokenizer = characterTokenizer('abc')

  expect(tokenizer.decode(tokenizer.encode('a\uD800z<'))).toBe('a\uFFFD\uFFFD\uFFFD')
})

test('opened from its files gives the same ids and texts', async () => {
  const tokenizer = characterTokenizer(['0', '1', ' ', 'é', '😀'])
  const text = '01 é😀?<|im_end|>1'

  const opened = await tokenizerOf(tokenizer.files, 'copy')

  for (const special of [true, false]) {
    const ids = tokenizer.encode(text, { special })
    expect(opened.encode(text, { special })).toEqual(ids)
    expect(opened.decode(ids)).toBe(tokenizer.decode(ids))
  }
  expect(opened.eosId).toBe(tokenizer.eosId)
})

test.each([
  [['ab'], {}, '"ab" is not one character'],
  ['a', { specialTokens: ['<s>', '<s>'] }, '<s> is named twice'],
  ['a', { specialTokens: [''] }, 'a special token is empty'],
  ['a', { eosToken: '</s>' }, '</s> is not a special token'],
])('refuses %j with %j', (alphabet, options, reason) => {
  expect(() => characterTokenizer(alphabet, options)).toThrow(reason)
})

test('words are one token wherever they stand, and text again when decoded', () => {
  const tokenizer = characterTokenizer('abcdefghijklmnopqrstuvwxyz \n', { words: ['user'] })

  expect(tokenizer.encode('a user, users')).toHaveLength(7)
  expect(tokenizer.decode(tokenizer.encode('a user users'))).toBe('a user users')
  expect(tokenizer.encode('use')).toHaveLength(3)
})
