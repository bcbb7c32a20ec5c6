import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

export interface SearchServer extends AsyncDisposable {
  readonly baseUrl: string
  readonly seen: readonly Seen[]
}

/** Pages it has, by path: a type and a body, or another answer. */
const pages: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/oss': (response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      '<html><head><title>The Oss</title><meta name="last-modified" content="2024-03-02"><script>let x = "<p>no</p>"</script></head>' +
        '<body><p>The Oss is a river of 214&nbsp;km.<h2>Course</h2><p>It rises in the <b>Karn</b> hills &amp; ends at Aldmere.</body></html>',
    )
  },
  '/aldmere': (response) => {
    response.setHeader('content-type', 'text/plain')
    response.end('Aldmere is a town at the mouth of the Oss.')
  },
  '/latin': (response) => {
    response.setHeader('content-type', 'text/html')
    response.end(Buffer.from('<meta charset=iso-8859-1><p>Größe', 'latin1'))
  },
  '/picture': (response) => {
    response.setHeader('content-type', 'image/png')
    response.end(Buffer.of(1, 2, 3))
  },
  '/huge': (response) => {
    response.setHeader('content-type', 'text/plain')
    response.end('x'.repeat(6 * 2 ** 20))
  },
  '/moved': (response) => void response.writeHead(302, { location: '/oss#there' }).end(),
  '/round': (response) => void response.writeHead(302, { location: '/round' }).end(),
  '/inside': (response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/silent': () => {},
}

const found = (baseUrl: string) => [
  { url: `${baseUrl}/oss`, title: 'The Oss', text: 'The Oss is a river.', day: '2024-03-02' },
  { url: `${baseUrl}/aldmere`, title: 'Aldmere', text: 'A town at the Oss.', day: undefined },
]

/** What each API would say; each in its own words. */
const answers: Readonly<Record<string, (baseUrl: string) => unknown>> = {
  '/brave/web/search': (baseUrl) => ({
    web: {
      results: found(baseUrl).map(({ url, title, text, day }) => ({
        ...{ url, title, description: text.replace('Oss', '<strong>Oss</strong>') },
        page_age: day && `${day}T01:02:03`,
      })),
    },
  }),
  '/serper/search': (baseUrl) => ({
    organic: found(baseUrl).map(({ url, title, text, day }) => ({
      ...{ link: url, title, snippet: text, date: day && 'Mar 2, 2024' },
    })),
  }),
  '/tavily/search': (baseUrl) => ({
    results: found(baseUrl).map(({ url, title, text, day }) => ({
      ...{ url, title, content: text, published_date: day, score: 0.5 },
    })),
  }),
  '/searxng/search': (baseUrl) => ({
    results: found(baseUrl).map(({ url, title, text, day }) => ({
      ...{ url, title, content: text, publishedDate: day && `${day}T00:00:00` },
    })),
  }),
  '/own/find': (baseUrl) => ({
    data: {
      items: found(baseUrl).map(({ url, title, text, day }) => ({
        link: url,
        title,
        text,
        meta: { day },
      })),
    },
  }),
}

/** A web of some pages, and every search API there is for it; `instead` answers in place of an API. */
export async function openSearchServer({
  instead = () => undefined,
  port = 0,
}: {
  readonly instead?: (
    asked: number,
  ) => { readonly status: number; readonly body?: string } | undefined
  readonly port?: number
} = {}): Promise<SearchServer> {
  const seen: Seen[] = []
  let asked = 0
  let baseUrl = ''
  const server = createServer(async (incoming, response) => {
    let body = ''
    for await (const piece of incoming) body += piece
    const { method = '', url = '', headers } = incoming
    seen.push({ method, url, headers, body: body === '' ? null : JSON.parse(body) })
    const path = url.replace(/\?.*/, '')
    const page = pages[path]
    if (page) return page(response)
    const answer = answers[path]
    if (!answer) return void response.writeHead(404).end('nothing here')
    const other = instead(asked++)
    if (other) return void response.writeHead(other.status).end(other.body)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer(baseUrl)))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    baseUrl,
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
