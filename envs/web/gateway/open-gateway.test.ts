import http from 'node:http'
import net from 'node:net'
import { expect, test } from 'vitest'
import { filling, withSlots } from '../../../core/index.ts'
import { type BrowserTraffic, browserTraffic } from '../../../fixtures/index.ts'
import { ask, createLatch, serving } from './gateway.suite.ts'
import { isBackground, isInside, isLive } from './hosts.ts'

const shop = 'http://shop.test'

test('a host of the site is asked what the page asked, without what is between it and the proxy', async () => {
  const seen: Request[] = []
  const site = {
    'shop.test': {
      fetch: (request: Request) => {
        seen.push(request.clone())
        return new Response('bought', { status: 201, headers: { 'x-own': '1' } })
      },
    },
  }
  await using gateway = await serving({ site })

  const answer = await ask(gateway.server, `${shop}/buy?item=1`, {
    method: 'POST',
    headers: { cookie: 'a=1', 'proxy-connection': 'keep-alive', 'proxy-authorization': 'x' },
    body: 'count=2',
  })

  expect(answer).toMatchObject({ status: 201, headers: { 'x-own': '1' }, body: 'bought' })
  const [request] = seen
  expect(request).toMatchObject({ method: 'POST', url: 'http://shop.test/buy?item=1' })
  expect(await request?.text()).toBe('count=2')
  expect(Object.fromEntries(request?.headers ?? [])).toEqual({
    ...{ host: 'shop.test', cookie: 'a=1', 'content-length': '7' },
  })
  expect([gateway.served, gateway.blocked, gateway.open]).toEqual([1, {}, 0])
})

test('every cookie arrives, HEAD and 204 have no body, and nothing may be kept', async () => {
  const fetch = ({ url }: Request) => {
    if (url.endsWith('/none')) return new Response(null, { status: 204 })
    const headers = new Headers({ 'cache-control': 'max-age=99' })
    headers.append('set-cookie', 'a=1; Path=/')
    headers.append('set-cookie', 'b=2, 3; Path=/')
    return new Response('body', { headers })
  }
  await using gateway = await serving({ site: { 'shop.test': { fetch } } })

  const full = await ask(gateway.server, `${shop}:8080/`)
  const head = await ask(gateway.server, `${shop}/`, { method: 'HEAD' })
  const none = await ask(gateway.server, `${shop}/none`)

  expect(full.headers).toMatchObject({
    ...{ 'set-cookie': ['a=1; Path=/', 'b=2, 3; Path=/'], 'cache-control': 'no-store' },
  })
  expect([full.body, head.body, none.body]).toEqual(['body', '', ''])
  expect([full.status, head.status, none.status]).toEqual([200, 200, 204])
})

test('other hosts are refused and counted, those of the browser itself are not counted', async () => {
  await using gateway = await serving({ site: { 'shop.test': { fetch: () => new Response() } } })

  const blocked = await ask(gateway.server, 'http://Evil.test/x')
  await ask(gateway.server, 'http://sub.shop.test/')
  await ask(gateway.server, 'http://evil.test:8080/')
  await ask(gateway.server, 'http://constructor/')
  const background = await ask(gateway.server, 'http://clients2.google.com/time')

  expect(blocked).toMatchObject({ status: 403 })
  expect(blocked.body).toBe('Blocked: evil.test is not part of this task\n')
  expect(background.status).toBe(403)
  expect(gateway.blocked).toEqual({ 'evil.test': 2, 'sub.shop.test': 1, constructor: 1 })
  expect(gateway.served).toBe(0)
})

test.for(['/', '/x', 'http:///x', 'http://', 'ftp://shop.test/', 'shop.test', '*'])(
  'the request for %s is none that a proxy answers',
  async (target) => {
    await using gateway = await serving({ site: { x: { fetch: () => new Response('reached') } } })

    expect(await ask(gateway.server, target)).toMatchObject({ status: 400 })
    expect([gateway.served, gateway.blocked]).toEqual([0, {}])
  },
)

