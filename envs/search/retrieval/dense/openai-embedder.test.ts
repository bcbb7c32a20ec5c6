import { expect, test } from 'vitest'
import { createManualClock } from '../../../../core/index.ts'
import {
  embedderFromEnvironment,
  type OpenAiEmbedderOptions,
  openaiEmbedder,
} from './openai-embedder.ts'
import { type Fault, openEmbeddingsServer, wordVector } from './server.suite.ts'

const KEY = 'sk-a-key-nobody-may-see-1234'

/** Asks a server that does this with its first request, and what came of it. */
async function faced(fault: Fault, options: Partial<OpenAiEmbedderOptions> = {}) {
  await using server = await openEmbeddingsServer({ fault: (at) => (at === 0 ? fault : undefined) })
  const { baseUrl } = server
  const clock = createManualClock(0)
  const made = { baseUrl, model: 'words', apiKey: KEY, clock, ...options }
  const settled = await openaiEmbedder(made)
    .embed(['one', 'two'], 'passage')
    .catch((error: unknown) => error as Error)
  return { settled, baseUrl, waited: clock.now(), asked: server.requests.length }
}

const gives = (...vectors: readonly (readonly unknown[])[]) => ({
  raw: JSON.stringify({ data: vectors.map((embedding, index) => ({ index, embedding })) }),
})

test('vectors stand in the order of the texts, however many requests they take', async () => {
  await using server = await openEmbeddingsServer()
  const texts = Array.from({ length: 23 }, (_, at) => `text ${at}`)
  const embedder = openaiEmbedder({
    baseUrl: server.baseUrl,
    model: 'words',
    batch: 5,
    apiKey: KEY,
  })

  const vectors = await embedder.embed(texts, 'passage')

  expect(vectors).toEqual(texts.map((text) => wordVector(text)))
  expect(server.requests.map(({ input }) => input.length).sort()).toEqual([3, 5, 5, 5, 5])
  expect(new Set(server.keys)).toEqual(new Set([`Bearer ${KEY}`]))
})

test('queries and passages get their own prefixes, and half characters are made whole', async () => {
  await using server = await openEmbeddingsServer()
  const prefixes = { queryPrefix: 'query: ', passagePrefix: 'passage: ' }
  const common = { baseUrl: server.baseUrl, model: 'e5', dimensions: 4 }
  const embedder = openaiEmbedder({ ...common, ...prefixes })

  const [vector] = await embedder.embed(['a\ud83d'], 'query')
  await embedder.embed(['b'], 'passage')
  await embedder.embed([], 'passage')

  expect(server.requests).toMatchObject([
    { model: 'e5', input: ['query: a\ufffd'], dimensions: 4 },
    { model: 'e5', input: ['passage: b'], dimensions: 4 },
  ])
  expect(vector).toHaveLength(4)
  expect(embedder.id).not.toBe(openaiEmbedder(common).id)
})

test.each([
  [{ status: 429, headers: { 'retry-after': '7' } }, 7000, 7000],
  [{ status: 503 }, 250, 500],
  [{ status: 500 }, 250, 500],
])('%j is tried again, after what the server asks for or a while', async (fault, least, most) => {
  const { settled, waited, asked } = await faced(fault)

  expect(settled).toHaveLength(2)
  expect(asked).toBe(2)
  expect(waited).toBeGreaterThanOrEqual(least)
  expect(waited).toBeLessThanOrEqual(most)
})

