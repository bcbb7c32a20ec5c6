import { z } from 'zod'
import { readHtml } from '../corpora/folder/read-html.ts'
import { dayOf } from '../corpora/folder/read-text.ts'

/** What a search API has found. */
export interface LiveHit {
  readonly url: string
  readonly title: string
  readonly snippet: string
  /** Day, as `1874-03-02`, where it is told. */
  readonly date?: string
}

/** How one search API is asked, and what it answers. */
export interface Provider {
  /** Where it is, unless one is given; null: it has no place of its own. */
  readonly baseUrl: string | null
  /** The variable of the environment that its key is in; null: it has none. */
  readonly key: string | null
  /** In the answer to a wrong key, where it has a status of other mistakes. */
  readonly refusal?: RegExp
  /** Most hits it gives at once. */
  readonly most: number
  request(baseUrl: string, key: string, query: string, k: number): ProviderRequest
  /** @throws ZodError where it is no answer of this API. */
  hits(answer: unknown): readonly RawHit[]
}

export interface ProviderRequest {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; without one it is a GET. */
  readonly body?: unknown
}

export interface RawHit {
  readonly url: string
  readonly title: string
  readonly snippet: string
  readonly date: string | undefined
}

const text = z.string().nullish()
const words = (value: string | null | undefined) => value ?? ''
/** Where marks of emphasis stand in what is text otherwise. */
const plain = (value: string | null | undefined) =>
  readHtml(words(value))
    .sections.map((section) => section.text)
    .join(' ')

const brave = z.object({
  web: z
    .object({
      results: z.array(
        z.object({ url: z.string(), title: text, description: text, page_age: text }),
      ),
    })
    .nullish(),
})
const serper = z.object({
  organic: z
    .array(z.object({ link: z.string(), title: text, snippet: text, date: text }))
    .default([]),
})
const common = z.object({
  results: z.array(
    z.object({
      ...{ url: z.string(), title: text, content: text },
      ...{ published_date: text, publishedDate: text },
    }),
  ),
})
const commonHits = (answer: unknown) =>
  common.parse(answer).results.map(({ url, title, content, published_date, publishedDate }) => ({
    ...{ url, title: words(title), snippet: words(content) },
    date: published_date ?? publishedDate ?? undefined,
  }))

/** APIs that are known by name. */
export const providers = {
  brave: {
    baseUrl: 'https://api.search.brave.com/res/v1',
    ...{ key: 'BRAVE_API_KEY', refusal: /SUBSCRIPTION_TOKEN_INVALID/, most: 20 },
    request: (baseUrl, key, query, k) => ({
      url: `${baseUrl}/web/search?${new URLSearchParams({ q: query, count: String(k) })}`,
      headers: { 'x-subscription-token': key },
    }),
    hits: (answer) =>
      (brave.parse(answer).web?.results ?? []).map(({ url, title, description, page_age }) => ({
        ...{ url, title: plain(title), snippet: plain(description) },
        date: page_age ?? undefined,
      })),
  },
  serper: {
    baseUrl: 'https://google.serper.dev',
    ...{ key: 'SERPER_API_KEY', most: 100 },
    request: (baseUrl, key, query, k) => ({
      url: `${baseUrl}/search`,
      headers: { 'x-api-key': key },
      body: { q: query, num: k },
    }),
    hits: (answer) =>
      serper.parse(answer).organic.map(({ link, title, snippet, date }) => ({
        ...{ url: link, title: words(title), snippet: words(snippet) },
        date: date ?? undefined,
      })),
  },
  tavily: {
    baseUrl: 'https://api.tavily.com',
    ...{ key: 'TAVILY_API_KEY', most: 20 },
    request: (baseUrl, key, query, k) => ({
      url: `${baseUrl}/search`,
      headers: { authorization: `Bearer ${key}` },
      body: { query, max_results: k },
    }),
    hits: commonHits,
  },
  searxng: {
    baseUrl: null,
    ...{ key: null, most: 100 },
    request: (baseUrl, _key, query) => ({
      url: `${baseUrl}/search?${new URLSearchParams({ q: query, format: 'json' })}`,
    }),
    hits: commonHits,
  },
} as const satisfies Record<string, Provider>

export type ProviderName = keyof typeof providers

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** The day of a date as APIs write it: `2024-03-02T...`, `Mar 2, 2024`, `Sat, 02 Mar 2024 ...`; others tell none. */
export function dayTold(date = ''): string | undefined {
  const words = /^(\p{L}{3})\p{L}* (\d{1,2}), (\d{4})$/u.exec(date)
  const mail = /^(?:\p{L}{3}, )?(\d{1,2}) (\p{L}{3}) (\d{4})\b/u.exec(date)
  const [name = '', day = '', year] = words?.slice(1) ?? [mail?.[2], mail?.[1], mail?.[3]]
  const month = MONTHS.indexOf(name.toLowerCase()) + 1
  if (month === 0) return dayOf(date)
  return dayOf(`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`)
}
