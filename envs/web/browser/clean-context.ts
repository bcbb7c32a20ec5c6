import type { EventEmitter } from 'node:events'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { pageSession } from './page-session.ts'

/** A context as it was made, so that it can be made so again. */
export interface Spotless {
  /** Makes it as it was, with this page as its only one, at `about:blank`. False where that is not possible. */
  clean(page: Page): Promise<boolean>
}

/** What of Playwright's server side is needed, which runs in this process; there is no public way to any of it. */
interface Inside {
  readonly initScripts: readonly { dispose(): Promise<void> }[]
  readonly clock: { uninstall(progress: { race(work: unknown): unknown }): Promise<void> }
}

const CLEAN_MS = 10_000

/**
 * Looks at a context that was just made. Undefined where this version of Playwright does not tell what is in it:
 * `context.clock` leaves scripts in a context that only its server side can remove.
 */
export function spotless(
  context: BrowserContext,
  viewport: { readonly width: number; readonly height: number },
): Spotless | undefined {
  const inside = insideOf<Inside>(context)
  if (!Array.isArray(inside?.initScripts) || !inside.clock?.uninstall) return undefined
  const known = new Set(inside.initScripts)
  const listeners = listenersOf(context)
  const pageListeners = new WeakMap<Page, Listeners>()
  context.on('page', (page) => void pageListeners.set(page, listenersOf(page)))
  listeners.set('page', new Set((context as unknown as EventEmitter).rawListeners('page')))

  return {
    async clean(page) {
      const own = pageListeners.get(page)
      const pageInside = insideOf<Inside>(page)
      if (!own || !Array.isArray(pageInside?.initScripts)) return false
      removeOthers(context, listeners)
      removeOthers(page, own)
      const session = await pageSession(page)
      removeOthers(session, new Map())
      const removeScripts = async () => {
        await inside.clock.uninstall({
          race: (work) => (Array.isArray(work) ? Promise.race(work) : work),
        })
        const added = inside.initScripts.filter((script) => !known.has(script))
        await Promise.all([...added, ...pageInside.initScripts].map((script) => script.dispose()))
      }
      // It is answered at the next frame: the document that goes has one while the next is on its way.
      const moved = page.mouse.move(-1, -1)
      const others = context.pages().filter((other) => other !== page)
      await Promise.all([
        ...[context.unrouteAll(), page.unrouteAll(), context.setOffline(false)],
        ...[...others.map((other) => other.close()), removeScripts()],
        page.setViewportSize(viewport),
      ])
      await page.goto('about:blank', { timeout: CLEAN_MS })
      await Promise.all([clear(context, session), moved])
      const left = inside.initScripts.length - known.size + pageInside.initScripts.length
      return left === 0 && context.pages().length === 1 && page.url() === 'about:blank'
    },
  }
}

/** As `clean` leaves it: so that a page that was used before and a new one do not differ. */
export async function settleNewPage(page: Page): Promise<void> {
  const [session] = await Promise.all([pageSession(page), page.goto('about:blank')])
  await session.send('Page.resetNavigationHistory')
}

async function clear(context: BrowserContext, session: CDPSession): Promise<void> {
  await Promise.all([
    context.clearCookies(),
    context.clearPermissions(),
    context.setExtraHTTPHeaders({}),
    session.send('Storage.clearDataForOrigin', { origin: '*', storageTypes: 'all' }),
    session.send('Network.clearBrowserCache'),
    // The renderer has a cache of its own, which this empties.
    session.send('Network.setCacheDisabled', { cacheDisabled: true }),
    session.send('Runtime.evaluate', { expression: "window.name = ''" }),
    session.send('Page.resetNavigationHistory'),
  ])
  await session.send('Network.setCacheDisabled', { cacheDisabled: false })
}

function insideOf<T>(of: BrowserContext | Page): T | undefined {
  const { _connection: connection } = of as unknown as {
    readonly _connection?: { toImpl?(of: unknown): unknown }
  }
  return connection?.toImpl?.(of) as T | undefined
}

type Listener = (...values: unknown[]) => void
type Listeners = Map<string | symbol, ReadonlySet<unknown>>

function listenersOf(of: BrowserContext | Page): Listeners {
  const emitter = of as unknown as EventEmitter
  return new Map(emitter.eventNames().map((name) => [name, new Set(emitter.rawListeners(name))]))
}

function removeOthers(of: BrowserContext | CDPSession | Page, known: Listeners): void {
  const emitter = of as unknown as EventEmitter
  for (const name of emitter.eventNames()) {
    for (const listener of emitter.rawListeners(name)) {
      if (!known.get(name)?.has(listener)) emitter.off(name, listener as Listener)
    }
  }
}
