import type { OpenedPage } from '../reading/episode.ts'
import { webAddress } from './address.ts'
import { isNetworkError, reasonOf } from './ask-server.ts'
import { readPage } from './read-page.ts'

export interface OpenPageOptions {
  readonly fetch: typeof fetch
  readonly timeoutMs: number
  /** Also what is not on the web. */
  readonly anywhere: boolean
  readonly signal: AbortSignal | undefined
}

const MOST_REDIRECTS = 5
const MOST_BYTES = 5 * 2 ** 20

/** Fetches a page and reads its text; each address it redirects to has to be one that may be opened. */
export async function openPage(address: string, options: OpenPageOptions): Promise<OpenedPage> {
  const { signal, timeoutMs } = options
  signal?.throwIfAborted()
  const timeout = AbortSignal.timeout(timeoutMs)
  const stops = signal ? AbortSignal.any([signal, timeout]) : timeout
  try {
    return await follow(address, options, stops)
  } catch (error) {
    signal?.throwIfAborted()
    if (timeout.aborted) return { problem: `it gave no answer in ${timeoutMs} ms` }
    if (!isNetworkError(error)) throw error
    return { problem: reasonOf(error) }
  }
}

async function follow(
  address: string,
  { fetch, anywhere }: OpenPageOptions,
  signal: AbortSignal,
): Promise<OpenedPage> {
  let at = address
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const url = webAddress(at, { anywhere })
    if (typeof url === 'string') return { problem: url }
    const response = await fetch(url.href, {
      headers: { accept: 'text/html, text/markdown, text/plain;q=0.9, */*;q=0.1' },
      redirect: 'manual',
      signal,
    })
    const place = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && place !== null) {
      await response.body?.cancel()
      at = URL.canParse(place, url.href) ? new URL(place, url).href : place
      continue
    }
    if (!response.ok) {
      await response.body?.cancel()
      return { problem: `HTTP ${response.status}` }
    }
    const bytes = await bytesOf(response)
    if (bytes === null) return { problem: `it is larger than ${MOST_BYTES / 2 ** 20} MiB` }
    const page = readPage(url.href, response.headers.get('content-type') ?? '', bytes)
    return typeof page === 'string' ? { problem: page } : { page }
  }
  return { problem: `it redirects more than ${MOST_REDIRECTS} times` }
}

/** null: there are too many. */
async function bytesOf({ body }: Response): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += piece.length
    if (length > MOST_BYTES) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
