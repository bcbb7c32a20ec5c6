import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRng } from '../../../../core/index.ts'
import { corpusOf } from '../../corpora/in-memory.ts'
import { analyzeQuery } from '../analyze.ts'
import { buildBm25 } from './build.ts'
import { anyCorpus, anyWords, corpusOfTexts, pageOf } from './corpora.suite.ts'
import { parametersOf } from './options.ts'
import { referenceSearch } from './reference.suite.ts'
import { bm25Retriever } from './retriever.ts'
import { createSearcher } from './search.ts'

const anyOptions = fc.record({
  k1: fc.constantFrom(0, 0.9, 1.2, 3),
  b: fc.constantFrom(0, 0.4, 0.75, 1),
  fields: fc.record({ title: fc.constantFrom(0, 1, 2.5), text: fc.constantFrom(0.3, 1) }),
})
const anyQuery = fc
  .tuple(
    anyWords(4),
    fc.array(
      anyWords(3).map((phrase) => `"${phrase}"`),
      { maxLength: 2 },
    ),
  )
  .map(([words, phrases]) => [words, ...phrases].join(' '))

describe('BM25', () => {
  test('scores as the formula does, with any parameters, fields and phrases', async () => {
    await fc.assert(
      fc.asyncProperty(anyCorpus(12), anyOptions, anyQuery, async (corpus, options, query) => {
        const expected = referenceSearch(corpus, parametersOf(options), query)
        const scores = new Map(expected.map(({ page, score }) => [page, score]))
        await using retriever = bm25Retriever(await buildBm25(corpus, options))

        const hits = await retriever.search(query, corpus.size)

        expect(hits.length).toBe(expected.length)
        hits.forEach(({ page, score }, rank) => {
          expect(score).toBeCloseTo(scores.get(page) ?? Number.NaN, 10)
          expect(score).toBeCloseTo(expected[rank]?.score ?? Number.NaN, 10)
        })
      }),
      { numRuns: 150 },
    )
  })

  test('gives the first of all hits for any k, from none to more than there are pages', async () => {
    await fc.assert(
      fc.asyncProperty(anyCorpus(30), anyQuery, fc.nat(40), async (corpus, query, k) => {
        await using retriever = bm25Retriever(await buildBm25(corpus))

        const all = await retriever.search(query, 1_000_000)

        expect(await retriever.search(query, k)).toEqual(all.slice(0, k))
        expect(await retriever.search(query, Infinity)).toEqual(all)
      }),
      { numRuns: 60 },
    )
  })

  test('gives pages of equal score in the order of the corpus', async () => {
    await using retriever = bm25Retriever(
      await buildBm25(corpusOfTexts('gold', 'iron', 'gold', 'gold iron', 'gold', 'gold')),
    )

    const hits = await retriever.search('gold', 3)

    expect(hits.map(({ page }) => page)).toEqual([0, 2, 4])
  })

  test('leaves out postings that cannot matter, and nothing else changes', async () => {
    const index = await buildBm25(skewedCorpus(8000))
    const pruned = createSearcher(index.data)
    const exhaustive = createSearcher(index.data, false)
    const rng = createRng(5)

    for (let round = 0; round < 300; round++) {
      const words = Array.from({ length: rng.int(1, 9) }, () => skewedWord(rng.float()))
      const query = analyzeQuery(words.join(' '))
      const k = rng.pick([1, 3, 10, 100])

      expect(pruned.search(query, k)).toEqual(exhaustive.search(query, k))
    }
  })

  test.each([0, -1, Number.NaN])('finds nothing for k = %d', async (k) => {
    await using retriever = bm25Retriever(await buildBm25(corpusOfTexts('gold')))

    expect(await retriever.search('gold', k)).toEqual([])
  })

  test.each([
    ...['', ' ', '"', '""', '"" ""', 'the of', 'AND OR NOT', '* ^ ~ :', '🦊', '\ud800', '\0'],
    ...[
      'NEAR(gold)',
      "'; DROP TABLE pages; --",
      'title:gold',
      '"gold',
      '(((',
      '-gold',
      '__proto__',
    ],
  ])('answers the query %j', async (query) => {
    await using retriever = bm25Retriever(await buildBm25(corpusOfTexts('gold mine', 'iron')))

    const hits = await retriever.search(query, 5)

    expect(hits.map(({ page }) => page)).toEqual(/gold/i.test(query) ? [0] : [])
  })

  test('answers a query of a megabyte', async () => {
    await using retriever = bm25Retriever(await buildBm25(corpusOfTexts('iron', 'gold mine')))

    const hits = await retriever.search('"gold mine" '.repeat(2 ** 20 / 12), 5)

    expect(hits.map(({ page }) => page)).toEqual([1])
  })

  test('finds nothing in pages without words', async () => {
    await using retriever = bm25Retriever(await buildBm25(corpusOfTexts('', '!')))

    expect(await retriever.search('gold', 5)).toEqual([])
  })

  test('counts a word in the title as often as the field weighs', async () => {
    const corpus = corpusOf('fields', [
      pageOf('text', 'Iron', 'gold gold mine'),
      pageOf('title', 'Gold', 'iron iron mine'),
    ])
    const best = async (title: number) => {
      await using retriever = bm25Retriever(await buildBm25(corpus, { fields: { title } }))
      return (await retriever.search('gold', 5)).map(({ page }) => page)
    }

    expect([await best(1), await best(3), await best(0)]).toEqual([[0, 1], [1, 0], [0]])
  })
})

