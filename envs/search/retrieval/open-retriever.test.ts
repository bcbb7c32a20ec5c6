import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import type { Page } from '../corpora/corpus.ts'
import { corpusOf } from '../corpora/in-memory.ts'
import { wordVector } from './dense/server.suite.ts'
import { createLeases } from './lease.ts'
import { type OpenRetrieverOptions, openRetriever, retrieverNames } from './open-retriever.ts'
import type { Embedder } from './retriever.ts'

const corpus = corpusOf(
  'rivers',
  ['Oss', 'Karn', 'Vell', 'Aldmere', 'Quell'].map(
    (title, at): Page => ({
      ...{ id: `p${at}`, title },
      sections: [{ heading: '', text: `${title} is a river of ${at} miles with ${title} trout.` }],
    }),
  ),
)

async function setting(more: Partial<OpenRetrieverOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-retriever-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const asked: (readonly [kind: string, texts: number])[] = []
  const embedder: Embedder = {
    id: 'words',
    async embed(texts, kind) {
      asked.push([kind, texts.length])
      return texts.map((text) => wordVector(text))
    },
    async [Symbol.asyncDispose]() {},
  }
  return { asked, folder, corpus, name: 'bm25+dense' as const, ...more, embedder }
}

test.each(retrieverNames)('%s finds a page by its name', async (name) => {
  await using retriever = await openRetriever(await setting({ name }))

  const hits = await retriever.search('Vell river', 2)

  expect(retriever.name).toBe(name)
  expect(hits[0]?.page).toBe(2)
  expect(hits).toHaveLength(2)
})

test('threads find the same pages', async () => {
  const options = await setting()
  await using one = await openRetriever(options)
  await using other = await openRetriever({ ...options, workers: 2, precision: 'int8' })

  expect(await other.search('trout of Aldmere', 5)).toEqual(await one.search('trout of Aldmere', 5))
})

test('a long search gets a thread by itself, a short one none, and closing leaves none', async () => {
  const workers: Worker[] = []
  const listener = (worker: Worker) => workers.push(worker)
  process.on('worker', listener)
  onTestFinished(() => void process.off('worker', listener))
  const page = (at: number): Page => ({
    ...{ id: `${at}`, title: '' },
    sections: [{ heading: '', text: at % 5000 === 7 ? 'gold and silver and tin' : 'gold, silver' }],
  })
  const many = { name: 'many', hash: 'many', size: 50_000, page, numberOf: Number }
  const options = await setting({ name: 'bm25', corpus: many })
  await using here = await openRetriever({ ...options, workers: 0 })
  const retriever = await openRetriever(options)

  const short = await retriever.search('tin', 3)
  expect(workers).toHaveLength(0)
  const long = await retriever.search('gold silver', 30)
  expect(workers).toHaveLength(1)
  await retriever[Symbol.asyncDispose]()

  expect(short).toEqual(await here.search('tin', 3))
  expect(short.map(({ page: at }) => at)).toEqual([7, 5007, 10_007])
  expect(long).toEqual(await here.search('gold silver', 30))
  expect(workers[0]?.threadId).toBe(-1)
})

test('what is asked for at the same time is built once, and what is open is shared', async () => {
  const options = await setting()
  const told: number[] = []

  const opened = await Promise.all(
    [1, 2, 3].map(() => openRetriever({ ...options, progress: (done) => void told.push(done) })),
  )
  const alone = await openRetriever({ ...options, name: 'dense' })
  for (const retriever of opened) await retriever[Symbol.asyncDispose]()
  const hits = await alone.search('Karn', 1)
  await alone[Symbol.asyncDispose]()

  expect(options.asked).toEqual([
    ['passage', 5],
    ['query', 1],
  ])
  expect(hits[0]?.page).toBe(1)
  expect(told.length).toBeGreaterThanOrEqual(3)
  expect(await readdir(options.folder)).toHaveLength(2)
})

test('what was closed by all is opened again from its file; a closed one stays closed', async () => {
  const options = await setting()
  const first = await openRetriever(options)
  await first[Symbol.asyncDispose]()
  await first[Symbol.asyncDispose]()

  await using again = await openRetriever(options)
  const hits = await again.search('Oss', 1)

  expect(hits[0]?.page).toBe(0)
  expect(options.asked.filter(([kind]) => kind === 'passage')).toHaveLength(1)
  await expect(first.search('Oss', 1)).rejects.toThrow('the retriever is closed')
})

test('a dense one needs an embedder, and says how to have one', async () => {
  const options = { ...(await setting({ name: 'dense' })), embedder: undefined }

  await expect(openRetriever(options)).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringMatching(/^Cannot search by dense: .*PALAESTRA_EMBEDDINGS_BASE_URL/),
  })
})

test('what failed for one fails for all who waited, and is tried again by the next', async () => {
  const options = await setting()
  let isDown = true
  const { embed } = options.embedder
  const embedder: Embedder = {
    ...options.embedder,
    embed: async (...given) => {
      if (isDown) throw new Error('the server is down')
      return embed(...given)
    },
  }
  const asked = { ...options, embedder }

  const failed = await Promise.allSettled([openRetriever(asked), openRetriever(asked)])
  isDown = false
  await using retriever = await openRetriever(asked)

  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await retriever.search('Quell', 1)).toMatchObject([{ page: 4 }])
})

/** A thing that opens when it is told to. */
function opening() {
  const leases = createLeases<AsyncDisposable>()
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  const log: string[] = []
  const open = async (signal: AbortSignal) => {
    log.push('opens')
    signal.addEventListener('abort', () => log.push('stops'))
    await promise
    return { [Symbol.asyncDispose]: async () => void log.push('closes') }
  }
  return {
    log,
    resolve: () => resolve(),
    ask: (signal?: AbortSignal) => leases.lease('key', open, { signal }),
  }
}

test('who gives up waiting does not end it for the others', async () => {
  const { ask, resolve, log } = opening()
  const impatient = new AbortController()
  const first = ask(impatient.signal)
  const second = ask()

  impatient.abort(new Error('too long'))
  await expect(first).rejects.toThrow('too long')
  resolve()
  const lease = await second

  expect(log).toEqual(['opens'])
  await lease[Symbol.asyncDispose]()
  await lease[Symbol.asyncDispose]()
  expect(log).toEqual(['opens', 'stops', 'closes'])
})

test('when all give up, opening is stopped and what came of it is closed', async () => {
  const { ask, resolve, log } = opening()
  const impatient = new AbortController()
  const waiting = [ask(impatient.signal), ask(impatient.signal)]

  impatient.abort(new Error('too long'))
  await Promise.allSettled(waiting)

  expect(log).toEqual(['opens', 'stops'])
  resolve()
  await expect.poll(() => log).toEqual(['opens', 'stops', 'closes'])
})
