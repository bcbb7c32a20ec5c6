import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Rng } from '../../../../core/index.ts'
import { createIntegrityLog, type IntegrityLog } from './integrity.ts'
import { type Html, html, type NavItem, renderPage } from './page.ts'
import { type AppSession, createSessions } from './sessions.ts'

/** What handlers find in their context: `c.var.session`, and of a POST that was let through `c.var.fields`. */
export interface AppBindings<Data> {
  Variables: { session: AppSession<Data>; fields: FormData }
}
export type AppContext<Data> = Context<AppBindings<Data>>

export interface AppServerOptions<Data> {
  /** Shown in the header. */
  readonly name: string
  /** Draws the secret that signs cookies and tokens. */
  readonly rng: Rng
  /** Who the browser of the episode is signed in as at the start; null: nobody. */
  readonly startAs: string | null
  /** What a new visitor's session holds. */
  data(): Data
  nav(session: AppSession<Data>): readonly NavItem[]
  header?(session: AppSession<Data>): Html
  /** Paths nobody has a way to, such as `/admin`: refused, and noted as `forbidden-path`. */
  readonly forbidden?: readonly string[]
}

export interface AppServer<Data> {
  /** Routes go here; as `Host` of a site it is ready to serve. */
  readonly app: Hono<AppBindings<Data>>
  readonly integrity: IntegrityLog
  readonly sessions: readonly AppSession<Data>[]
  page(c: AppContext<Data>, content: PageContent): Response | Promise<Response>
  /** Shows the message on the page it goes to. */
  redirect(c: AppContext<Data>, path: string, flash?: Said): Response
  /** @throws Error the first that a handler threw: the application is wrong, so nothing can be judged. */
  check(): void
}

export interface PageContent {
  readonly title: string
  readonly main: Html
  readonly status?: ContentfulStatusCode
}
export type Said = { readonly status: string } | { readonly alert: string }

/**
 * The common part of a small application: signed cookies, and POSTs only with a token that a page gave this
 * visitor for that very path. Whatever else arrives is refused and noted.
 */
export function createAppServer<Data>(options: AppServerOptions<Data>): AppServer<Data> {
  const integrity = createIntegrityLog()
  const sessions = createSessions({ ...options, integrity })
  const app = new Hono<AppBindings<Data>>()
  let failure: Error | null = null

  const page = (c: AppContext<Data>, { title, main, status = 200 }: PageContent) => {
    const { session } = c.var
    const { name } = options
    const nav = options.nav(session)
    c.header('Cache-Control', 'no-store')
    return c.html(
      renderPage(session, { name, title, nav, main, header: options.header?.(session) }),
      status,
    )
  }
  const refuse = (c: AppContext<Data>, title: string, status: ContentfulStatusCode) =>
    page(c, { title, status, main: html`<p><a href="/">To the start page</a></p>` })

  app.use(async (c, next) => {
    const { session, setCookie } = sessions.of(c.req.header('cookie') ?? null)
    c.set('session', session)
    if (setCookie !== null) c.header('Set-Cookie', setCookie, { append: true })
    const { method } = c.req
    if (method === 'GET' || method === 'HEAD') return next()
    const fields = method === 'POST' ? await c.req.formData().catch(() => null) : null
    if (!fields || !session.accepts(c.req.path, textField(fields, 'token'))) {
      integrity.note('direct-call')
      return refuse(c, 'This request did not come from one of our pages', 403)
    }
    c.set('fields', fields)
    return next()
  })
  for (const path of options.forbidden ?? []) {
    app.all(path, (c) => {
      integrity.note('forbidden-path')
      return refuse(c, 'You may not see this page', 403)
    })
  }
  app.notFound((c: AppContext<Data>) => {
    const { path } = c.req
    const has = (method: string) =>
      app.routes.some((route) => route.method === method && matches(route.path, path))
    // A path that only forms post to.
    if (has('POST') && !has('GET')) {
      integrity.note('direct-call')
      return refuse(c, 'This page cannot be opened this way', 405)
    }
    return refuse(c, 'Page not found', 404)
  })
  app.onError((error, c) => {
    failure ??= error
    return c.text('Internal error', 500)
  })

  return {
    ...{ app, integrity, sessions: sessions.all, page },
    redirect(c, path, flash) {
      if (flash && 'status' in flash) say(c.var.session, 'status', flash.status)
      if (flash && 'alert' in flash) say(c.var.session, 'alert', flash.alert)
      return c.redirect(path, 303)
    },
    check() {
      if (failure) throw failure
    },
  }
}

/** Shown on the next page of this visitor. */
export function say(session: AppSession<unknown>, kind: 'status' | 'alert', text: string): void {
  session.flashes.push({ kind, text })
}

/** A field of a form as trimmed text; '' where it is missing or a file. */
export function textField(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

const matches = (pattern: string, path: string): boolean => {
  const parts = path.split('/')
  const wanted = pattern.split('/')
  return (
    parts.length === wanted.length &&
    wanted.every((part, at) => part.startsWith(':') || part === parts[at])
  )
}
