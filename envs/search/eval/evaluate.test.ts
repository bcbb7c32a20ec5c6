import { expect, test } from 'vitest'
import { createManualClock } from '../../../core/index.ts'
import { corpusOf } from '../corpora/in-memory.ts'
import type { Question } from '../questions/question.ts'
import type { Retriever } from '../retrieval/retriever.ts'
import { evaluateRetriever } from './evaluate.ts'
import { qrelsOf } from './qrels.ts'

const corpus = corpusOf(
  'letters',
  ['a', 'b', 'c', 'q3'].map((id) => ({ id, title: id, sections: [{ heading: '', text: id }] })),
)
const clock = createManualClock()

/** Finds the pages that the query lists; each search takes 5 ms. */
const listed: Retriever = {
  name: 'listed',
  async search(query, k) {
    clock.advance(5)
    const pages = query.split(' ').flatMap((id) => corpus.numberOf(id) ?? [])
    return pages.slice(0, k).map((page, rank) => ({ page, score: -rank }))
  },
  async [Symbol.asyncDispose]() {},
}

test('means are over the queries that have something to find', async () => {
  const queries = [
    { id: 'q1', text: 'a b' },
    { id: 'q2', text: 'c b a' },
    { id: 'unjudged', text: 'a' },
    { id: 'nothing', text: 'a' },
  ]
  const qrels = new Map([
    ['q1', new Map([['a', 1]])],
    ['q2', new Map(Object.entries({ b: 2, gone: 1 }))],
    ['nothing', new Map([['b', 0]])],
  ])
  const told: string[] = []

  const result = await evaluateRetriever(listed, corpus, queries, qrels, {
    clock,
    progress: (done, total) => told.push(`${done}/${total}`),
  })

  const second = 2 / Math.log2(3) / (2 + 1 / Math.log2(3))
  expect(result).toMatchObject({ retriever: 'listed', documents: 4, queries: 2, msPerQuery: 5 })
  expect(result.ndcg.mean).toBeCloseTo((1 + second) / 2, 12)
  expect(result.mrr.mean).toBeCloseTo((1 + 1 / 2) / 2, 12)
  expect(result.recall.mean).toBeCloseTo((1 + 1 / 2) / 2, 12)
  expect(told).toEqual(['1/2', '2/2'])
})

test('the depths of measures are as asked', async () => {
  const queries = [{ id: 'q', text: 'a b c' }]
  const qrels = new Map([['q', new Map(Object.entries({ b: 1, c: 1 }))]])

  const result = await evaluateRetriever(listed, corpus, queries, qrels, { k: 1, depth: 2 })

  expect([result.ndcg.mean, result.mrr.mean, result.recall.mean]).toEqual([0, 0, 0])
  expect(result.recallAtDepth.mean).toBe(0.5)
})

test('a page with the id of its query is no hit, and takes no place', async () => {
  const queries = [{ id: 'q3', text: 'q3 a' }]
  const qrels = new Map([['q3', new Map([['a', 1]])]])

  const result = await evaluateRetriever(listed, corpus, queries, qrels, { k: 1, depth: 1 })

  expect([result.ndcg.mean, result.recallAtDepth.mean]).toEqual([1, 1])
})

test('without anything to find there is nothing to measure', async () => {
  const queries = [{ id: 'q', text: 'a' }]

  await expect(evaluateRetriever(listed, corpus, queries, new Map())).rejects.toThrow(
    'Cannot evaluate listed on letters: no query has a relevant page (give their qrels)',
  )
})

test('questions are queries, and what proves their answers is relevant', () => {
  const question = (id: string, support: readonly string[]): Question => ({
    ...{ id, question: `Who is ${id}?`, split: 'test', answers: ['x'], support },
    ...{ entities: [], rubrics: [] },
  })
  const all = [question('one', ['a', 'b']), question('none', [])]

  const { queries, qrels } = qrelsOf({
    hash: 'h',
    size: all.length,
    question: (number) => all[number] as Question,
  })

  expect(queries).toEqual([{ id: 'one', text: 'Who is one?' }])
  expect(qrels).toEqual(new Map([['one', new Map(Object.entries({ a: 1, b: 1 }))]]))
})
