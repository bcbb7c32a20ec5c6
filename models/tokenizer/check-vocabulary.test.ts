import { expect, test } from 'vitest'
import { characterTokenizer } from './character-tokenizer.ts'
import { checkVocabulary } from './check-vocabulary.ts'

/** 3 characters, U+FFFD, 3 special tokens: ids 0 to 6. */
const tokenizer = characterTokenizer('abc')

test.each([
  { vocabularySize: 7, eosTokenIds: [6] },
  { vocabularySize: 64, eosTokenIds: [6, 4] },
  { vocabularySize: 7, eosTokenIds: [] },
])('a model of %j takes it', (config) => {
  expect(() => checkVocabulary(tokenizer, config)).not.toThrow()
})

test('a model that is too small is told with the token it lacks', () => {
  expect(() => checkVocabulary(tokenizer, { vocabularySize: 6, eosTokenIds: [] })).toThrow(
    /^Cannot use the tokenizer characters with this model: its ids go to 6 \("<\|im_end\|>"\), the model's to 5 \(use the tokenizer the model came with\)$/,
  )
})

test('a model that ends with what is no token is told', () => {
  expect(() => checkVocabulary(tokenizer, { vocabularySize: 64, eosTokenIds: [6, 7] })).toThrow(
    'the model ends with token 7, which it does not have',
  )
})

test('a turn must be able to end', () => {
  const endless = characterTokenizer('abc', { specialTokens: [] })

  expect(() => checkVocabulary(endless, { vocabularySize: 64, eosTokenIds: [] })).toThrow(
    'neither names a token that ends a turn',
  )
})
