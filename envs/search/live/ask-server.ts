import {
  type Clock,
  ConfigError,
  createRng,
  deriveSeed,
  messageOf,
  type Rng,
  SandboxError,
  systemClock,
} from '../../../core/index.ts'

/** How servers of JSON are spoken to. */
export interface ServerOptions {
  /** Longest wait for an answer (default 60,000). */
  readonly timeoutMs?: number | undefined
  /** Further tries where one may help (default 4). */
  readonly retries?: number | undefined
  readonly clock?: Clock | undefined
  /** Default: what stands there when it is called, so that recordings stand between. */
  readonly fetch?: typeof fetch | undefined
}

export interface ServerRequest extends ServerOptions {
  /** What fails with it: `embed texts with e5 at http://localhost:8000/v1`. */
  readonly task: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON by POST; without one it is a GET. */
  readonly body?: unknown
  /** What to do where address or key are wrong (default: check them). */
  readonly advice?: string | undefined
  /** Says in a refusal that the key is wrong, where the status does not. */
  readonly mistake?: RegExp | undefined
  /** Taken out of what a server says. */
  readonly secret?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export const currentFetch: typeof fetch = (...request) => globalThis.fetch(...request)

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
const TRANSIENT = [408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529]
/** The address, the key or the name of a model is wrong: trying again changes nothing, here or in other episodes. */
const MISTAKES = [401, 403, 404, 405]
const LONGEST_MESSAGE = 300

/** Why one try gave no answer. */
interface Problem {
  readonly message: string
  readonly kind: 'transient' | 'refused' | 'mistake'
  readonly waitMs?: number | undefined
}

/**
 * Asks a server for JSON, again where that may help.
 * @throws SandboxError where the server fails, ConfigError where address or key are wrong.
 */
export async function askServer(request: ServerRequest): Promise<unknown> {
  const { retries = 4, clock = systemClock, secret, signal, url, body } = request
  const { advice = 'check the address and the key' } = request
  const rng = createRng(deriveSeed(0, url, JSON.stringify(body ?? null)))
  for (let failed = 0; ; failed++) {
    const answer = await tryOnce(request, clock)
    if ('value' in answer) return answer.value
    const { kind, message, waitMs = backoff(failed, rng) } = answer
    const plain = secret === undefined ? message : message.replaceAll(secret, '[key]')
    const text = `Cannot ${request.task}: ${plain}`
    if (kind === 'mistake') throw new ConfigError(`${text} (${advice})`)
    if (kind === 'refused') throw new SandboxError(`${text} (see the server)`)
    if (failed === retries) {
      throw new SandboxError(`${text}, at the last of ${failed + 1} tries (see the server)`)
    }
    if (waitMs > LONGEST_WAIT_MS) {
      throw new SandboxError(`${text}, and it asks to wait ${waitMs} ms (come back later)`)
    }
    await clock.sleep(waitMs, signal)
  }
}

async function tryOnce(
  { url, headers, body, timeoutMs = 60_000, signal, mistake, fetch = currentFetch }: ServerRequest,
  clock: Clock,
): Promise<{ readonly value: unknown } | Problem> {
  signal?.throwIfAborted()
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      // The key is meant for this address.
      redirect: 'manual',
    })
    const text = await response.text()
    return response.ok ? jsonIn(text) : problemOf(response, { text, now: clock.now(), mistake })
  } catch (error) {
    signal?.throwIfAborted()
    // What a replay or a handler throws is not of the network.
    if (!isNetworkError(error) && !timeout.aborted) throw error
    const message = timeout.aborted ? `it gave no answer in ${timeoutMs} ms` : reasonOf(error)
    return { kind: 'transient', message }
  }
}

function jsonIn(text: string): { readonly value: unknown } | Problem {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { kind: 'refused', message: `its answer is not JSON: ${shown(text)}` }
  }
}

function problemOf(
  { status, headers }: Response,
  {
    text,
    now,
    mistake,
  }: { readonly text: string; readonly now: number; readonly mistake: RegExp | undefined },
): Problem {
  if (status >= 300 && status < 400) {
    return { kind: 'mistake', message: `it redirects to ${headers.get('location') ?? 'elsewhere'}` }
  }
  const message = `HTTP ${status}${text.trim() === '' ? '' : `, ${shown(text)}`}`
  if (TRANSIENT.includes(status)) {
    return { kind: 'transient', message, waitMs: retryAfter(headers, now) }
  }
  const isMistake = MISTAKES.includes(status) || mistake?.test(text)
  return { kind: isMistake ? 'mistake' : 'refused', message }
}

function shown(text: string): string {
  // What a server says must not give commands to a terminal.
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line
}

/** Seconds or a date, in milliseconds from now. */
function retryAfter(headers: Headers, now: number): number | undefined {
  const given = headers.get('retry-after')?.trim()
  if (!given) return undefined
  const seconds = Number(given)
  if (seconds >= 0) return seconds * 1000
  const date = Date.parse(given)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** Doubled each time, and half of it by chance: many episodes must not come back at once. */
function backoff(failed: number, rng: Rng): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failed)
  return Math.round(full * (0.5 + rng.float() / 2))
}

export const isNetworkError = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof Error && 'code' in error)

/** `fetch failed` says nothing; its cause does. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const told = messageOf(cause ?? error)
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'ECONNREFUSED') return 'nobody listens there (ECONNREFUSED)'
  if (code === 'ENOTFOUND') return 'there is no such host (ENOTFOUND)'
  return told === '' ? code || 'the connection failed' : told
}
