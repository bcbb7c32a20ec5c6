import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import type { Tabs } from '../act/act-context.ts'
import type { Notes } from './notes.ts'

/** Tabs of one session, in the order they were opened; one is in front. */
export interface TabStrip extends Tabs {
  current(): Page
  pages(): readonly Page[]
  session(page: Page): Promise<CDPSession>
  /** A page of the context that the session itself opened. */
  adopt(page: Page): Promise<void>
  /** Leaves a page that can no longer be talked to: a blank tab takes its place. */
  replace(page: Page): Promise<void>
  /** Once tabs that pages opened and closed are in order; tells of those that are new. */
  arrange(): Promise<void>
}

export interface TabOptions {
  readonly context: BrowserContext
  readonly notes: Notes
  /** Every page, before anything else is done with it. */
  readonly watch: (page: Page, session: CDPSession) => void
  readonly arrived: () => void
  readonly load: (page: Page, url: string) => Promise<void>
}

/** A page may open that many; further ones are closed at once. */
const MOST_TABS = 20

export function createTabs({ context, notes, watch, arrived, load }: TabOptions): TabStrip {
  const pages: Page[] = []
  const sessions = new Map<Page, Promise<CDPSession>>()
  const fresh: Page[] = []
  const own = new WeakSet<Page>()
  let opening = 0
  let current: Page | null = null
  let pending: Promise<void> = Promise.resolve()

  const enter = async (page: Page, place = pages.length) => {
    if (pages.includes(page)) return
    pages.splice(place, 0, page)
    page.on('close', () => {
      const at = pages.indexOf(page)
      if (at < 0) return
      pages.splice(at, 1)
      sessions.delete(page)
      if (current === page) current = pages[Math.min(at, pages.length - 1)] ?? null
      if (!own.has(page)) notes.add('A tab was closed.')
    })
    const session = context.newCDPSession(page)
    sessions.set(page, session)
    const opened = await session
    watch(page, opened)
    await opened.send('Page.enable')
  }
  const onPage = async (page: Page) => {
    if (opening > 0 || pages.includes(page)) return
    if (pages.length >= MOST_TABS) {
      notes.once(`More than ${MOST_TABS} tabs: further ones were closed.`)
      own.add(page)
      await page.close()
      arrived()
      return
    }
    fresh.push(page)
    current = page
    await enter(page).finally(arrived)
  }
  context.on('page', (page) => {
    pending = Promise.all([pending, onPage(page).catch(() => {})]).then(() => {})
  })

  const create = async (): Promise<Page> => {
    opening++
    try {
      return await context.newPage()
    } finally {
      opening--
    }
  }
  const front = async (page: Page) => {
    current = page
    await page.bringToFront()
  }

  const strip: TabStrip = {
    current() {
      if (current === null) throw new Error('Cannot act on a page: none is open')
      return current
    },
    pages: () => pages,
    count: () => pages.length,
    async session(page) {
      const session = sessions.get(page)
      if (session === undefined) throw new Error('Cannot talk to a page: it is closed')
      return session
    },
    async adopt(page) {
      await enter(page)
      current ??= page
    },
    async open(url) {
      const page = await create()
      await enter(page)
      await front(page)
      if (url !== undefined) await load(page, url)
    },
    async show(tab) {
      const page = pages[tab - 1]
      if (!page) return false
      await front(page)
      return true
    },
    async close(tab) {
      const page = tab === undefined ? current : pages[tab - 1]
      if (!page) return false
      own.add(page)
      await page.close()
      await strip.arrange()
      return true
    },
    async replace(page) {
      const blank = await create()
      const at = pages.indexOf(page)
      own.add(page)
      await enter(blank, at < 0 ? pages.length : at + 1)
      if (current === page || current === null) current = blank
      if (pages.includes(page)) pages.splice(pages.indexOf(page), 1)
      sessions.delete(page)
      // One that hangs never closes.
      page.close().catch(() => {})
      await blank.bringToFront()
    },
    async arrange() {
      await pending
      if (pages.length === 0) await strip.adopt(await create())
      const opened = fresh.splice(0).filter((page) => pages.includes(page))
      for (const page of opened) notes.add(`A tab was opened: ${page.url().slice(0, 300)}`)
      if (opened.length > 0 && current) await current.bringToFront()
    },
  }
  return strip
}
