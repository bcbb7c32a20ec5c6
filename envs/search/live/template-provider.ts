import { z } from 'zod'
import type { Provider } from './providers.ts'

/** Another API, told by a template. In texts, `{query}`, `{k}` and `{key}` stand for what they say. */
export interface ProviderTemplate {
  /**
   * What follows the base URL: `/find?q={query}&n={k}`; there the query is escaped. A key belongs into a header where
   * the API lets it: in an address, a replay needs one of the same length.
   */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** JSON whose strings are filled in; `"{k}"` alone becomes a number. */
  readonly body?: unknown
  /** Where the hits are: `data.items`; empty: the answer is the list. */
  readonly results: string
  /** Where their parts are: `link`, `meta.day`. */
  readonly fields: { readonly url: string } & Readonly<
    Partial<Record<'title' | 'snippet' | 'date', string | undefined>>
  >
}

/** A provider as its template says. */
export function templateProvider(template: ProviderTemplate): Provider {
  const { path, headers = {}, body, results, fields } = template
  return {
    baseUrl: null,
    key: JSON.stringify([path, headers, body]).includes('{key}')
      ? 'PALAESTRA_SEARCH_API_KEY'
      : null,
    most: 100,
    request(baseUrl, key, query, k) {
      const values = { query, k: String(k), key }
      const escaped = { ...values, query: encodeURIComponent(query), key: encodeURIComponent(key) }
      return {
        url: `${baseUrl}${filled(path, escaped)}`,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, filled(value, values)]),
        ),
        ...(body === undefined ? {} : { body: filledIn(body, values, k) }),
      }
    },
    hits: (answer) =>
      z
        .array(z.unknown())
        .parse(at(answer, results))
        .map((hit) => ({
          url: z.string().parse(at(hit, fields.url)),
          title: told(hit, fields.title) ?? '',
          snippet: told(hit, fields.snippet) ?? '',
          date: told(hit, fields.date),
        })),
  }
}

type Values = Readonly<Record<'query' | 'k' | 'key', string>>

const filled = (template: string, values: Values): string =>
  template.replace(/\{(query|k|key)\}/g, (_, name: keyof Values) => values[name])

function filledIn(template: unknown, values: Values, k: number): unknown {
  if (template === '{k}') return k
  if (typeof template === 'string') return filled(template, values)
  if (Array.isArray(template)) return template.map((part) => filledIn(part, values, k))
  if (typeof template !== 'object' || template === null) return template
  return Object.fromEntries(
    Object.entries(template).map(([name, part]) => [name, filledIn(part, values, k)]),
  )
}

/** What stands at a path of names. */
function at(value: unknown, path: string): unknown {
  let found = value
  for (const name of path === '' ? [] : path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Readonly<Record<string, unknown>>)[name]
  }
  return found
}

function told(hit: unknown, path: string | undefined): string | undefined {
  const value = path === undefined ? undefined : at(hit, path)
  return typeof value === 'string' ? value : undefined
}
