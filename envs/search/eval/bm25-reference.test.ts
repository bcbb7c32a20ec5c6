import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBeir } from '../corpora/beir/open-beir.ts'
import { buildBm25 } from '../retrieval/bm25/build.ts'
import { bm25Retriever } from '../retrieval/bm25/retriever.ts'
import { COLLECTION } from './collection.suite.ts'
import { evaluateRetriever } from './evaluate.ts'
import { estimateMean, ndcg, recall, reciprocalRank } from './metrics.ts'

interface Reference {
  readonly documents: number
  readonly queries: number
  readonly ndcg10: number
  readonly recall10: number
  readonly recall100: number
  readonly mrr10: number
  /** Ids of the ten best pages, by query. */
  readonly top10: Readonly<Record<string, string>>
}

const reference: Reference = JSON.parse(await readFile(join(COLLECTION, 'reference.json'), 'utf8'))
const { corpus, queries, qrels } = await openBeir(COLLECTION)

const CLOSE = 0.01

test('BM25 finds what SQLite FTS5 finds on the committed collection', async () => {
  await using retriever = bm25Retriever(await buildBm25(corpus))

  const measured = await evaluateRetriever(retriever, corpus, queries, qrels)

  expect(measured).toMatchObject({ documents: reference.documents, queries: reference.queries })
  expect(Math.abs(measured.ndcg.mean - reference.ndcg10)).toBeLessThan(CLOSE)
  expect(Math.abs(measured.recall.mean - reference.recall10)).toBeLessThan(CLOSE)
  expect(Math.abs(measured.recallAtDepth.mean - reference.recall100)).toBeLessThan(CLOSE)
  expect(Math.abs(measured.mrr.mean - reference.mrr10)).toBeLessThan(CLOSE)
})

test('its rankings are those of SQLite FTS5, query by query', async () => {
  await using retriever = bm25Retriever(await buildBm25(corpus))
  let same = 0
  for (const { id, text } of queries) {
    const theirs = new Set(reference.top10[id]?.split(' '))
    const ours = await retriever.search(text, 10)
    same += ours.filter(({ page }) => theirs.has(corpus.page(page).id)).length
  }

  expect(same / (10 * queries.length)).toBeGreaterThan(0.97)
})

test('the measures of its rankings are those that Python computed', () => {
  const judged = queries.map(({ id }) => ({
    ranking: reference.top10[id]?.split(' ') ?? [],
    judgements: qrels.get(id) ?? new Map<string, number>(),
  }))
  const mean = (measure: typeof ndcg) =>
    estimateMean(judged.map(({ ranking, judgements }) => measure(ranking, judgements, 10))).mean

  expect(mean(ndcg)).toBeCloseTo(reference.ndcg10, 5)
  expect(mean(recall)).toBeCloseTo(reference.recall10, 5)
  expect(mean(reciprocalRank)).toBeCloseTo(reference.mrr10, 5)
})

test('the collection tells: without a penalty for length, the figures are not as close', async () => {
  await using retriever = bm25Retriever(await buildBm25(corpus, { b: 0 }))

  const measured = await evaluateRetriever(retriever, corpus, queries, qrels)

  expect(Math.abs(measured.ndcg.mean - reference.ndcg10)).toBeGreaterThan(3 * CLOSE)
})
