import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filling, withSlots } from '../../../core/index.ts'
import { type BrowserTraffic, browserTraffic } from '../../../fixtures/index.ts'
import { describeWith } from '../../../test/describe-with.ts'
import { findBrowser } from '../browser/find-browser.ts'
import { loadPlaywright } from '../browser/load-playwright.ts'
import type { Site } from '../site/site.ts'
import { certificate } from './certificate.ts'
import { serving } from './gateway.suite.ts'
import type { Gateway } from './gateway.ts'

describeWith('chromium', 'a gateway and a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    const { chromium } = await loadPlaywright()
    browser = await chromium.launch({
      executablePath: findBrowser(),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
  })
  afterAll(() => browser.close())

  /** A page whose only way out is the gateway. */
  async function pageOf({ server }: Gateway): Promise<Page> {
    const proxy = { server, bypass: '<-loopback>' }
    const context = await browser.newContext({ proxy, ignoreHTTPSErrors: true })
    return context.newPage()
  }

  test('a form that is posted leads to a page that knows its cookie, apart in each context', async () => {
    const names = ['ann', 'ben']
    const gateways = await Promise.all(names.map(() => serving({ site: openShop() })))
    const pages = await Promise.all(gateways.map(pageOf))

    const seen = await Promise.all(
      pages.map(async (page, at) => {
        await page.goto('http://shop.test/')
        await page.fill('input', names[at] ?? '')
        await page.click('button')
        await page.waitForURL('**/me')
        return page.textContent('body')
      }),
    )

    expect(seen).toEqual(['I am ann, 1 of 1', 'I am ben, 1 of 1'])
    expect(gateways.map(({ blocked }) => blocked)).toEqual([{}, {}])
    await Promise.all(pages.map((page) => page.context().close()))
    await Promise.all(gateways.map((gateway) => gateway.close()))
  })

  test('whatever way a page tries to leave is refused and counted', async () => {
    const content = '<img src="http://img.test/x.png"><title>in</title>'
    const fetch = ({ url }: Request) =>
      url.endsWith('/away')
        ? Response.redirect('http://redirect.test/', 302)
        : new Response(content, { headers: { 'content-type': 'text/html' } })
    await using gateway = await serving({ site: { 'shop.test': { fetch } } })
    const page = await pageOf(gateway)
    await page.goto('http://shop.test/')

    await page.evaluate(LEAVING)
    const answer = await page.goto('http://nav.test/')

    expect([answer?.status(), await page.textContent('body')]).toEqual([
      ...[403, 'Blocked: nav.test is not part of this task\n'],
    ])
    await expect(page.goto('https://navtls.test/')).rejects.toThrow('ERR_TUNNEL')
    const hosts = ['127.0.0.1', 'fetch.test', 'img.test', 'nav.test', 'navtls.test']
    expect(Object.keys(gateway.blocked).sort()).toEqual([
      ...[...hosts, 'redirect.test', 'tls.test', 'ws.test', 'wss.test'],
    ])
    await page.context().close()
  })

  test('web sockets speak with a host of the site, plain and over TLS, and close either way', async () => {
    await using gateway = await serving({ site: chatSite() })
    const page = await pageOf(gateway)

    for (const scheme of ['http', 'https'] as const) {
      await page.goto(`${scheme}://chat.test/`)
      expect(await page.evaluate(TALK)).toEqual(['welcome', 'heard hello', 'closed 1000 done'])
    }
    await page.goto('http://chat.test/')
    const refused = await page.evaluate(
      `new Promise((resolve) => {
        new WebSocket('ws://plain.test/').onclose = ({ code }) => resolve(code)
      })`,
    )

    expect(refused).toBe(1006)
    expect([gateway.open, gateway.failure, gateway.blocked]).toEqual([0, undefined, {}])
    await page.context().close()
  })

  test('on a tape, TLS is ended here, and sockets and requests go through it', async () => {
    const seen: string[] = []
    const traffic: BrowserTraffic = {
      async request(request) {
        seen.push(request.url)
        return new Response('<title>on tape</title>', { headers: { 'content-type': 'text/html' } })
      },
      ask: (_, live) => live(),
      socket: async (request, socket) => {
        seen.push(request.url)
        socket.send('from tape')
        socket.send('and on')
        socket.close(1000, 'done')
      },
    }
    await using gateway = await serving({})
    withSlots([filling(browserTraffic, traffic)], () =>
      gateway.serve({ site: {}, liveHosts: ['live.test'] }),
    )
    const page = await pageOf(gateway)

    await page.goto('https://live.test/a')
    const title = await page.title()
    const heard = await page.evaluate(TALK)

    expect([title, heard]).toEqual(['on tape', ['from tape', 'and on', 'closed 1000 done']])
    expect(seen.filter((url) => !url.endsWith('.ico'))).toEqual([
      ...['https://live.test/a', 'https://live.test/chat'],
    ])
    await page.context().close()
  })

  test('without a tape, TLS of a live host is its own', async () => {
    const server = https.createServer(await certificate(), (_, response) => {
      response.setHeader('content-type', 'text/html').end('<title>live</title>')
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    await using gateway = await serving({ liveHosts: [host] })
    const page = await pageOf(gateway)

    await page.goto(`https://${host}/`)

    expect([await page.title(), gateway.blocked]).toEqual(['live', {}])
    await page.context().close()
    server.closeAllConnections()
    server.close()
  })

  test('a page that leaves in the middle of a download breaks nothing', async () => {
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: async (controller) => {
            await new Promise((resolve) => setTimeout(resolve, 5))
            controller.enqueue(new Uint8Array(1000))
          },
        }),
      )
    const fetch = ({ url }: Request) =>
      url.endsWith('/endless')
        ? endless()
        : new Response('<title>in</title>', { headers: { 'content-type': 'text/html' } })
    await using gateway = await serving({ site: { 'shop.test': { fetch } } })
    const page = await pageOf(gateway)
    await page.goto('http://shop.test/')

    const first = await page.evaluate(
      `fetch('/endless').then(async ({ body }) => (await body.getReader().read()).value.length)`,
    )
    const during = gateway.open
    await page.goto('http://shop.test/next')
    await gateway.idle()

    expect([first, during]).toEqual([expect.any(Number), 1])
    expect([gateway.open, gateway.failure, await page.title()]).toEqual([0, undefined, 'in'])
    await page.context().close()
  })
})

