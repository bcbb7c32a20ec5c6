import { expect, test } from 'vitest'
import type { Page } from './corpus.ts'
import { corpusOf } from './in-memory.ts'

const page = (id: string, text = 'words'): Page => ({
  id,
  title: `The ${id}`,
  sections: [{ heading: '', text }],
})

test('pages are read by number and found by id', () => {
  const corpus = corpusOf('small', [page('a'), page('b')])

  expect([corpus.name, corpus.size]).toEqual(['small', 2])
  expect(corpus.page(1)).toEqual(page('b'))
  expect(corpus.numberOf('b')).toBe(1)
  expect(corpus.numberOf('c')).toBeUndefined()
  expect(() => corpus.page(2)).toThrow(
    new RangeError('Cannot read page 2 of small: its pages are 0 to 1'),
  )
  expect(() => corpus.page(-1)).toThrow(RangeError)
})

test('equal pages in equal order have equal hashes, and no others', () => {
  const hash = (...pages: readonly Page[]) => corpusOf('x', pages).hash

  expect(hash(page('a'), page('b'))).toBe(hash(page('a'), page('b')))
  const others = [
    hash(page('a'), page('b')),
    hash(page('b'), page('a')),
    hash(page('a')),
    hash(page('a'), page('b', 'other words')),
    hash(page('a'), { ...page('b'), date: '1874-03-02' }),
    hash(page('a'), { ...page('b'), title: 'b' }),
    hash(page('a'), { ...page('b'), sections: [{ heading: 'words', text: '' }] }),
  ]
  expect(new Set(others).size).toBe(others.length)
})

test('no pages, and two of one id, are refused', () => {
  expect(() => corpusOf('none', [])).toThrow(
    'Cannot open corpus none: it has no pages (give at least one)',
  )
  expect(() => corpusOf('twice', [page('a'), page('b'), page('a')])).toThrow(
    'Cannot open corpus twice: two pages have the id "a" (give each its own)',
  )
})