describe('phrases', () => {
  test('lift a page that has the words in order over one that has them anyhow', async () => {
    const corpus = corpusOfTexts('England bank of', 'bank and England', 'the bank of England')
    await using retriever = bm25Retriever(await buildBm25(corpus))
    const pages = async (query: string) =>
      (await retriever.search(query, 5)).map(({ page }) => page)

    expect(await pages('bank England')).toEqual([0, 1, 2])
    expect(await pages('"bank of England"')).toEqual([1, 2, 0])
  })

  test('lift a page into the best k', async () => {
    const corpus = corpusOfTexts(
      ...['gold iron', 'gold iron', `${'coal '.repeat(4)} iron gold`, 'coal', 'tin', 'salt'],
    )
    await using retriever = bm25Retriever(await buildBm25(corpus))

    expect((await retriever.search('iron gold', 1)).map(({ page }) => page)).toEqual([0])
    expect((await retriever.search('"iron gold"', 1)).map(({ page }) => page)).toEqual([2])
  })

  test('do not run from the title into the text', async () => {
    const corpus = corpusOf('fields', [pageOf('a', 'Iron', 'gold'), pageOf('b', '', 'iron gold')])
    await using retriever = bm25Retriever(await buildBm25(corpus))

    const [first, second] = await retriever.search('"iron gold"', 2)

    expect(first?.page).toBe(1)
    expect(first?.score).toBeCloseTo(2 * (second?.score ?? 0), 10)
  })
})

describe('buildBm25', () => {
  test.each([
    [{ k1: -1 }, 'k1 = -1'],
    [{ k1: Number.NaN }, 'k1 = NaN'],
    [{ b: 1.5 }, 'b = 1.5'],
    [{ fields: { title: -2 } }, 'a title weight of -2'],
    [{ fields: { title: 0, text: 0 } }, 'fields that all weigh 0'],
  ])('refuses %j', async (options, reason) => {
    await expect(buildBm25(corpusOfTexts('gold'), options)).rejects.toThrow(
      `Cannot rank by BM25: ${reason}`,
    )
  })

  test('tells its progress', async () => {
    const told: number[] = []
    const corpus = skewedCorpus(600)

    await buildBm25(corpus, {
      progress: (done, total) => told.push(done, total),
    })

    expect(told).toEqual([0, 600, 256, 600, 512, 600, 600, 600])
  })

  test('stops when it is told to', async () => {
    const stop = new AbortController()
    const reason = new Error('enough')

    const built = buildBm25(skewedCorpus(600), {
      signal: stop.signal,
      progress: (done) => done > 0 && stop.abort(reason),
    })

    await expect(built).rejects.toBe(reason)
  })
})

const skewedWord = (drawn: number) => `w${Math.floor(400 ** drawn)}`

/** Words whose frequencies differ by hundreds, as they do in texts. */
function skewedCorpus(pages: number) {
  const rng = createRng(3)
  return corpusOfTexts(
    ...Array.from({ length: pages }, () =>
      Array.from({ length: rng.int(3, 40) }, () => skewedWord(rng.float())).join(' '),
    ),
  )
}
