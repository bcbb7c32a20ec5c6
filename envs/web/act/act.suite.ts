import type { Browser, Dialog, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { chromium as name } from '../../../test/system-parts.ts'
import { loadPlaywright } from '../browser/load-playwright.ts'
import type { OpenDialog } from '../observe/view.ts'
import type { Acted, TaskFile } from '../session/session.ts'
import type { ActContext } from './act-context.ts'
import { performAction } from './perform.ts'
import type { PageAction } from './tools.ts'

/** A page as actions see it, without a session around it. */
export interface Stage {
  readonly page: Page
  readonly advanced: readonly number[]
  /** The ref of the first line of a fresh snapshot that has this in it. */
  ref(text: string): Promise<string>
  act(action: PageAction): Promise<Acted>
  /** Acts on what a fresh snapshot shows. */
  on(text: string, action: (ref: string) => PageAction): Promise<Acted>
  errorOf(text: string, action: (ref: string) => PageAction): Promise<string | null>
}

const files: readonly TaskFile[] = [
  { name: 'cv.txt', mimeType: 'text/plain', content: 'ten years of tests' },
  { name: 'photo.png', mimeType: 'image/png', content: new Uint8Array([1, 2, 3]) },
]

/** Opens one browser for a file of tests, and a page for each of them. */
export function useStage() {
  let browser: Browser | undefined
  const open: Page[] = []
  beforeAll(async () => {
    const { chromium } = await loadPlaywright()
    browser = await chromium.launch({
      executablePath: name.includes('/') ? name : `/usr/bin/${name}`,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
  })
  afterEach(async () => {
    for (const page of open.splice(0)) await page.context().close()
  })
  afterAll(() => browser?.close())

  return async (html: string, options: Partial<ActContext> = {}): Promise<Stage> => {
    if (!browser) throw new Error('The browser is not there yet.')
    const context = await browser.newContext({ viewport: { width: 800, height: 600 } })
    const page = await context.newPage()
    open.push(page)
    // The clock of an episode stands: nothing may wait for it.
    await page.clock.install({ time: 0 })
    await page.clock.pauseAt(1000)
    await context.route('**', (route) => route.fulfill(answerTo(route.request().url(), html)))
    await page.goto('http://app.test/')
    return stageOf(page, options)
  }
}

function answerTo(url: string, html: string) {
  const { pathname } = new URL(url)
  const page = { contentType: 'text/html' }
  if (pathname === '/') return { ...page, body: html }
  if (pathname === '/lost') return { ...page, status: 404, body: 'nothing here' }
  return { ...page, body: `<h1>Page ${pathname}</h1>` }
}

function stageOf(page: Page, options: Partial<ActContext>): Stage {
  let snapshot = ''
  let dialog: Dialog | null = null
  const advanced: number[] = []
  page.on('dialog', (opened) => {
    dialog = opened
  })
  const lineOf = (ref: string) => snapshot.split('\n').find((line) => line.includes(`[ref=${ref}]`))
  const context: ActContext = {
    page,
    locate: (ref) => (lineOf(ref) ? page.locator(`aria-ref=${ref}`) : undefined),
    describe: (ref) => /- ([a-z]+(?: "[^"]*")?)/.exec(lineOf(ref) ?? '')?.[1],
    files,
    // What succeeds must do so on a busy machine, too.
    timeoutMs: 3000,
    loadTimeoutMs: 3000,
    tabs: {
      count: () => 1,
      open: async () => {},
      show: async () => false,
      close: async () => false,
    },
    dialogs: {
      open: () =>
        dialog && { kind: dialog.type() as OpenDialog['kind'], message: dialog.message() },
      async answer(accept, text) {
        const open = dialog
        dialog = null
        await (accept ? open?.accept(text) : open?.dismiss())
      },
    },
    advance: async (ms) => void advanced.push(ms),
    isAllowed: (url) => new URL(url).host === 'app.test',
    ...options,
  }
  const stage: Stage = {
    page,
    advanced,
    async ref(text) {
      snapshot = await page.ariaSnapshot({ mode: 'ai' })
      const line = snapshot.split('\n').find((line) => line.includes(text))
      const ref = /\[ref=(\w+)\]/.exec(line ?? '')?.[1]
      if (!ref) throw new Error(`Nothing with a ref has ${text}:\n${snapshot}`)
      return ref
    },
    act: (action) => performAction(context, action),
    on: async (text, action) => stage.act(action(await stage.ref(text))),
    async errorOf(text, action) {
      return (await stage.on(text, action)).error
    },
  }
  return stage
}
