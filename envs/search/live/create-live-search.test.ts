import { describe, expect, test } from 'vitest'
import { createManualClock } from '../../../core/index.ts'
import { textOf } from '../corpora/corpus.ts'
import { webAddress } from './address.ts'
import {
  createLiveSearch,
  type LiveSearchOptions,
  liveSearchFromEnvironment,
} from './create-live-search.ts'
import { dayTold } from './providers.ts'
import { openSearchServer } from './server.suite.ts'
import type { ProviderTemplate } from './template-provider.ts'

const KEY = 'a-key-nobody-may-see-5678'
const own: ProviderTemplate = {
  path: '/find?q={query}&n={k}',
  headers: { 'x-token': '{key}' },
  results: 'data.items',
  fields: { url: 'link', title: 'title', snippet: 'text', date: 'meta.day' },
}

async function opened(more: Partial<LiveSearchOptions> = {}, path = '/searxng') {
  const server = await openSearchServer()
  const search = createLiveSearch({
    ...{ provider: 'searxng', baseUrl: `${server.baseUrl}${path}`, anywhere: true },
    ...more,
  })
  return { ...server, search }
}

describe('a search', () => {
  test.each([
    ['brave', 'GET', 'x-subscription-token', KEY],
    ['serper', 'POST', 'x-api-key', KEY],
    ['tavily', 'POST', 'authorization', `Bearer ${KEY}`],
    ['searxng', 'GET', 'authorization', undefined],
    [own, 'GET', 'x-token', KEY],
  ] as const)(
    'by %j gives addresses, titles, snippets and days',
    async (provider, method, header, key) => {
      const path = typeof provider === 'string' ? `/${provider}` : '/own'
      await using server = await opened({ provider, apiKey: KEY }, path)

      const hits = await server.search.search('the "Oss" & more?', 2)

      expect(hits).toEqual([
        {
          ...{ url: `${server.baseUrl}/oss`, title: 'The Oss' },
          ...{ snippet: 'The Oss is a river.', date: '2024-03-02' },
        },
        { url: `${server.baseUrl}/aldmere`, title: 'Aldmere', snippet: 'A town at the Oss.' },
      ])
      const [{ url = '', headers, body, ...asked } = { method: '', headers: {}, body: null }] =
        server.seen
      expect(asked.method).toBe(method)
      expect(new Map(Object.entries(headers)).get(header)).toBe(key)
      const query = new URL(url, server.baseUrl).searchParams.get('q')
      expect([query, ...Object.values(body ?? {})]).toContain('the "Oss" & more?')
    },
  )

  test('by a template may send JSON, where {k} alone is a number', async () => {
    const { headers: _, ...template } = {
      ...own,
      path: '/find',
      body: { q: ['{query}'], n: '{k}' },
    }
    await using server = await opened({ provider: template }, '/own')

    await server.search.search('Oss', 3)

    expect(server.seen).toMatchObject([{ method: 'POST', body: { q: ['Oss'], n: 3 } }])
  })

  test('gives no more than is asked for, and nothing for nothing', async () => {
    await using server = await opened()

    expect(await server.search.search('Oss', 1)).toHaveLength(1)
    expect(await server.search.search('Oss '.repeat(1000), 1e6)).toHaveLength(2)
    expect(await server.search.search(' ', 5)).toEqual([])
    expect(await server.search.search('Oss', 0)).toEqual([])
    expect(server.seen).toHaveLength(2)
    expect(server.seen[1]?.url.length).toBeLessThan(500)
  })

  test('is tried again where the provider is busy', async () => {
    const clock = createManualClock(0)
    await using server = await openSearchServer({
      instead: (at) => (at < 2 ? { status: 429 } : undefined),
    })
    const options = {
      provider: 'brave',
      apiKey: KEY,
      baseUrl: `${server.baseUrl}/brave`,
      clock,
    } as const

    const hits = await createLiveSearch(options).search('Oss')

    expect(hits).toHaveLength(2)
    expect(server.seen).toHaveLength(3)
    expect(clock.now()).toBeGreaterThan(700)
  })

  test.each([
    [{ status: 400, body: `no ${KEY}` }, 'SandboxError', 'HTTP 400, no [key]'],
    [{ status: 200, body: '{"web":{"results":[{}]}}' }, 'SandboxError', 'web.results.0.url'],
    [{ status: 200, body: 'hello' }, 'SandboxError', 'its answer is not JSON'],
    [
      { status: 200, body: 'a\u0000\u001b[2Jb\nc' },
      'SandboxError',
      'its answer is not JSON: a [2Jb c (see the server)',
    ],
    [{ status: 403, body: 'who are you' }, 'ConfigError', 'HTTP 403, who are you'],
  ])('that is answered with %j fails by name', async (answer, name, reason) => {
    await using server = await openSearchServer({ instead: () => answer })
    const options = { provider: 'brave', apiKey: KEY, baseUrl: `${server.baseUrl}/brave` } as const

    const searching = createLiveSearch(options).search('Oss')

    await expect(searching).rejects.toMatchObject({ name })
    await expect(searching).rejects.toThrow(
      `Cannot search the web by brave at ${server.baseUrl}/brave: `,
    )
    await expect(searching).rejects.toThrow(reason)
  })
})

