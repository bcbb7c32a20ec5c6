import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { findBrowser } from '../../envs/web/browser/find-browser.ts'
import { loadPlaywright } from '../../envs/web/browser/load-playwright.ts'
import type { Host } from '../../envs/web/site/site.ts'
import { type Player, timed } from './own.ts'
import type { PlainStep, Planned } from './plan.ts'

interface Slot {
  readonly page: Page
  readonly server: Server
  readonly origin: string
  host: Host | null
}

/** A script as one would write it: a page a context, opened once; a server on a port; locators by role. */
export async function openBare(contexts: number): Promise<Player> {
  const { chromium } = await loadPlaywright()
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  const slots = await Promise.all(Array.from({ length: contexts }, () => openSlot(browser)))
  return {
    play: (plan) => timed(plan, slots, playOne),
    async close() {
      await browser.close()
      for (const { server } of slots) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

async function openSlot(browser: Browser): Promise<Slot> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  const listener = getRequestListener((request) =>
    slot.host ? slot.host.fetch(renamed(request)) : new Response('', { status: 404 }),
  )
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const slot: Slot = { page: await context.newPage(), server, origin, host: null }
  return slot
}

/** The hosts know themselves by name. */
function renamed(request: Request): Request {
  const { pathname, search } = new URL(request.url)
  const headers = new Headers(request.headers)
  if (headers.has('origin')) headers.set('origin', 'http://micro.test')
  if (headers.has('referer')) headers.set('referer', 'http://micro.test/')
  const { method } = request
  const url = `http://micro.test${pathname}${search}`
  return method === 'GET' || method === 'HEAD'
    ? new Request(url, { method, headers })
    : new Request(url, { method, headers, body: request.body, duplex: 'half' } as RequestInit)
}

async function playOne(slot: Slot, { steps, open }: Planned): Promise<void> {
  slot.host = open()
  await slot.page.context().clearCookies()
  await slot.page.goto(slot.origin)
  for (const step of steps) await act(slot.page, step)
  await slot.page.getByText('Sent. Thank you.').waitFor({ timeout: 10_000 })
}

async function act(page: Page, step: PlainStep): Promise<void> {
  const { role, name, nth = 0 } = step.on
  const locator = page
    .getByRole(
      role as 'button',
      name === undefined ? {} : { name, exact: typeof name === 'string' },
    )
    .nth(nth)
  if (step.do === 'fill') return locator.fill(step.text)
  if (step.do === 'select') return void (await locator.selectOption([...step.options]))
  return step.do === 'check' ? locator.check() : locator.click()
}