test.each([
  [{ status: 503, body: `no room for ${KEY}` }, { retries: 0 }, 'HTTP 503, no room for [key], at'],
  [{ status: 429, headers: { 'retry-after': '3600' } }, {}, 'it asks to wait 3600000 ms'],
  [{ status: 400, body: 'too long' }, {}, 'HTTP 400, too long'],
  [{ raw: '<html>' }, {}, 'its answer is not JSON: <html>'],
  [{ raw: '{}' }, {}, 'its answer is no list of vectors: data'],
  [gives([1, 2]), {}, 'it gave 1 vectors for 2 texts'],
  [gives([1, 2], [1]), {}, 'a vector has 1 numbers, not 2'],
  [gives([1, 2], [1, 2]), { dimensions: 3 }, 'a vector has 2 numbers, not 3'],
  [gives([1, null], [1, 2]), {}, 'no list of vectors: data'],
  [gives([], []), {}, 'a vector is empty'],
  [{ raw: gives([1], [2]).raw.replace('"index":1', '"index":0') }, {}, 'numbered wrongly'],
  ['hang', { retries: 0, timeoutMs: 50 }, 'it gave no answer in 50 ms'],
] satisfies [Fault, Partial<OpenAiEmbedderOptions>, string][])(
  'a server that answers %j fails by name: %j',
  async (fault, options, reason) => {
    const { settled, baseUrl } = await faced(fault, options)

    expect(settled).toMatchObject({ name: 'SandboxError' })
    expect(String(settled)).toContain(`Cannot embed texts with words at ${baseUrl}: `)
    expect(String(settled)).toContain(reason)
    expect(String(settled)).not.toContain(KEY)
  },
)

test.each([
  [{ status: 401, body: 'bad key' }, 'HTTP 401, bad key'],
  [{ status: 307, headers: { location: 'http://else.where/' } }, 'it redirects to http://else'],
])('a server that answers %j was addressed wrongly', async (fault, reason) => {
  const { settled, asked } = await faced(fault)

  expect(settled).toMatchObject({ name: 'ConfigError', message: expect.stringContaining(reason) })
  expect(asked).toBe(1)
})

test('a server that is not there is named', async () => {
  const { baseUrl } = await faced(undefined)
  const embedder = openaiEmbedder({ baseUrl, model: 'words', retries: 0 })

  await expect(embedder.embed(['one'], 'query')).rejects.toMatchObject({
    name: 'SandboxError',
    message: expect.stringContaining(`at ${baseUrl}: nobody listens there (ECONNREFUSED)`),
  })
})

test('an aborted signal ends it, with its reason', async () => {
  await using server = await openEmbeddingsServer({ fault: () => 'hang' })
  const stop = new AbortController()
  const embedder = openaiEmbedder({ baseUrl: server.baseUrl, model: 'words' })

  const embedding = embedder.embed(['one'], 'query', stop.signal)
  stop.abort(new Error('enough'))

  await expect(embedding).rejects.toThrow('enough')
})

test('settings come from the environment, the most special first', async () => {
  await using server = await openEmbeddingsServer()
  const embedder = embedderFromEnvironment(
    { dimensions: 3 },
    {
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      PALAESTRA_EMBEDDINGS_BASE_URL: `${server.baseUrl}/embeddings`,
      PALAESTRA_EMBEDDINGS_MODEL: 'words',
      OPENAI_API_KEY: ` ${KEY}\n`,
    },
  )

  await embedder.embed(['one'], 'query')

  expect(server.keys).toEqual([`Bearer ${KEY}`])
  expect(embedder.id).toMatch(/^openai:words:/)
})

test.each([
  [{}, 'the address of a server is missing'],
  [{ baseUrl: 'http://h/v1' }, 'the model is missing'],
  [{ baseUrl: 'localhost', model: 'm' }, '"localhost" is no address'],
  [{ baseUrl: 'ftp://h', model: 'm' }, '"ftp://h" is no address'],
  [{ baseUrl: 'http://u:p@h/v1', model: 'm' }, 'the address holds more than a place'],
  [{ baseUrl: 'http://h/v1', model: 'm', batch: 0 }, 'batch is 0'],
  [{ baseUrl: 'http://h/v1', model: 'm', dimensions: 1.5 }, 'dimensions is 1.5'],
])('settings %j are refused in one line', (options, reason) => {
  const make = () => embedderFromEnvironment(options, {})

  expect(make).toThrow(reason)
  expect(make).toThrow(/^Cannot embed texts: [^\n]*\)$/)
})
