import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { createRng } from '../../../../core/index.ts'
import { buildBm25 } from './build.ts'
import { corpusOfTexts } from './corpora.suite.ts'
import { bm25Retriever } from './retriever.ts'

const rng = createRng(9)
const words = Array.from({ length: 50 }, (_, number) => `word${number}`)
const someWords = (count: number) => Array.from({ length: count }, () => rng.pick(words)).join(' ')
const corpus = corpusOfTexts(...Array.from({ length: 400 }, () => someWords(12)))
const index = await buildBm25(corpus)

/** The threads that are started meanwhile. */
function watchWorkers(): { readonly workers: Worker[] } & Disposable {
  const workers: Worker[] = []
  const listener = (worker: Worker) => workers.push(worker)
  process.on('worker', listener)
  return { workers, [Symbol.dispose]: () => void process.off('worker', listener) }
}

test('threads answer as this thread does, any number of queries at once', async () => {
  await using here = bm25Retriever(index)
  await using there = bm25Retriever(index, { workers: 2 })
  const queries = Array.from({ length: 60 }, (_, number) =>
    number % 3 === 0 ? `"${someWords(2)}"` : someWords(5),
  )

  const expected = await Promise.all(queries.map((query) => here.search(query, 7)))

  expect(await Promise.all(queries.map((query) => there.search(query, 7)))).toEqual(expected)
  expect(await there.search('word1', 1_000_000)).toEqual(await here.search('word1', 1_000_000))
  expect(await there.search('nothing', 5)).toEqual([])
})

test('starts threads as they are needed, and no more than were asked for', async () => {
  using started = watchWorkers()
  await using retriever = bm25Retriever(index, { workers: 2 })
  expect(started.workers).toHaveLength(0)

  await retriever.search('word1', 5)
  expect(started.workers).toHaveLength(1)

  await Promise.all(words.map((word) => retriever.search(word, 5)))
  expect(started.workers).toHaveLength(2)
})

test('a search whose thread ends fails as infrastructure, and the next one gets a new thread', async () => {
  using started = watchWorkers()
  await using retriever = bm25Retriever(index, { workers: 1 })
  const expected = await retriever.search('word1', 5)

  // It ends first: a thread that is asked before may have answered by then.
  const ended = started.workers[0]?.terminate()
  const lost = retriever.search('word2', 5)
  const waiting = retriever.search('word1', 5)

  await expect(lost).rejects.toMatchObject({ name: 'SandboxError' })
  expect(await waiting).toEqual(expected)
  await ended
  expect(started.workers).toHaveLength(2)
})

test('an idle thread that ends is replaced', async () => {
  using started = watchWorkers()
  await using retriever = bm25Retriever(index, { workers: 1 })
  const expected = await retriever.search('word1', 5)

  await started.workers[0]?.terminate()

  expect(await retriever.search('word1', 5)).toEqual(expected)
})

test.each([0, 1])(
  'an aborted search rejects with %d workers, and others go on',
  async (workers) => {
    await using retriever = bm25Retriever(index, { workers })
    const reason = new Error('enough')

    await expect(retriever.search('word1', 5, AbortSignal.abort(reason))).rejects.toBe(reason)

    expect(await retriever.search('word1', 5)).toHaveLength(5)
  },
)

test('a search that waits for a thread, or is under way, can be aborted', async () => {
  await using retriever = bm25Retriever(index, { workers: 1 })
  const stop = new AbortController()
  const reason = new Error('enough')

  const aborted = ['word1', 'word2'].map((word) => retriever.search(word, 5, stop.signal))
  const kept = retriever.search('word3', 5)
  stop.abort(reason)

  expect(await Promise.allSettled(aborted)).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ])
  expect(await kept).toHaveLength(5)
})

test('closing ends what is under way; twice is fine; no search follows', async () => {
  const retriever = bm25Retriever(index, { workers: 1 })
  const searches = ['word1', 'word2'].map((word) => retriever.search(word, 5))
  const settled = Promise.allSettled(searches)

  await retriever[Symbol.asyncDispose]()
  await retriever[Symbol.asyncDispose]()

  for (const search of await settled) {
    expect(search).toMatchObject({ status: 'rejected', reason: { name: 'ConfigError' } })
  }
  await expect(retriever.search('word1', 5)).rejects.toThrow('the retriever is closed')
})

test.each([-1, 1.5, Number.NaN])('refuses %d workers', (workers) => {
  expect(() => bm25Retriever(index, { workers })).toThrow(
    `Cannot start ${workers} search threads (give a whole number from 0)`,
  )
})

test("of searches, only those that read much are a thread's, and all find the same", async () => {
  using started = watchWorkers()
  await using here = bm25Retriever(index)
  await using split = bm25Retriever(index, { workers: 2, workersFrom: 300 })
  const queries = Array.from({ length: 40 }, (_, number) => someWords(1 + (number % 12)))

  const short = await split.search('word1', 7)
  expect(started.workers).toHaveLength(0)
  const found = await Promise.all(queries.map((query) => split.search(query, 7)))

  expect(started.workers.length).toBeGreaterThan(0)
  expect(short).toEqual(await here.search('word1', 7))
  expect(found).toEqual(await Promise.all(queries.map((query) => here.search(query, 7))))
})

test('closing leaves no thread', async () => {
  using started = watchWorkers()
  const retriever = bm25Retriever(index, { workers: 2 })
  await Promise.all(words.map((word) => retriever.search(word, 5)))
  const left = started.workers.map((worker) => once(worker, 'exit'))

  await retriever[Symbol.asyncDispose]()
  await Promise.all(left)

  expect(started.workers.map(({ threadId }) => threadId)).toEqual([-1, -1])
})

test('searches that wait for a thread go together, each with what was found for it', async () => {
  await using here = bm25Retriever(index)
  await using there = bm25Retriever(index, { workers: 1 })
  const queries = Array.from({ length: 300 }, (_, number) =>
    number % 7 === 0 ? `"${someWords(2)}" "${someWords(3)}"` : someWords(1 + (number % 9)),
  )
  const most = (number: number) => 1 + (number % 30)

  const found = await Promise.all(queries.map((query, at) => there.search(query, most(at))))

  expect(found).toEqual(await Promise.all(queries.map((query, at) => here.search(query, most(at)))))
})
