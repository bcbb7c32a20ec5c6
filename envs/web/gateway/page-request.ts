import type { IncomingMessage } from 'node:http'

export const MAX_BODY_BYTES = 32 * 2 ** 20

/** Between the browser and the gateway alone. `accept-encoding` too: nothing is gained by packing here. */
const HOP =
  /^(?:proxy-.*|connection|keep-alive|te|trailer|transfer-encoding|upgrade|accept-encoding|sec-websocket-(?:key|version|extensions))$/

export function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2)
    if (!HOP.test(name.toLowerCase())) headers.append(name, value)
  }
  return headers
}

/** Null: it is larger than the gateway takes. */
export async function bodyOf(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  if (Number(incoming.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return null
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of incoming as AsyncIterable<Uint8Array>) {
    length += piece.length
    if (length > MAX_BODY_BYTES) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** @throws TypeError where it is none that a server could be asked. */
export function requestOf(
  incoming: IncomingMessage,
  url: URL,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Request {
  const { method = 'GET' } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0
  const init = { method, headers: headersOf(incoming), redirect: 'manual', signal } as const
  return new Request(url, hasBody ? { ...init, body } : init)
}
