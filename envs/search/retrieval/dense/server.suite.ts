import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface EmbeddingsRequest {
  readonly model: string
  readonly input: readonly string[]
  readonly dimensions?: number
}

/** What the server does instead of answering as it should. */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | { readonly raw: string }
  | 'hang'
  | undefined

export interface EmbeddingsServer extends AsyncDisposable {
  readonly baseUrl: string
  readonly requests: readonly EmbeddingsRequest[]
  readonly keys: readonly (string | undefined)[]
}

/** An embeddings server of OpenAI's kind; `fault` is asked with the number of the request. */
export async function openEmbeddingsServer({
  fault = () => undefined,
  port = 0,
  length = 16,
}: {
  readonly fault?: (index: number, request: EmbeddingsRequest) => Fault
  readonly port?: number
  readonly length?: number
} = {}): Promise<EmbeddingsServer> {
  const requests: EmbeddingsRequest[] = []
  const keys: (string | undefined)[] = []
  const server = createServer(async (incoming, response) => {
    let body = ''
    for await (const piece of incoming) body += piece
    if (incoming.url !== '/v1/embeddings') return void response.writeHead(404).end()
    const request = JSON.parse(body) as EmbeddingsRequest
    const broken = fault(requests.push(request) - 1, request)
    keys.push(incoming.headers.authorization)
    if (broken === 'hang') return
    response.setHeader('content-type', 'application/json')
    if (broken && 'raw' in broken) return void response.end(broken.raw)
    if (broken) return void response.writeHead(broken.status, broken.headers).end(broken.body)
    const data = request.input.map((text, index) => ({
      ...{ object: 'embedding', index },
      embedding: [...wordVector(text, request.dimensions ?? length)],
    }))
    // Servers need not keep the order.
    response.end(JSON.stringify({ object: 'list', model: request.model, data: data.reverse() }))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    keys,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A bag of hashed words: texts with common words have similar vectors. */
export function wordVector(text: string, length = 16): Float32Array {
  const vector = new Float32Array(length)
  for (const word of text.toLowerCase().match(/\p{L}+|\d+/gu) ?? []) {
    const hash = createHash('sha256').update(word).digest()
    for (let at = 0; at < length; at++)
      vector[at] = (vector[at] ?? 0) + (hash[at % 32] ?? 0) - 127.5
  }
  vector[0] = (vector[0] ?? 0) + 1
  return vector
}
