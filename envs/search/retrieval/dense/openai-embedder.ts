import { z } from 'zod'
import { ConfigError, hashJson, SandboxError, zodProblem } from '../../../../core/index.ts'
import { askServer, type ServerOptions } from '../../live/ask-server.ts'
import type { Embedder } from '../retriever.ts'

export interface OpenAiEmbedderOptions extends ServerOptions {
  /** Without `/embeddings`: `http://localhost:8000/v1`. */
  readonly baseUrl: string
  readonly model: string
  /** Sent, never stored. */
  readonly apiKey?: string | undefined
  /** Texts of one request (default 32). */
  readonly batch?: number | undefined
  /** Requests at the same time (default 2). */
  readonly concurrent?: number | undefined
  /** What the model wants before a query (`query: `), and before a passage. */
  readonly queryPrefix?: string | undefined
  readonly passagePrefix?: string | undefined
  /** For models that can give shorter vectors. */
  readonly dimensions?: number | undefined
  /** Ends everything that is under way. */
  readonly signal?: AbortSignal | undefined
}

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int().min(0).optional(), embedding: z.array(z.number()) })),
})

/**
 * Vectors of any server that speaks `/v1/embeddings` of OpenAI.
 * @throws ConfigError for settings that cannot be.
 */
export function openaiEmbedder(options: OpenAiEmbedderOptions): Embedder {
  const { model, apiKey, batch = 32, concurrent = 2, dimensions } = options
  const { queryPrefix = '', passagePrefix = '' } = options
  if (model === '') throw refused('the name of the model is missing', 'give one the server has')
  for (const [name, value] of Object.entries({ batch, concurrent, dimensions: dimensions ?? 1 })) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw refused(`${name} is ${value}`, 'give a whole number from 1')
  }
  const baseUrl = checkedUrl(options.baseUrl)
  const task = `embed texts with ${model} at ${baseUrl}`
  let length = dimensions

  const ask = async (input: readonly string[], signal: AbortSignal | undefined) => {
    const value = await askServer({
      ...options,
      task,
      signal,
      url: `${baseUrl}/embeddings`,
      headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      body: { model, input, encoding_format: 'float', ...(dimensions && { dimensions }) },
      secret: apiKey,
    })
    const vectors = vectorsIn(value, input.length, task)
    for (const vector of vectors) {
      length ??= vector.length
      if (vector.length === length) continue
      const problem = `a vector has ${vector.length} numbers, not ${length}`
      throw new SandboxError(`Cannot ${task}: ${problem} (see the model)`)
    }
    return vectors
  }

  return {
    id: `openai:${model}:${hashJson({ queryPrefix, passagePrefix, dimensions: dimensions ?? null }).slice(0, 8)}`,
    async embed(texts, kind, signal) {
      const prefix = kind === 'query' ? queryPrefix : passagePrefix
      const both = [signal, options.signal].filter((each) => each !== undefined)
      const stops = both.length > 1 ? AbortSignal.any(both) : both[0]
      const batches = Array.from({ length: Math.ceil(texts.length / batch) }, (_, at) =>
        texts.slice(at * batch, (at + 1) * batch).map((text) => wellFormed(prefix + text)),
      )
      const vectors: (readonly Float32Array[])[] = []
      const left = batches.entries()
      const work = async () => {
        for (const [at, input] of left) vectors[at] = await ask(input, stops)
      }
      await Promise.all(Array.from({ length: Math.min(concurrent, batches.length) }, work))
      return vectors.flat()
    },
    async [Symbol.asyncDispose]() {},
  }
}

/**
 * The same, with what is not given from the environment: PALAESTRA_EMBEDDINGS_BASE_URL, PALAESTRA_BASE_URL or
 * OPENAI_BASE_URL; PALAESTRA_EMBEDDINGS_MODEL or OPENAI_EMBEDDINGS_MODEL; keys as addresses.
 * @throws ConfigError where address or model are missing.
 */
export function embedderFromEnvironment(
  options: Partial<OpenAiEmbedderOptions> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Embedder {
  const find = (...names: readonly string[]) =>
    names.map((name) => environment[name]?.trim()).find((value) => value)
  const places = (name: string) => [
    ...[`PALAESTRA_EMBEDDINGS_${name}`, `PALAESTRA_${name}`, `OPENAI_${name}`],
  ]
  const { baseUrl = find(...places('BASE_URL')), apiKey = find(...places('API_KEY')) } = options
  const { model = find('PALAESTRA_EMBEDDINGS_MODEL', 'OPENAI_EMBEDDINGS_MODEL') } = options
  if (!baseUrl || !model) {
    throw refused(
      `${baseUrl ? 'the model' : 'the address of a server'} is missing`,
      'set PALAESTRA_EMBEDDINGS_BASE_URL, as http://localhost:8000/v1, and PALAESTRA_EMBEDDINGS_MODEL',
    )
  }
  return openaiEmbedder({ ...options, baseUrl, model, apiKey })
}

/** In the order of the texts: servers may answer in another. */
function vectorsIn(value: unknown, count: number, task: string): readonly Float32Array[] {
  const parsed = answerSchema.safeParse(value)
  const fail = (reason: string) => new SandboxError(`Cannot ${task}: ${reason} (see the server)`)
  if (!parsed.success) throw fail(`its answer is no list of vectors: ${zodProblem(parsed.error)}`)
  const { data } = parsed.data
  if (data.length !== count) throw fail(`it gave ${data.length} vectors for ${count} texts`)
  const vectors: Float32Array[] = []
  for (const [place, { index = place, embedding }] of data.entries()) {
    if (embedding.length === 0) throw fail('a vector is empty')
    vectors[index] = Float32Array.from(embedding)
  }
  const missing = Array.from({ length: count }, (_, at) => vectors[at]).indexOf(undefined)
  if (missing !== -1 || vectors.length !== count) throw fail('its vectors are numbered wrongly')
  return vectors
}

/** Half a character is no JSON for many servers. */
const wellFormed = (text: string): string => Buffer.from(text).toString()

function checkedUrl(text: string): string {
  const url = parsed(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw refused(`${JSON.stringify(text)} is no address`, 'write http://localhost:8000/v1')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const advice = 'leave user, password, query and fragment out; the key has its own setting'
    throw refused('the address holds more than a place', advice)
  }
  return url.href.replace(/\/+$/, '').replace(/\/embeddings$/, '')
}

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

const refused = (reason: string, advice: string) =>
  new ConfigError(`Cannot embed texts: ${reason} (${advice})`)
