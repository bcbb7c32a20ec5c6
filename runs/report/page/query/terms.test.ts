import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choiceOf, quoted, readTerms, withChoice, without } from './terms.ts'

const brief = (query: string) =>
  readTerms(query).map(
    ({ negated, field, operator, value }) =>
      `${negated ? 'not ' : ''}${field === null ? 'text' : `${field} ${operator}`} ${value}`,
  )

test('readTerms reads fields, comparisons, texts and negations', () => {
  expect(brief('kind:off-by-one  -outcome:success turns>=8 foo -"no such file"')).toEqual([
    'kind : off-by-one',
    'not outcome : success',
    'turns >= 8',
    'text foo',
    'not text no such file',
  ])
})

test('readTerms takes quoted values by the letter', () => {
  expect(brief('task:"a: b \\"c\\"" "turns>3"')).toEqual(['task : a: b "c"', 'text turns>3'])
})

test('readTerms reads other ways to compare', () => {
  expect(brief('turns:>3 turns=3 reward>-1 signal.testsRun<=2')).toEqual([
    'turns > 3',
    'turns : 3',
    'reward > -1',
    'signal.testsRun <= 2',
  ])
})

test('readTerms gives what is typed so far', () => {
  expect(brief('kind: -')).toEqual(['kind : '])
  expect(readTerms('"not closed')).toMatchObject([{ value: 'not closed', open: true }])
})

test('readTerms comes to an end on any text and covers it in order', () => {
  fc.assert(
    fc.property(fc.string(), (query) => {
      const terms = readTerms(query)

      for (const [i, { start, end }] of terms.entries()) {
        expect(end).toBeGreaterThan(start)
        expect(start).toBeGreaterThanOrEqual(terms[i - 1]?.end ?? 0)
      }
    }),
  )
})

test('a quoted value is read back as it was', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      expect(choiceOf(`kind:${quoted(value)}`, 'kind')).toBe(value)
    }),
  )
})

test('withChoice replaces the terms of its field and keeps the others', () => {
  const query = withChoice('kind:a turns>3 kind:b', 'kind', 'c d')

  expect(query).toBe('turns>3 kind:"c d"')
  expect(choiceOf(query, 'kind')).toBe('c d')
  expect(withChoice(query, 'kind', null)).toBe('turns>3')
})

test('choiceOf tells one value from none and several', () => {
  expect(choiceOf('-kind:a', 'kind')).toBeNull()
  expect(choiceOf('kind:a kind:b', 'kind')).toBeUndefined()
})

test('without takes one term away', () => {
  const query = 'a b:c d'
  const [, second] = readTerms(query)

  expect(second && without(query, second)).toBe('a d')
})
