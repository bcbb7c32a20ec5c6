import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createManualClock } from '../../../core/index.ts'
import { folderOf } from '../corpora/files.suite.ts'
import type { Embedder } from '../retrieval/retriever.ts'
import { type EvalProgress, searchEval } from './search-eval.ts'

/** One direction for each first letter of a word. */
const letters: Embedder = {
  id: 'letters',
  embed: async (texts) =>
    texts.map((text) => {
      const words = text.toLowerCase().split(/\W+/)
      return Float32Array.from(
        'abcdefghijklmnopqrstuvwxyz',
        (letter) => words.filter((word) => word.startsWith(letter)).length,
      )
    }),
  async [Symbol.asyncDispose]() {
    throw new Error('It is not ours to close.')
  },
}

const beir = () =>
  folderOf({
    'corpus.jsonl':
      '{"_id":"d0","text":"alpha alpine apple"}\n{"_id":"d1","text":"beta brick"}\n{"_id":"d2","text":"gamma"}\n',
    'queries.jsonl': '{"_id":"q0","text":"bricks"}\n{"_id":"q1","text":"anything"}\n',
    'qrels/test.tsv': 'q0\td1\t1\nq1\td0\t1\n',
  })

test('each retriever is measured on the same judgements', async () => {
  const folder = await beir()
  const source = { beir: folder, split: 'test' }
  const options = { source, index: join(folder, 'index'), embedder: letters }
  const clock = createManualClock()

  const bm25 = await searchEval({ ...options, retriever: 'bm25', clock })
  const dense = await searchEval({ ...options, retriever: 'dense' })
  const both = await searchEval({ ...options, retriever: 'bm25+dense' })

  expect(bm25).toMatchObject({
    ...{ retriever: 'bm25', documents: 3, queries: 2, ndcg: { mean: 0.5 }, mrr: { mean: 0.5 } },
    ...{ indexSeconds: 0, msPerQuery: 0 },
  })
  expect(dense).toMatchObject({ retriever: 'dense', ndcg: { mean: 1 } })
  expect(both).toMatchObject({ retriever: 'bm25+dense', ndcg: { mean: 1 } })
})

test('progress is told in bytes, pages and queries', async () => {
  const folder = await beir()
  const told = new Map<string, EvalProgress>()

  await searchEval({
    ...{ source: { beir: folder, split: 'test' }, retriever: 'bm25' },
    index: join(folder, 'index'),
    progress: (progress) => told.set(progress.phase, progress),
  })

  expect([...told.keys()]).toEqual(['bytes', 'pages', 'queries'])
  for (const { done, total } of told.values()) expect(done).toBe(total)
})

test('questions with paragraphs are queries for what supports their answers', async () => {
  const record = {
    ...{ _id: 'h', question: 'where is alpha', answer: 'here', type: 'bridge' },
    context: [
      ['Alpha', ['Alpha is here.']],
      ['Beta', ['Beta is there.']],
    ],
    supporting_facts: [['Alpha', 0]],
  }
  const folder = await folderOf({ 'qa.json': JSON.stringify([record]) })

  const file = join(folder, 'qa.json')
  const options = { retriever: 'bm25', index: join(folder, 'index') } as const

  const result = await searchEval({ ...options, source: { questions: file } })
  const atlas = await searchEval({ ...options, source: { atlas: 1000 } })

  expect(result).toMatchObject({ corpus: 'qa', documents: 2, queries: 1, mrr: { mean: 1 } })
  expect(atlas).toMatchObject({ corpus: 'atlas-1000-0', documents: 1000, queries: 960 })
  expect(atlas.ndcg.mean).toBeGreaterThan(0.4)
})

test('what is stopped while it reads, ends with the reason', async () => {
  const folder = await beir()
  const stop = new AbortController()
  stop.abort(new Error('enough'))

  const work = searchEval({
    ...{ source: { beir: folder, split: 'test' }, retriever: 'bm25', signal: stop.signal },
    index: join(folder, 'index'),
  })

  await expect(work).rejects.toThrow('enough')
})
