import { isRecord } from '../shared/is-record.ts'

/** Why a request gave no answer, as what can be done about it. */
export type Problem =
  /** Try again; `waitMs` where the server said when. */
  | { readonly kind: 'transient'; readonly message: string; readonly waitMs?: number }
  /** The prompt does not fit; `limit` in tokens where the server said it. */
  | { readonly kind: 'overflow'; readonly message: string; readonly limit: number | null }
  /** The server does not know a field of the request. */
  | { readonly kind: 'unknown field'; readonly message: string; readonly field: OptionalField }
  /** Trying again changes nothing. */
  | { readonly kind: 'refused'; readonly message: string; readonly fault: Fault }

/** Fields that not every server takes, and that one can do without. */
export type OptionalField = 'tools' | 'stream_options' | 'max_tokens' | 'seed'

/** `request`: wrong address, key, model or parameters; `server`: its own, quotas included. */
export type Fault = 'request' | 'server'

export interface FailedResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  /** When it came, for a `Retry-After` that is a date. */
  readonly now: number
}

const OVERFLOW =
  /context[ _]length|context[ _]size|context window|maximum input length|prompt is too long|too many (?:input )?tokens|longer than the (?:maximum|model)|reduce the length/i
const NO_QUOTA = /insufficient[ _]quota|exceeded your current quota|out of credit|billing/i
const FIELDS: readonly (readonly [OptionalField, RegExp])[] = [
  ['max_tokens', /max_completion_tokens/],
  ['stream_options', /stream_options/],
  ['tools', /\btools?\b|\btool[_ ]choice\b|tool[_ ]call|function calling/i],
  ['seed', /\bseed\b/],
]
const REFUSES =
  /support|enable|require|unknown|unrecognized|unexpected|extra|permitted|allowed|not available/i
const TRANSIENT = [408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529]

/** What a response other than an answer means. Servers differ in status, so the text counts as well. */
export function problemOf(response: FailedResponse): Problem {
  const { status } = response
  const error = errorOf(response.body)
  const message = `HTTP ${status}${error.message === '' ? '' : `, ${error.message}`}`
  const told = `${error.code} ${error.type} ${error.message}`
  if (status >= 300 && status < 400) {
    const place = response.headers.get('location') ?? 'elsewhere'
    return { kind: 'refused', message: `it redirects to ${place}`, fault: 'request' }
  }
  if ([400, 413, 422, 500].includes(status) && OVERFLOW.test(told)) {
    return { kind: 'overflow', message, limit: error.limit ?? limitIn(error.message) }
  }
  if ([400, 404, 422, 500, 501].includes(status) && REFUSES.test(told)) {
    const unknown = FIELDS.find(([, pattern]) => pattern.test(told))
    if (unknown) return { kind: 'unknown field', message, field: unknown[0] }
  }
  if (status === 402 || (status === 429 && NO_QUOTA.test(told))) {
    return { kind: 'refused', message: `out of quota: ${message}`, fault: 'server' }
  }
  if (TRANSIENT.includes(status)) {
    const waitMs = retryAfter(response)
    return { kind: 'transient', message, ...(waitMs === null ? {} : { waitMs }) }
  }
  return { kind: 'refused', message, fault: status >= 500 || status === 403 ? 'server' : 'request' }
}

/** What an error in the middle of a stream means: its code, where it has one, is a status. */
export function problemInStream(error: unknown, now: number): Problem {
  const code = isRecord(error) ? Number(error['code'] ?? error['status']) : Number.NaN
  const status = code >= 400 && code < 600 ? code : 500
  return problemOf({ status, headers: new Headers(), body: JSON.stringify({ error }), now })
}

interface ServerError {
  readonly message: string
  readonly type: string
  readonly code: string
  readonly limit: number | null
}

const LONGEST_MESSAGE = 500

/** `{ error: { message, type, code } }`, and what servers write in its place. */
function errorOf(body: string): ServerError {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    value = body
  }
  const outer = isRecord(value) ? value : {}
  const inner = isRecord(outer['error']) ? outer['error'] : outer
  const text = inner['message'] ?? outer['error'] ?? outer['detail'] ?? value
  const message = (typeof text === 'string' ? text : (JSON.stringify(text) ?? ''))
    .replace(/\s+/g, ' ')
    .trim()
  const { n_ctx: limit } = inner
  return {
    message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message,
    type: String(inner['type'] ?? ''),
    code: String(inner['code'] ?? ''),
    limit: typeof limit === 'number' ? limit : null,
  }
}

function limitIn(message: string): number | null {
  const found =
    /(?:context length|context size|context window)\D{0,30}?(\d{3,})/i.exec(message) ??
    /maximum(?: of)? (\d{3,}) tokens/i.exec(message)
  return found ? Number(found[1]) : null
}

/** Milliseconds, from the milliseconds, seconds or date that the server gave. */
function retryAfter({ headers, now }: FailedResponse): number | null {
  const inMs = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (inMs >= 0) return inMs
  const given = headers.get('retry-after')
  if (given === null || given.trim() === '') return null
  const seconds = Number(given)
  if (seconds >= 0) return seconds * 1000
  const date = Date.parse(given)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
