import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fuse, fuseRankings } from './fusion.ts'
import type { Hit, Retriever } from './retriever.ts'

const ranking = (pages: readonly number[]): readonly Hit[] =>
  pages.map((page, rank) => ({ page, score: 100 - rank }))
const rankings = fc
  .array(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }), {
    ...{ minLength: 1, maxLength: 5 },
  })
  .map((lists) => lists.map(ranking))
const pagesOf = (hits: readonly Hit[]) => hits.map(({ page }) => page)

/** Gives always the same, and remembers what it was asked for. */
function fixed(name: string, pages: readonly number[]) {
  const asked: number[] = []
  let closed = 0
  const retriever: Retriever = {
    name,
    async search(_query, k) {
      asked.push(k)
      return ranking(pages).slice(0, k)
    },
    async [Symbol.asyncDispose]() {
      closed++
    },
  }
  return { retriever, asked, closed: () => closed }
}

test('scores are sums of reciprocal ranks', () => {
  const hits = fuseRankings([ranking([7, 3]), ranking([3, 9])])

  expect(hits).toEqual([
    { page: 3, score: 1 / 62 + 1 / 61 },
    { page: 7, score: 1 / 61 },
    { page: 9, score: 1 / 62 },
  ])
})

test('what all put first is first', () => {
  fc.assert(
    fc.property(rankings, fc.integer({ min: 0, max: 100 }), (lists, k) => {
      const topped = lists.map((list) => ranking([99, ...pagesOf(list)]))

      expect(fuseRankings(topped, k)[0]?.page).toBe(99)
    }),
  )
})

test('the order of the retrievers does not matter, to the last bit', () => {
  fc.assert(
    fc.property(rankings, fc.nat(), (lists, turn) => {
      const at = turn % lists.length
      const turned = [...lists.slice(at), ...lists.slice(0, at)].reverse()

      expect(fuseRankings(turned)).toEqual(fuseRankings(lists))
    }),
  )
})

test('all that was found is there once, and equal scores stand by page', () => {
  fc.assert(
    fc.property(rankings, (lists) => {
      const hits = fuseRankings(lists)

      expect(pagesOf(hits).toSorted()).toEqual([...new Set(lists.flatMap(pagesOf))].toSorted())
      for (const [index, { page, score }] of hits.entries()) {
        const next = hits[index + 1]
        if (!next) continue
        expect(score).toBeGreaterThanOrEqual(next.score)
        if (score === next.score) expect(page).toBeLessThan(next.page)
      }
    }),
  )
})

test('one ranking keeps its order', () => {
  fc.assert(
    fc.property(rankings, ([list = []]) => {
      expect(pagesOf(fuseRankings([list]))).toEqual(pagesOf(list))
    }),
  )
})

test('a fused retriever asks each as deep as needed, and closes them', async () => {
  const one = fixed('bm25', [5, 4, 3])
  const other = fixed('dense', [4, 1])
  const fused = fuse([one.retriever, other.retriever], { depth: 10 })

  const first = await fused.search('q', 2)
  const all = await fused.search('q', 1e6)
  const none = await Promise.all([0, -1, Number.NaN].map((k) => fused.search('q', k)))
  await fused[Symbol.asyncDispose]()

  expect(fused.name).toBe('bm25+dense')
  expect(pagesOf(first)).toEqual([4, 5])
  expect(pagesOf(all)).toEqual([4, 5, 1, 3])
  expect(none).toEqual([[], [], []])
  expect(one.asked).toEqual([10, 1e6])
  expect([one.closed(), other.closed()]).toEqual([1, 1])
})

test('what makes no sense is refused', () => {
  const { retriever } = fixed('a', [])

  expect(() => fuse([])).toThrow('there are none')
  expect(() => fuse([retriever], { k: -1 })).toThrow('k is -1')
  expect(() => fuse([retriever], { depth: 0 })).toThrow('depth is 0')
})
