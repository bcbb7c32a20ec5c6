import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { ConfigError, messageOf } from '../../../core/index.ts'
import type { Gateway, Served } from '../gateway/gateway.ts'
import type { Host } from '../site/site.ts'
import { type Spotless, settleNewPage, spotless } from './clean-context.ts'
import type { ContextSettings } from './lease.ts'

/** A context between and within leases. */
export interface PooledContext {
  readonly context: BrowserContext
  readonly gateway: Gateway
  /** Contexts of equal keys are alike. */
  readonly key: string
  uses: number
  /** What is to be served, under the eyes of the context. */
  watched(what: Served): Served
  /** Makes it as it was; false where it must not be used again. */
  clean(): Promise<boolean>
  close(): Promise<void>
}

const pages = new WeakMap<BrowserContext, Page>()
const CLOSE_MS = 15_000

/** What decides whether one context can stand in for another. */
export const keyOf = ({ viewport, locale, timezone }: ContextSettings): string =>
  JSON.stringify([viewport.width, viewport.height, locale, timezone])

/** Nothing is kept of a context that makes a video, or whose window somebody looks at. */
const isReusable = ({ headed, recording }: ContextSettings) => !headed && recording.video === 'none'

/**
 * The page of a lease's context, at `about:blank`. It is the one thing that outlives a lease, cleaned: a new page
 * costs several times as much as all the rest. Whoever opens pages with `newPage` alone gets none of it.
 */
export async function takePage(context: BrowserContext): Promise<Page> {
  const kept = pages.get(context)
  if (kept && !kept.isClosed()) return kept
  const page = await context.newPage()
  await settleNewPage(page)
  pages.set(context, page)
  return page
}

export async function openContext(
  { browser, folder }: { readonly browser: Browser; readonly folder: string },
  gateway: Gateway,
  settings: ContextSettings,
): Promise<PooledContext> {
  const { viewport, recording } = settings
  if (recording.video !== 'none') await assertCanFilm(browser, folder)
  const context = await browser
    .newContext({
      proxy: { server: gateway.server, bypass: '<-loopback>' },
      serviceWorkers: 'block',
      acceptDownloads: true,
      ignoreHTTPSErrors: true,
      viewport,
      deviceScaleFactor: 1,
      locale: settings.locale,
      timezoneId: settings.timezone,
      reducedMotion: 'reduce',
      colorScheme: 'light',
      ...(recording.video === 'none'
        ? {}
        : { recordVideo: { dir: join(folder, 'videos'), size: viewport } }),
    })
    .catch((error) => {
      throw contextProblem(error)
    })
  // A context remembers passwords that servers asked for, or hosts that we do not see; nothing removes them.
  let knowsPassword = false
  const reusable = isReusable(settings) ? spotless(context, viewport) : undefined
  return {
    ...{ context, gateway, key: keyOf(settings), uses: 0 },
    watched(what) {
      if (what.liveHosts.length > 0) knowsPassword = true
      return withAuthWatched(what, () => {
        knowsPassword = true
      })
    },
    async clean() {
      const page = pages.get(context)
      if (!page || page.isClosed() || !reusable || knowsPassword) return false
      return cleaned(reusable, page)
    },
    async close() {
      await Promise.allSettled([inTime(context.close()), gateway.close()])
    },
  }
}

/** A page that hangs is not waited for. */
async function cleaned(reusable: Spotless, page: Page): Promise<boolean> {
  return (await inTime(reusable.clean(page)).catch(() => false)) ?? false
}

/** undefined where it takes too long. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), CLOSE_MS)
  })
  work.catch(() => {})
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function withAuthWatched({ site, liveHosts }: Served, onAsked: () => void): Served {
  const hosts = Object.entries(site).map(([name, host]): [string, Host] => {
    const fetch = async (request: Request) => {
      const response = await host.fetch(request)
      if (response.status === 401) onAsked()
      return response
    }
    const socket = host.socket?.bind(host)
    return [name, socket ? { fetch, socket } : { fetch }]
  })
  return { site: Object.fromEntries(hosts), liveHosts }
}

let canFilm = false

/** Playwright looks for its ffmpeg when a page opens, not before. */
async function assertCanFilm(browser: Browser, folder: string): Promise<void> {
  if (canFilm) return
  const trial = await browser.newContext({ recordVideo: { dir: join(folder, 'videos') } })
  try {
    await trial.newPage()
    canFilm = true
  } catch (error) {
    throw contextProblem(error)
  } finally {
    await trial.close()
  }
}

function contextProblem(error: unknown): unknown {
  const message = messageOf(error)
  if (/ffmpeg/i.test(message)) {
    return new ConfigError(
      'Cannot record a video: the ffmpeg of Playwright is not installed (npx playwright-core install ffmpeg)',
      { cause: error },
    )
  }
  const setting = /(?:Invalid timezone ID|Unsupported time zone|Invalid locale)[^\n]*/i.exec(
    message,
  )
  if (!setting) return error
  return new ConfigError(`Cannot open a browser context: ${setting[0]} (choose another)`, {
    cause: error,
  })
}
