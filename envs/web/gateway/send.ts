import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

const HOP = /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/

/** Sends what a server answered, piece by piece; whoever goes away stops it. */
export async function sendResponse(to: ServerResponse, answer: Response): Promise<void> {
  const { status, statusText, headers, body } = answer
  const isHead = to.req.method === 'HEAD'
  to.statusCode = status
  if (statusText !== '') to.statusMessage = statusText
  for (const [name, value] of headers) {
    // A length is that of what is sent, not what somebody claims.
    if (HOP.test(name) || name === 'set-cookie' || (name === 'content-length' && !isHead)) continue
    to.setHeader(name, value)
  }
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) to.setHeader('set-cookie', cookies)
  // A context is used again: what one episode was sent is not there for the next.
  to.setHeader('cache-control', 'no-store')
  if (isHead || !body || status === 204 || status === 304) {
    await body?.cancel()
    to.end()
    return
  }
  to.flushHeaders()
  await pump(body, to)
}

async function pump(body: ReadableStream<Uint8Array>, to: ServerResponse): Promise<void> {
  const reader = body.getReader()
  const leave = () => void reader.cancel().catch(() => {})
  to.once('close', leave)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done || to.destroyed) break
      if (!to.write(value)) await Promise.race([once(to, 'drain'), once(to, 'close')])
    }
    to.end()
  } finally {
    to.off('close', leave)
  }
}

/** A page of the gateway's own. */
export function sendNote(to: ServerResponse, status: number, text: string): void {
  if (to.headersSent) {
    to.destroy()
    return
  }
  to.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  to.end(to.req.method === 'HEAD' ? undefined : `${text}\n`)
}
