import { expect, test } from 'vitest'
import { noveltyOf } from './novelty.ts'

test.each([
  ['the first search is new', ['a', 'b'], [], 1, 1],
  ['a repeated one is not', ['a', 'b'], [['b', 'a', 'c']], 0, 0],
  ['half of it may be', ['a', 'b'], [['a']], 0.5, 0.5],
  ['two earlier ones together may have found it all', ['a', 'b'], [['a'], ['b']], 0, 0.5],
  ['one that finds nothing is not', [], [['a']], 0, 0],
])('%s', (_, hits, earlier, newDocumentRatio, queryNovelty) => {
  expect(noveltyOf(hits, earlier)).toEqual({ newDocumentRatio, queryNovelty })
})
