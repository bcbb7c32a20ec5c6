import type { CDPSession, Page, Response } from 'playwright-core'
import type { ActContext } from './act-context.ts'
import { addressOf } from './address.ts'
import { Blocked, quoted } from './blocked.ts'
import { isDeath, isTimeout, plain } from './playwright-error.ts'
import type { Handlers } from './target.ts'

/** The address bar and the buttons beside it. */
export const navigation: Handlers<'goto' | 'back' | 'forward' | 'reload'> = {
  goto: async (context, { url }) => {
    const address = addressOf(context, url)
    return load(context, address, (options) => context.page.goto(address, options))
  },
  back: (context) => move(context, -1),
  forward: (context) => move(context, 1),
  reload: (context) => load(context, context.page.url(), (options) => context.page.reload(options)),
}

async function move(context: ActContext, by: -1 | 1): Promise<readonly string[]> {
  const { page } = context
  const { currentIndex, entries } = await historyOf(page)
  const entry = entries[currentIndex + by]
  // A tab begins with a blank page that no one opened.
  const isNone = !entry || (entry.url === 'about:blank' && currentIndex + by === 0)
  if (isNone) throw new Blocked(`There is no page to go ${by < 0 ? 'back' : 'forward'} to.`)
  return load(context, entry.url, (options) =>
    by < 0 ? page.goBack(options) : page.goForward(options),
  )
}

interface LoadOptions {
  readonly timeout: number
  readonly waitUntil: 'domcontentloaded'
}

async function load(
  { loadTimeoutMs: timeout }: ActContext,
  address: string,
  open: (options: LoadOptions) => Promise<Response | null>,
): Promise<readonly string[]> {
  try {
    const response = await open({ timeout, waitUntil: 'domcontentloaded' })
    const status = response?.status() ?? 200
    return status < 400 ? [] : [`The server answered with status ${status}.`]
  } catch (error) {
    if (isDeath(error)) throw error
    const text = plain(error)
    // A download, or a page that sent the tab elsewhere at once.
    if (/interrupted by another navigation|Download is starting/.test(text)) return []
    const what = isTimeout(error)
      ? `did not load within ${timeout} ms`
      : `could not be opened (${/net::(ERR_\w+)/.exec(text)?.[1] ?? text})`
    throw new Blocked(`${quoted(address)} ${what}.`)
  }
}

const sessions = new WeakMap<Page, Promise<CDPSession>>()

/** Where a tab has been: a page itself cannot tell whether it can go back. */
async function historyOf(page: Page) {
  const session = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, session)
  return (await session).send('Page.getNavigationHistory')
}
