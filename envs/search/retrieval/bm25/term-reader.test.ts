import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyze } from '../analyze.ts'
import { createTermReader } from './term-reader.ts'
import { createVocabulary } from './vocabulary.ts'

test('reads the terms that analyze gives, one text after the other', () => {
  const piece = fc.constantFrom(...["'", "''", ' ', '.', "O'Brien's", 'the', 'The', 'mines'])
  const odd = fc.constantFrom(
    'é',
    '東',
    'K',
    '\ud800',
    "s'",
    '1874-03-02',
    'MINING',
    'x'.repeat(70),
  )
  const anyText = fc
    .array(fc.oneof(piece, piece, odd, fc.string({ maxLength: 6 })), { maxLength: 20 })
    .map((pieces) => pieces.join(''))

  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 6 }), (texts) => {
      const vocabulary = createVocabulary()
      const reader = createTermReader(vocabulary)

      for (const text of texts) {
        const read: number[] = []
        const count = reader.read(text, (term) => read.push(term))

        const terms = analyze(text)
        expect(count).toBe(terms.length)
        expect(read).toEqual(terms.map((term) => vocabulary.add(term)))
      }
    }),
    { numRuns: 500 },
  )
})

test('goes on with more words than it remembers', () => {
  const vocabulary = createVocabulary()
  const reader = createTermReader(vocabulary, 100)
  const text = Array.from({ length: 5000 }, (_, number) => `word${number}`).join(' ')
  const numbers = Array.from({ length: 5000 }, (_, number) => number)

  for (let round = 0; round < 2; round++) {
    const read: number[] = []
    reader.read(text, (term) => read.push(term))
    expect(read).toEqual(numbers)
  }
})