const LEAVING = `(async () => {
  const ask = (url) => fetch(url, { mode: 'no-cors' }).catch(() => {})
  const socket = (url) =>
    new Promise((resolve) => {
      new WebSocket(url).onclose = resolve
    })
  const urls = ['http://fetch.test/', 'https://tls.test/', '/away', 'http://127.0.0.1:8099/']
  await Promise.all(urls.map(ask))
  await Promise.all(['ws://ws.test/', 'wss://wss.test/'].map(socket))
})()`

const TALK = `new Promise((resolve) => {
  const heard = []
  const socket = new WebSocket(location.origin.replace(/^http/, 'ws').concat('/chat'))
  socket.onmessage = ({ data }) => {
    heard.push(data)
    if (data === 'welcome') socket.send('hello')
  }
  socket.onclose = ({ code, reason }) => resolve([...heard, 'closed ' + code + ' ' + reason])
})`

function chatSite(): Site {
  const fetch = () =>
    new Response('<title>chat</title>', { headers: { 'content-type': 'text/html' } })
  return {
    'plain.test': { fetch },
    'chat.test': {
      fetch,
      socket(socket) {
        socket.send('welcome')
        socket.onMessage((message) => {
          socket.send(`heard ${message}`)
          socket.close(1000, 'done')
        })
      },
    },
  }
}

function openShop(): Site {
  const users = new Map<string, string>()
  const app = new Hono()
  app.get('/', ({ html }) =>
    html('<form method="post"><input name="name"><button>In</button></form>'),
  )
  app.post('/', async ({ req, body }) => {
    const { name } = await req.parseBody()
    const id = `user-${users.size + 1}`
    users.set(id, String(name))
    return body(null, 303, { location: '/me', 'set-cookie': `id=${id}; HttpOnly; Path=/` })
  })
  app.get('/me', ({ req, html }) => {
    const id = /id=(\S+)/.exec(req.header('cookie') ?? '')?.[1] ?? ''
    return html(`I am ${users.get(id)}, ${id.slice(5)} of ${users.size}`)
  })
  return { 'shop.test': app }
}
