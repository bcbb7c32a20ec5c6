import { createHmac } from 'node:crypto'
import type { Rng } from '../../../../core/index.ts'
import type { IntegrityLog } from './integrity.ts'

/** One visitor of an application, told by a signed cookie. */
export interface AppSession<Data> {
  readonly id: string
  /** Who is signed in. */
  user: string | null
  readonly flashes: Flash[]
  /** Whatever the application keeps for a visitor: a half-filled checkout. */
  data: Data
  /** The token of one form, by the path it posts to; from then on that path may be posted to. */
  token(action: string): string
  /** Whether a page gave this visitor that token for that path. */
  accepts(action: string, token: string): boolean
}

/** A message on the next page. */
export interface Flash {
  readonly kind: 'status' | 'alert'
  readonly text: string
}

export interface Sessions<Data> {
  /** Of the request's cookies; a visitor without a valid one is new. */
  of(cookies: string | null): {
    readonly session: AppSession<Data>
    readonly setCookie: string | null
  }
  readonly all: readonly AppSession<Data>[]
}

export interface SessionsOptions<Data> {
  /** Draws the secret of the episode. */
  readonly rng: Rng
  readonly integrity: IntegrityLog
  /** Who the first visitor is signed in as: the browser of the episode. */
  readonly startAs: string | null
  data(): Data
}

const COOKIE = 'sid'

export function createSessions<Data>(options: SessionsOptions<Data>): Sessions<Data> {
  const { rng, integrity, startAs } = options
  const secret = Array.from({ length: 8 }, () => rng.int(2 ** 32).toString(16)).join('')
  const sign = (...parts: readonly string[]) =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex').slice(0, 32)
  const byId = new Map<string, AppSession<Data>>()
  const all: AppSession<Data>[] = []

  function create(): AppSession<Data> {
    const id = sign('session', String(all.length))
    const handedOut = new Set<string>()
    const session: AppSession<Data> = {
      ...{ id, user: all.length === 0 ? startAs : null, flashes: [], data: options.data() },
      token(action) {
        handedOut.add(action)
        return sign('form', id, action)
      },
      accepts: (action, token) => handedOut.has(action) && token === sign('form', id, action),
    }
    byId.set(id, session)
    all.push(session)
    return session
  }

  return {
    all,
    of(cookies) {
      let known: AppSession<Data> | undefined
      for (const [name, value] of cookiesOf(cookies)) {
        const [id = '', signature] = value.split('.')
        const found = name === COOKIE && signature === sign('cookie', id) && byId.get(id)
        if (found) known ??= found
        // Pages set no cookie but the server's own, so any other was made by somebody.
        else integrity.note('forged-cookie')
      }
      if (known) return { session: known, setCookie: null }
      const session = create()
      const value = `${session.id}.${sign('cookie', session.id)}`
      return { session, setCookie: `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax` }
    },
  }
}

const cookiesOf = (header: string | null) =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=')
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    })
