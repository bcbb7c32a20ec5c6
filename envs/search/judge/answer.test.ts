import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { f1Of, judgeAnswer } from './answer.ts'
import { mentions, normalise } from './normalise.ts'

const said = (text: string) => ({ text, unanswerable: false })

test.each([
  ['The  Beatles!', 'beatles'],
  ['an apple a day', 'apple day'],
  ['Anne', 'anne'],
  ['U.S.A.', 'usa'],
  ['１２ km', '12 km'],
  ['Zürich', 'zürich'],
  ['caña the', 'caña'],
  ['a', ''],
])('%j is compared as %j', (text, normal) => {
  expect(normalise(text)).toBe(normal)
})

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      // An article that was glued to punctuation may only stand alone afterwards.
      const once = normalise(normalise(text))
      expect(normalise(once)).toBe(once)
    }),
  )
})

test('a name is found as whole words alone', () => {
  expect(mentions('born in oss', 'oss')).toBe(true)
  expect(mentions('born in ossa', 'oss')).toBe(false)
  expect(mentions('anything', '')).toBe(false)
})

describe('F1', () => {
  test.each([
    ['the cat sat', 'cat sat', 1],
    ['cat', 'cat sat', 2 / 3],
    ['cat cat cat', 'cat sat', 0.4],
    ['dog', 'cat', 0],
    ['', 'cat', 0],
    ['', '', 0],
  ])('of %j against %j is %s', (given, gold, f1) => {
    expect(f1Of(given, gold)).toBeCloseTo(f1)
  })

  test('is symmetric, in [0, 1], and 1 of a text with itself', () => {
    const words = fc.array(fc.constantFrom('red', 'blue', 'tree', '7'), { minLength: 1 })
    fc.assert(
      fc.property(words, words, (a, b) => {
        const f1 = f1Of(a.join(' '), b.join(' '))
        expect(f1).toBe(f1Of(b.join(' '), a.join(' ')))
        expect(f1).toBeGreaterThanOrEqual(0)
        expect(f1).toBeLessThanOrEqual(1)
        expect(f1Of(a.join(' '), a.join(' '))).toBe(1)
      }),
    )
  })
})

describe('an answer', () => {
  const question = { answers: ['Tolm Varrin', 'T. Varrin'] }

  test.each([
    ['tolm varrin', { solved: true, exactMatch: 1, aliasMatch: 1, f1: 1 }],
    ['T Varrin', { solved: true, exactMatch: 0, aliasMatch: 1, f1: 1 }],
    ['Tolm Varrin or Anna Bree', { solved: false, exactMatch: 0, aliasMatch: 0 }],
    ['Varrin', { solved: false, f1: expect.closeTo(2 / 3) }],
    ['', { solved: false, f1: 0 }],
    ['...', { solved: false, f1: 0 }],
  ])('%j', (text, judged) => {
    expect(judgeAnswer(question, said(text))).toMatchObject(judged)
  })

  test('that nobody gave is worth nothing', () => {
    expect(judgeAnswer(question, null)).toMatchObject({ solved: false, f1: 0 })
    expect(judgeAnswer({ answers: [] }, null)).toMatchObject({ solved: false, exactMatch: 0 })
  })

  test.each([
    ['A', 'a.', true],
    ['A', 'an', false],
    ['A', 'A dog', false],
    ['The The', '"The The"', true],
    ['%', '%', true],
    ['%', '$', false],
  ])(
    '%j, of which normalisation leaves nothing, is compared with %j as it is',
    (gold, text, solved) => {
      const value = solved ? 1 : 0

      expect(judgeAnswer({ answers: [gold] }, said(text))).toMatchObject({
        ...{ solved, exactMatch: value, aliasMatch: value, f1: value },
      })
    },
  )

  test('of punctuation alone is no match, even where normalisation leaves the same', () => {
    expect(judgeAnswer({ answers: ['A'] }, said('the'))).toMatchObject({ solved: false })
  })
})
