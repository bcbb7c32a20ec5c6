import { messageOf } from '../../core/index.ts'
import { isRecord } from '../shared/is-record.ts'
import { type Completion, createAssembly } from './completion.ts'
import { type Problem, problemOf } from './problem.ts'
import { createSseParser } from './sse.ts'

export interface ExchangeOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** Longest silence, before the headers and between pieces of the body. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly fetch: typeof fetch
  readonly now: () => number
}

/** Of an error nobody reads more. */
const LONGEST_ERROR = 64 * 1024

/**
 * Sends one request and reads its answer, whole or streamed. Nothing is left open when it settles.
 * @throws the signal's reason alone.
 */
export async function exchange(options: ExchangeOptions): Promise<Completion | Problem> {
  const watch = watchSilence(options.timeoutMs, options.signal)
  try {
    const response = await options.fetch(options.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        ...options.headers,
      },
      body: JSON.stringify(options.body),
      signal: watch.signal,
      // The key is meant for this address, and a redirected POST may arrive as something else.
      redirect: 'manual',
    })
    watch.heard()
    const pieces = piecesOf(response, watch.heard)
    if (!response.ok) {
      const body = await textOf(pieces, LONGEST_ERROR)
      return problemOf({
        status: response.status,
        headers: response.headers,
        body,
        now: options.now(),
      })
    }
    const isStream = /\btext\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
    return await (isStream ? readStream(pieces, options.now) : readWhole(pieces, options.now))
  } catch (error) {
    options.signal.throwIfAborted()
    if (watch.isExpired()) {
      return { kind: 'transient', message: `it was silent for ${options.timeoutMs} ms` }
    }
    return { kind: 'transient', message: networkReason(error) }
  } finally {
    watch.close()
  }
}

async function readStream(
  pieces: AsyncIterable<Uint8Array>,
  now: () => number,
): Promise<Completion | Problem> {
  const parser = createSseParser()
  const assembly = createAssembly()
  for await (const bytes of pieces) {
    for (const data of parser.push(bytes)) {
      if (data.trim() === '[DONE]') return assembly.finish(true)
      const problem = assembly.add(data, now)
      if (problem) return problem
    }
  }
  return assembly.finish(false)
}

async function readWhole(
  pieces: AsyncIterable<Uint8Array>,
  now: () => number,
): Promise<Completion | Problem> {
  const assembly = createAssembly()
  return assembly.add(await textOf(pieces), now) ?? assembly.finish(true)
}

async function* piecesOf(response: Response, heard: () => void): AsyncGenerator<Uint8Array> {
  if (!response.body) return
  for await (const bytes of response.body as AsyncIterable<Uint8Array>) {
    heard()
    yield bytes
  }
}

async function textOf(
  pieces: AsyncIterable<Uint8Array>,
  longest = Number.POSITIVE_INFINITY,
): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of pieces) {
    text += decoder.decode(bytes, { stream: true })
    if (text.length > longest) return text.slice(0, longest)
  }
  return text + decoder.decode()
}

/** A signal that aborts with `signal`, or when nothing was heard for too long; closed, it ends what it watched. */
function watchSilence(timeoutMs: number, signal: AbortSignal) {
  const controller = new AbortController()
  let expired = false
  const expire = () => {
    expired = true
    controller.abort()
  }
  const forward = () => controller.abort(signal.reason)
  if (signal.aborted) forward()
  signal.addEventListener('abort', forward, { once: true })
  const timer = setTimeout(expire, timeoutMs)
  return {
    signal: controller.signal,
    heard: () => void timer.refresh(),
    isExpired: () => expired,
    close() {
      clearTimeout(timer)
      signal.removeEventListener('abort', forward)
      controller.abort()
    },
  }
}

/** `fetch failed` says nothing; its cause does. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = isRecord(cause) && typeof cause['code'] === 'string' ? cause['code'] : ''
  const told = cause === undefined ? messageOf(error) : messageOf(cause)
  if (code === 'ECONNREFUSED') return 'nobody listens there (ECONNREFUSED)'
  if (code === 'ENOTFOUND') return 'there is no such host (ENOTFOUND)'
  return told === '' ? code || 'the connection failed' : told
}
