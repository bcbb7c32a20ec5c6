import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createVocabulary, termNumber, type Vocabulary } from './vocabulary.ts'

function stored(terms: readonly string[]): Vocabulary {
  const growing = createVocabulary()
  for (const term of terms) growing.add(term)
  const vocabulary = {
    slots: new Uint32Array(growing.slots),
    starts: new Uint32Array(growing.size + 1),
    units: new Uint16Array(growing.units),
  }
  growing.copyTo(vocabulary)
  return vocabulary
}

test('numbers terms in order of appearance, and knows no other', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.string(), (terms, other) => {
      const distinct = [...new Set(terms)]
      const vocabulary = stored(terms)

      expect(distinct.map((term) => termNumber(vocabulary, term))).toEqual([...distinct.keys()])
      expect(termNumber(vocabulary, other)).toBe(distinct.indexOf(other))
    }),
  )
})

test('keeps all of 50,000 terms apart', () => {
  const terms = Array.from({ length: 50_000 }, (_, number) => `term${number}`)

  const vocabulary = stored(terms)

  expect(terms.every((term, number) => termNumber(vocabulary, term) === number)).toBe(true)
  expect(termNumber(vocabulary, 'term50000')).toBe(-1)
})
