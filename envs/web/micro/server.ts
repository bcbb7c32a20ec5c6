import { Hono } from 'hono'
import { z } from 'zod'
import type { Rng } from '../../../core/index.ts'
import { createIntegrityLog } from '../apps/shell/integrity.ts'
import { createSessions } from '../apps/shell/sessions.ts'
import type { Host } from '../site/site.ts'
import type { Fields, MicroPage, MicroTask } from './kind.ts'
import { renderPage } from './page.ts'

/** The server of one task in one episode, and what it was told. */
export interface MicroServer {
  readonly host: Host
  /** The first that was sent, which is the one that counts. */
  readonly sent: Fields | null
  /** What the page holds that was not sent yet. */
  readonly draft: Fields
  readonly reached: ReadonlySet<string>
  readonly integrity: readonly string[]
}

const posted = z.record(z.string().max(100), z.string().max(100_000))

/** Serves the task's pages. Posts count only with the signed cookie and the token that a page was given. */
export function createMicroServer(task: MicroTask, rng: Rng): MicroServer {
  const integrity = createIntegrityLog()
  const sessions = createSessions({ rng, integrity, startAs: null, data: () => null })
  const reached = new Set<string>()
  const api = new Map(Object.entries(task.api ?? {}))
  let sent: Fields | null = null
  let draft: Fields = {}
  const app = new Hono<{ Variables: { token: string; fields: Fields } }>()

  app.use(async (c, next) => {
    const flagged = integrity.kinds.length
    const { session, setCookie } = sessions.of(c.req.header('cookie') ?? null)
    if (integrity.kinds.length > flagged) return c.text('Unknown cookie', 403)
    if (setCookie !== null) c.header('Set-Cookie', setCookie)
    c.header('Cache-Control', 'no-store')
    c.set('token', session.token('/'))
    if (c.req.method === 'GET') return next()
    const body = posted.safeParse(await c.req.json().catch(() => null))
    const token = c.req.header('x-page-token') ?? ''
    // Of any visitor: two tabs that load at once are two of them, and share the later one's cookie.
    if (!sessions.all.some((each) => each.accepts('/', token)) || !body.success) {
      integrity.note('direct-call')
      return c.json({ error: 'Not from one of our pages' }, 403)
    }
    c.set('fields', body.data)
    return next()
  })
  const serve = (path: string, page: MicroPage) =>
    app.get(path, (c) => {
      const nonce = String(rng.int(2 ** 32))
      // Also keeps `javascript:` addresses from running in the page.
      c.header('Content-Security-Policy', `script-src 'nonce-${nonce}'`)
      return c.html(renderPage(page, { token: c.var.token, nonce }))
    })
  serve('/', task)
  for (const [path, page] of Object.entries(task.pages ?? {})) serve(path, page)
  for (const [path, { name, mimeType, content }] of Object.entries(task.served ?? {})) {
    app.get(path, (c) => {
      reached.add(`downloaded ${name}`)
      task.onServed?.(name)
      c.header('Content-Disposition', `attachment; filename="${name}"`)
      c.header('Content-Type', mimeType)
      return c.body(typeof content === 'string' ? content : new Uint8Array(content))
    })
  }
  app.post('/submit', (c) => {
    sent ??= c.var.fields
    return c.json({})
  })
  app.post('/draft', (c) => {
    draft = c.var.fields
    return c.json({})
  })
  for (const [path, answer] of api) {
    app.post(path, (c) => c.json(answer(c.var.fields, (milestone) => reached.add(milestone))))
  }
  for (const path of ['/submit', '/draft', ...api.keys()]) {
    app.get(path, (c) => {
      integrity.note('direct-call')
      return c.text('This address takes what a page sends', 405)
    })
  }

  return {
    host: app,
    reached,
    integrity: integrity.kinds,
    get sent() {
      return sent
    },
    get draft() {
      return draft
    },
  }
}
