import fc from 'fast-check'
import { expect, test } from 'vitest'
import { characterTokenizer } from '../../models/index.ts'
import { documentSequences, documentsOf } from './document-sequences.ts'

const tokenizer = characterTokenizer('abcdef \n')

test('every token but the first is trained once, in pieces no longer than the context', () => {
  const documents = fc.array(fc.string({ unit: fc.constantFrom(...'abc '), minLength: 1 }), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(documents, fc.integer({ min: 2, max: 20 }), (texts, length) => {
      const sequences = documentSequences(texts, tokenizer, length)

      const trained = sequences.flatMap(({ ids, mask }) =>
        Array.from(ids).filter((_, place) => mask[place]),
      )
      const end = tokenizer.idOf('<|endoftext|>')
      const all = texts.flatMap((text) => [...tokenizer.encode(text), end])
      expect(trained).toEqual(all.slice(1))
      for (const { ids } of sequences) expect(ids.length).toBeLessThanOrEqual(length)
    }),
  )
})

test('a file holds several documents where lines of the end token part them', () => {
  expect(
    documentsOf('one\ntwo\n<|endoftext|>\nthree <|endoftext|> four\n<|endoftext|>\n \n'),
  ).toEqual(['one\ntwo\n', 'three <|endoftext|> four\n'])
})

test('an end token inside a text stays text', () => {
  const [sequence] = documentSequences(['a<|endoftext|>b'], tokenizer, 100)

  const ends = Array.from(sequence?.ids ?? []).filter(
    (id) => id === tokenizer.idOf('<|endoftext|>'),
  )
  expect(ends).toHaveLength(1)
})