test('what is too large is refused', async () => {
  await using gateway = await serving({ site: { 'shop.test': { fetch: () => new Response() } } })

  const told = await ask(gateway.server, shop, {
    ...{ method: 'POST', headers: { 'content-length': String(33 * 2 ** 20) } },
  })
  const headers = await ask(gateway.server, shop, { headers: { 'x-long': 'x'.repeat(100_000) } })

  expect([told.status, headers.status]).toEqual([413, 431])
  expect((await ask(gateway.server, shop)).status).toBe(200)
})

test('an error of a host is remembered, and the page learns nothing of it', async () => {
  const error = new Error('secret detail')
  const fetch = async () => {
    throw error
  }
  await using gateway = await serving({ site: { 'shop.test': { fetch } } })

  const answer = await ask(gateway.server, shop)

  expect(answer).toMatchObject({ status: 500, body: 'Internal server error\n' })
  expect(gateway.failure).toBe(error)
  gateway.serve({ site: {}, liveHosts: [] })
  expect(gateway.failure).toBeUndefined()
})

test('a body arrives while it is written, and idle waits for its end', async () => {
  const latch = createLatch()
  const encoder = new TextEncoder()
  const fetch = () =>
    new Response(
      new ReadableStream({
        async start(controller) {
          controller.enqueue(encoder.encode('first'))
          await latch.passed
          controller.enqueue(encoder.encode('second'))
          controller.close()
        },
      }),
    )
  await using gateway = await serving({ site: { 'shop.test': { fetch } } })
  const { hostname, port } = new URL(gateway.server)

  const pieces = await new Promise<string[]>((resolve) => {
    const got: string[] = []
    http.get({ hostname, port, path: `${shop}/`, headers: { host: 'shop.test' } }, (answer) => {
      answer.setEncoding('utf8').on('data', (piece) => {
        got.push(`${piece} ${gateway.open}`)
        latch.open()
      })
      answer.on('end', () => resolve(got))
    })
  })
  await gateway.idle()

  expect(pieces).toEqual(['first 1', expect.stringMatching(/^second/)])
  expect(gateway.open).toBe(0)
})

test('a client that goes away aborts its request and breaks nothing', async () => {
  const [asked, aborted] = [createLatch(), createLatch()]
  const fetch = ({ url, signal }: Request) => {
    if (url.endsWith('/ok')) return new Response('ok')
    signal.addEventListener('abort', aborted.open)
    asked.open()
    return new Promise<Response>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }
  await using gateway = await serving({ site: { 'shop.test': { fetch } } })
  const { hostname, port } = new URL(gateway.server)

  const request = http.get({ hostname, port, path: `${shop}/`, headers: { host: 'shop.test' } })
  request.on('error', () => {})
  await asked.passed
  request.destroy()
  await aborted.passed
  await gateway.idle()

  expect([gateway.failure, gateway.open, gateway.served]).toEqual([undefined, 0, 0])
  expect((await ask(gateway.server, `${shop}/ok`)).body).toBe('ok')
})

test('serving something else cuts off what is under way, and counts anew', async () => {
  const asked = createLatch()
  const fetch = () => {
    asked.open()
    return new Promise<Response>(() => {})
  }
  await using gateway = await serving({ site: { 'shop.test': { fetch } } })
  await ask(gateway.server, 'http://evil.test/')
  const cut = ask(gateway.server, shop).catch((error: NodeJS.ErrnoException) => error.code)
  await asked.passed
  const idle = gateway.idle()

  gateway.serve({ site: { 'shop.test': { fetch: () => new Response('next') } }, liveHosts: [] })

  expect(await cut).toBe('ECONNRESET')
  await idle
  expect([gateway.served, gateway.blocked, gateway.open]).toEqual([0, {}, 0])
  expect((await ask(gateway.server, shop)).body).toBe('next')
})

