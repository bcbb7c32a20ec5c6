import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countOf, MAX_IN_TEXT, MAX_IN_TITLE } from './layout.ts'
import { createPostingLog } from './posting-log.ts'

const TERMS = 6

test('sorts postings by term and page, wherever its chunks end', () => {
  const anyPage = fc.array(fc.tuple(fc.nat(TERMS - 1), fc.constantFrom('title', 'text')))
  fc.assert(
    fc.property(fc.array(anyPage), fc.integer({ min: 1, max: 9 }), (pages, chunkSize) => {
      const log = createPostingLog(chunkSize)
      for (const page of pages) {
        for (const [term, field] of page) log.count(term, field)
        log.endPage()
      }
      const tables = {
        offsets: new Uint32Array(TERMS + 1),
        pages: new Uint32Array(log.size),
        counts: new Uint16Array(log.size),
      }
      log.moveTo(tables)

      const expected = Array.from({ length: TERMS }, (_, term) =>
        pages.flatMap((page, number) => {
          const occurrences = page.filter(([other]) => other === term)
          const inTitle = occurrences.filter(([, field]) => field === 'title').length
          return occurrences.length === 0
            ? []
            : [[number, countOf(inTitle, occurrences.length - inTitle)]]
        }),
      )
      const stored = expected.map((_, term) => {
        const [start = 0, end = 0] = tables.offsets.subarray(term, term + 2)
        return Array.from(tables.pages.subarray(start, end), (page, at) => [
          page,
          tables.counts[start + at],
        ])
      })
      expect(stored).toEqual(expected)
    }),
  )
})

test('a count that does not fit is the most that fits', () => {
  expect(countOf(MAX_IN_TITLE + 1, MAX_IN_TEXT + 1)).toBe(0xffff)
  expect(countOf(2, 3)).toBe(0x2003)
})
