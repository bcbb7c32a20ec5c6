import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { pipeline, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { isLocalName, publicLookup } from './hosts.ts'

/** How a server of the real network is connected to. */
export const lookupOf = (hostname: string) =>
  isLocalName(hostname) ? {} : { lookup: publicLookup }

/** Asks the real network; redirects are for the browser to follow. */
export async function askLive(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const body = Buffer.from(await request.arrayBuffer())
  const headers = { ...Object.fromEntries(request.headers), 'accept-encoding': 'identity' }
  const { method, signal } = request
  const options = { method, headers, signal, agent: false, ...lookupOf(url.hostname) } as const
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http
    request(url, options, resolve).on('error', reject).end(body)
  })
  return responseOf(answer, method)
}

function responseOf(answer: IncomingMessage, method: string): Response {
  const { statusCode: status = 502, statusMessage: statusText = '', rawHeaders } = answer
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    headers.append(name, value)
  }
  if (method === 'HEAD' || [204, 205, 304].includes(status)) {
    answer.resume()
    return new Response(null, { status, statusText, headers })
  }
  const body = unpacked(answer, headers)
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
    ...{ status, statusText, headers },
  })
}

/** Also where it was asked not to be packed. */
function unpacked(answer: IncomingMessage, headers: Headers): Readable {
  const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
    gzip: createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }
  const decoder = decoders[headers.get('content-encoding') ?? '']
  if (!decoder) return answer
  headers.delete('content-encoding')
  headers.delete('content-length')
  // A broken one ends the answer, and nobody else.
  return pipeline(answer, decoder(), () => {}) as unknown as Readable
}