test('closing twice is closing, with whatever is open', async () => {
  const asked = createLatch()
  const fetch = () => {
    asked.open()
    return new Promise<Response>(() => {})
  }
  const gateway = await serving({ site: { 'shop.test': { fetch } } })
  const cut = ask(gateway.server, shop).catch((error: NodeJS.ErrnoException) => error.code)
  await asked.passed

  await Promise.all([gateway.close(), gateway.close()])
  await gateway.close()

  expect(await cut).toBe('ECONNRESET')
  await expect(ask(gateway.server, shop)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('live hosts are asked over the network, and no name leads to this machine', async () => {
  const server = http.createServer((request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.end(`${request.method} ${request.url} ${request.headers.host}`)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as net.AddressInfo
  await using gateway = await serving({ liveHosts: [`127.0.0.1:${port}`, 'gone.invalid'] })

  const answer = await ask(gateway.server, `http://127.0.0.1:${port}/a?b=1`)
  const other = await ask(gateway.server, 'http://127.0.0.1:1/')
  const gone = await ask(gateway.server, 'http://gone.invalid/')
  server.close()

  expect(answer.body).toBe(`GET /a?b=1 127.0.0.1:${port}`)
  expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
  expect([other.status, gone.status]).toEqual([403, 502])
  expect([gateway.failure, gateway.blocked]).toEqual([undefined, { '127.0.0.1': 1 }])
})

test('names match as a whole, and addresses of the inside are known as such', () => {
  const is = (url: string) => isLive(['a.test', '*.b.test', 'c.test:8080'], new URL(url))
  expect(['http://a.test', 'https://x.b.test', 'http://c.test:8080'].map(is)).toEqual([
    ...[true, true, true],
  ])
  expect(
    ['http://xa.test', 'http://b.test', 'http://a.test:22', 'http://c.test', 'http://0.0.0.1']
      .map(is)
      .concat(isLive(['*.0.0.1'], new URL('http://127.0.0.1'))),
  ).toEqual(Array(6).fill(false))
  const inside = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1']
  expect(inside.map(isInside)).toEqual(Array(6).fill(true))
  expect(['93.184.216.34', '2606:2800::1'].map(isInside)).toEqual([false, false])
  expect(['clients4.google.com', 'www.google.com', 'evilgvt1.com'].map(isBackground)).toEqual([
    ...[true, false, false],
  ])
})

test('requests go through the traffic of who called serve, and of nobody afterwards', async () => {
  const seen: string[] = []
  const traffic: BrowserTraffic = {
    async request(request, live) {
      seen.push(request.url)
      return live(request)
    },
    socket: async () => {},
    ask: (_, live) => live(),
  }
  const found: unknown[] = []
  const fetch = () => {
    found.push(browserTraffic.current())
    return new Response('here')
  }
  const what = { site: { 'shop.test': { fetch } }, liveHosts: [] }
  await using gateway = await serving({})

  withSlots([filling(browserTraffic, traffic)], () => gateway.serve(what))
  await ask(gateway.server, `${shop}/1`)
  gateway.serve(what)
  await ask(gateway.server, `${shop}/2`)

  expect(seen).toEqual(['http://shop.test/1'])
  expect(found).toEqual([traffic, undefined])
})

test('a tunnel leads to no other host than it was asked for', async () => {
  const site = { 'a.test': { fetch: () => new Response('a') } }
  await using gateway = await serving({
    site: { ...site, 'b.test': { fetch: () => new Response('b') } },
  })

  const talk = (lines: string[]) =>
    new Promise<string>((resolve) => {
      const socket = net.connect(Number(new URL(gateway.server).port), '127.0.0.1')
      let text = ''
      socket.on('data', (data) => {
        text += data
        if (lines.length > 0 && text.endsWith('\r\n\r\n')) socket.write(lines.shift() ?? '')
      })
      socket.on('close', () => resolve(text))
      socket.write(lines.shift() ?? '')
    })
  const get = (host: string) => `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`

  const own = await talk(['CONNECT a.test:80 HTTP/1.1\r\nHost: a.test\r\n\r\n', get('a.test')])
  const other = await talk(['CONNECT a.test:80 HTTP/1.1\r\nHost: a.test\r\n\r\n', get('b.test')])
  const none = await talk(['CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: a\r\n\r\n'])
  const bad = await talk(['CONNECT a.test HTTP/1.1\r\nHost: a\r\n\r\n'])

  expect([own, other]).toEqual([
    expect.stringMatching(/200 Connection[\s\S]*200 OK/),
    expect.stringMatching(/200 Connection[\s\S]*400 Bad/),
  ])
  expect([none, bad]).toEqual([
    expect.stringMatching(/^HTTP\/1.1 403/),
    expect.stringMatching(/^HTTP\/1.1 400/),
  ])
  expect(gateway.blocked).toEqual({ '10.0.0.1': 1 })
})
