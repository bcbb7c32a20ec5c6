import type { Host } from '../../site/site.ts'

/** A browser without scripts, for tests of applications: cookies, redirects, tokens of the forms it saw. */
export interface Visitor {
  /** The page's HTML, redirects followed. */
  get(path: string): Promise<string>
  /** Sends a form of a page seen before: with the token that page gave. */
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<string>
  /** Without token and without following redirects. */
  raw(path: string, init?: RequestInit): Promise<Response>
  /** By path of the form. */
  readonly tokens: ReadonlyMap<string, string>
  /** Of the last page. */
  readonly path: string
}

export function createVisitor(host: Host, origin: string): Visitor {
  const tokens = new Map<string, string>()
  let cookie: string | null = null
  let path = '/'

  async function raw(to: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (cookie !== null) headers.set('cookie', cookie)
    const response = await host.fetch(new Request(new URL(to, origin), { ...init, headers }))
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return response
  }

  async function follow(to: string, init?: RequestInit): Promise<string> {
    path = to
    const response = await raw(to, init)
    const next = response.headers.get('location')
    if (response.status === 303 && next !== null) return follow(next)
    const body = await response.text()
    for (const [, action = '', token = ''] of body.matchAll(
      /<form method="post" action="([^"]*)"[^>]*>\s*<input type="hidden" name="token" value="([^"]*)"/g,
    )) {
      tokens.set(action, token)
    }
    return body
  }

  return {
    get: (to) => follow(to),
    post: (to, fields = {}) =>
      follow(to, {
        method: 'POST',
        body: new URLSearchParams({ ...fields, token: tokens.get(to) ?? '' }),
      }),
    raw,
    tokens,
    get path() {
      return path
    },
  }
}