describe('a page', () => {
  test('is read as its reader sees it, under the address it was found at', async () => {
    await using server = await opened()

    const { page } = await server.search.open(`${server.baseUrl}/moved`)

    expect(page).toMatchObject({
      id: `${server.baseUrl}/oss`,
      title: 'The Oss',
      date: '2024-03-02',
    })
    expect(page && textOf(page)).toBe(
      'The Oss is a river of 214\u00a0km.\n\nCourse\nIt rises in the Karn hills & ends at Aldmere.',
    )
  })

  test('may be plain, or in another encoding', async () => {
    await using server = await opened()

    const plain = await server.search.open(`${server.baseUrl}/aldmere`)
    const latin = await server.search.open(`${server.baseUrl}/latin`)

    expect(plain.page).toMatchObject({ title: `${server.baseUrl}/aldmere` })
    expect(latin.page && textOf(latin.page)).toBe('Größe')
  })

  test.each([
    ['/nowhere', 'HTTP 404'],
    ['/picture', 'it is image/png, and no text'],
    ['/huge', 'it is larger than 5 MiB'],
    ['/round', 'it redirects more than 5 times'],
    ['/inside', 'only http and https are opened'],
  ])('that is none is told: %s', async (path, problem) => {
    await using server = await opened()

    expect(await server.search.open(`${server.baseUrl}${path}`)).toEqual({ problem })
  })

  test('that never comes is not waited for any longer than was set', async () => {
    await using server = await opened({ timeoutMs: 300 })

    expect(await server.search.open(`${server.baseUrl}/silent`)).toEqual({
      problem: 'it gave no answer in 300 ms',
    })
  })

  test('of a server that is not there is told, and a key is never sent along', async () => {
    const server = await opened({ provider: 'brave', apiKey: KEY }, '/brave')
    await server.search.open(`${server.baseUrl}/oss`)
    await server[Symbol.asyncDispose]()

    const { problem } = await server.search.open(`${server.baseUrl}/oss`)

    expect(problem).toContain('ECONNREFUSED')
    expect(JSON.stringify(server.seen)).not.toContain(KEY)
  })

  test('within a network is not opened', async () => {
    await using server = await opened({ anywhere: false })

    expect(await server.search.open(`${server.baseUrl}/oss`)).toEqual({
      problem: 'it is not on the web',
    })
    expect(server.seen).toEqual([])
  })

  test('stops being read with its signal', async () => {
    await using server = await opened()
    const stop = new AbortController()

    const opening = server.search.open(`${server.baseUrl}/silent`, stop.signal)
    stop.abort(new Error('enough'))

    await expect(opening).rejects.toThrow('enough')
  })
})

test.each([
  ...[
    'http://localhost/',
    'http://LOCALHOST./',
    'http://127.1/',
    'http://2130706433/',
    'http://[::1]/',
  ],
  ...[
    'http://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest',
    'http://intranet/',
    'http://a.local/',
  ],
  ...[
    'ftp://example.org/',
    'file:///etc/passwd',
    'javascript:1',
    'https://a:b@example.org/',
    'example.org',
    '',
  ],
])('%j may not be opened', (address) => {
  expect(typeof webAddress(address)).toBe('string')
})

test.each(['https://example.org/a?b=c#d', 'http://93.184.216.34/', 'http://[2606:2800::1]:8080/'])(
  '%s may be opened',
  (address) => {
    expect(webAddress(address)).toMatchObject({ href: address.replace('#d', '') })
  },
)

test.each([
  [{ provider: 'brave' }, 'the key of brave is missing (set BRAVE_API_KEY'],
  [{ provider: own, baseUrl: 'http://h' }, 'the key of live is missing'],
  [{ provider: 'searxng' }, 'the address of searxng is missing'],
  [{ provider: 'searxng', baseUrl: 'h' }, '"h" is no address'],
  [{ provider: 'searxng', baseUrl: 'http://h?key=1' }, 'the address holds more than a place'],
  [{ provider: 'searxng', baseUrl: 'http://h', k: 0 }, 'k is 0'],
  [{ provider: 'altavista' as 'brave' }, 'there is no provider altavista (choose from brave,'],
] satisfies [LiveSearchOptions, string][])(
  'settings %j are refused in one line',
  (options, reason) => {
    const make = () => liveSearchFromEnvironment(options, {})

    expect(make).toThrow(reason)
    expect(make).toThrow(/^Cannot search the web: [^\n]*\)$/)
  },
)

test('keys come from the environment, the general one first', async () => {
  await using server = await openSearchServer()
  const environment = {
    PALAESTRA_SEARCH_BASE_URL: `${server.baseUrl}/brave`,
    BRAVE_API_KEY: ` ${KEY}\n`,
  }
  const general = { ...environment, PALAESTRA_SEARCH_API_KEY: 'general' }

  await liveSearchFromEnvironment({ provider: 'brave' }, environment).search('Oss')
  await liveSearchFromEnvironment({ provider: 'brave' }, general).search('Oss')

  const keys = server.seen.map(({ headers }) => headers['x-subscription-token'])
  expect(keys).toEqual([KEY, 'general'])
})

test.each([
  ['2024-03-02T10:00:00Z', '2024-03-02'],
  ['Mar 2, 2024', '2024-03-02'],
  ['Sat, 02 Mar 2024 03:55:17 GMT', '2024-03-02'],
  ['2 Mar 2024', '2024-03-02'],
  ['December 31, 1999', '1999-12-31'],
  ['3 days ago', undefined],
  ['Foo 2, 2024', undefined],
  [undefined, undefined],
])('the date %j is the day %j', (date, day) => {
  expect(dayTold(date)).toBe(day)
})
