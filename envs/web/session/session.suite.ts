import type { View } from '../observe/view.ts'
import { find } from '../script.ts'
import type { Site } from '../site/site.ts'
import { openSession } from './open-session.ts'
import type { SessionOptions, WebSession } from './session.ts'

/** When the clock of test pages stands. */
export const NOON = Date.UTC(2026, 2, 2, 12)

/** A page of the address `http://app.test/`. */
export const html = (body: string, title = 'App'): Response =>
  new Response(`<!doctype html><title>${title}</title><body>${body}</body>`, {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })

export type Routes = Readonly<Record<string, (request: Request) => Response | Promise<Response>>>

/** One host that serves these paths. */
export const siteOf = (routes: Routes): Site => ({
  'app.test': {
    fetch: (request) =>
      routes[new URL(request.url).pathname]?.(request) ?? new Response('none', { status: 404 }),
  },
})

/** Opens `/` of these paths. */
export const openApp = (
  routes: Routes | string,
  options: Partial<SessionOptions> = {},
): Promise<WebSession> => openSession({ ...optionsOf(routes), ...options })

export const optionsOf = (routes: Routes | string): SessionOptions => ({
  site: siteOf(typeof routes === 'string' ? { '/': () => html(routes) } : routes),
  ...{ liveHosts: [], start: ['http://app.test/'], seed: 7, time: NOON, files: [] },
  ...{ viewport: { width: 800, height: 600 }, locale: 'en-US', timezone: 'UTC', headed: false },
  observe: {
    ...{ snapshot: true, snapshotChars: 12_000, html: false, htmlChars: 12_000 },
    ...{ screenshot: 'none', screenshotPixels: 1_000_000, location: true, tabs: true },
    ...{ focus: true, errors: true, chat: true },
  },
  ...{ actionTimeoutMs: 5000, loadTimeoutMs: 10_000, signal: undefined },
  recording: { trace: 'none', video: 'none', screenshots: 'none', folder: null, name: 'test' },
})

/** The ref of an element of the view. */
export function refOf(view: View, role: string, name?: string): string {
  const node = find(view.nodes, name === undefined ? { role } : { role, name })
  if (!node?.ref) throw new Error(`Cannot find ${role} ${name ?? ''} in:\n${view.snapshot}`)
  return node.ref
}

/** Clicks what the view shows. */
export const click = async (session: WebSession, role: string, name: string) =>
  session.act({ tool: 'click', ref: refOf(await session.view(), role, name) })
