import { z } from 'zod'
import { ConfigError, SandboxError, zodProblem } from '../../../core/index.ts'
import type { OpenedPage } from '../reading/episode.ts'
import { askServer, currentFetch, type ServerOptions } from './ask-server.ts'
import { openPage } from './open-page.ts'
import { dayTold, type LiveHit, type Provider, type ProviderName, providers } from './providers.ts'
import { type ProviderTemplate, templateProvider } from './template-provider.ts'

export interface LiveSearchOptions extends ServerOptions {
  readonly provider: ProviderName | ProviderTemplate
  /** Default: where the provider is. */
  readonly baseUrl?: string | undefined
  /** Sent to the provider alone, and never stored: recordings hold a placeholder. */
  readonly apiKey?: string | undefined
  /** Hits of a search that asks for no number (default 10). */
  readonly k?: number | undefined
  /** Open addresses within networks as well: for servers of one's own. */
  readonly anywhere?: boolean | undefined
}

/** A search engine of the web, and the pages it finds. */
export interface LiveSearch {
  readonly name: string
  /** Each address once, in the provider's order. @throws SandboxError where the provider fails. */
  search(query: string, k?: number, signal?: AbortSignal): Promise<readonly LiveHit[]>
  /** The text of a page, in sections. An address that leads nowhere is told, not thrown. */
  open(url: string, signal?: AbortSignal): Promise<OpenedPage>
}

/** The variable that stands in for that of any provider. */
const GENERAL_KEY = 'PALAESTRA_SEARCH_API_KEY'
/** Longer queries are cut: not every API takes more. */
const MOST_CHARACTERS = 400
const MOST_WORDS = 50

/** @throws ConfigError for settings that cannot be. */
export function createLiveSearch(options: LiveSearchOptions): LiveSearch {
  const { provider: asked, apiKey, anywhere = false, fetch = currentFetch } = options
  const name = typeof asked === 'string' ? asked : 'live'
  const provider: Provider | undefined =
    typeof asked === 'string'
      ? Object.entries(providers).find(([known]) => known === asked)?.[1]
      : templateProvider(asked)
  if (!provider) {
    throw refused(
      `there is no provider ${name}`,
      `choose from ${Object.keys(providers).join(', ')}`,
    )
  }
  const { k: usual = 10, timeoutMs = 60_000 } = options
  if (!Number.isSafeInteger(usual) || usual < 1) {
    throw refused(`k is ${usual}`, 'give a whole number from 1')
  }
  const baseUrl = checkedUrl(options.baseUrl ?? provider.baseUrl, name)
  if (provider.key !== null && !apiKey) {
    throw refused(`the key of ${name} is missing`, `set ${variablesOf(provider.key)}`)
  }
  const task = `search the web by ${name} at ${baseUrl}`

  return {
    name,
    async search(query, k = usual, signal) {
      signal?.throwIfAborted()
      const words = Buffer.from(query.slice(0, MOST_CHARACTERS))
        .toString()
        .trim()
        .split(/\s+/)
        .slice(0, MOST_WORDS)
        .join(' ')
      const count = Math.min(provider.most, Math.floor(k))
      if (words === '' || !(count > 0)) return []
      const request = provider.request(baseUrl, apiKey ?? '', words, count)
      const answer = await askServer({
        ...{ ...options, ...request, task, signal, secret: apiKey },
        ...{ mistake: provider.refusal, advice: adviceFor(provider) },
      })
      return hitsOf(provider, answer, task).slice(0, count)
    },
    open: (url, signal) => openPage(url, { fetch, timeoutMs, anywhere, signal }),
  }
}

/**
 * The same, with what is not given from the environment: the key from PALAESTRA_SEARCH_API_KEY or the provider's
 * own (BRAVE_API_KEY, SERPER_API_KEY, TAVILY_API_KEY), the address from PALAESTRA_SEARCH_BASE_URL.
 */
export function liveSearchFromEnvironment(
  options: LiveSearchOptions,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LiveSearch {
  const { provider } = options
  const find = (name: string | null) =>
    name === null ? undefined : environment[name]?.trim() || undefined
  const own = typeof provider === 'string' ? (providers[provider]?.key ?? null) : null
  const { apiKey = find(GENERAL_KEY) ?? find(own) } = options
  const { baseUrl = find('PALAESTRA_SEARCH_BASE_URL') } = options
  return createLiveSearch({ ...options, apiKey, baseUrl })
}

function hitsOf(provider: Provider, answer: unknown, task: string): readonly LiveHit[] {
  const hits = new Map<string, LiveHit>()
  try {
    for (const { url, title, snippet, date } of provider.hits(answer)) {
      const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
      if (!isWeb || hits.has(url)) continue
      const day = dayTold(date)
      hits.set(url, {
        url,
        title: title || url,
        snippet,
        ...(day === undefined ? {} : { date: day }),
      })
    }
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw new SandboxError(
      `Cannot ${task}: its answer is not what it should be: ${zodProblem(error)} (see the provider)`,
    )
  }
  return [...hits.values()]
}

function checkedUrl(text: string | null, name: string): string {
  if (text === null) {
    throw refused(`the address of ${name} is missing`, 'set PALAESTRA_SEARCH_BASE_URL')
  }
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw refused(`${JSON.stringify(text)} is no address`, 'write https://search.example.org')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const advice = 'leave user, password, query and fragment out; the key has its own setting'
    throw refused('the address holds more than a place', advice)
  }
  return url.href.replace(/\/+$/, '')
}

const adviceFor = ({ key }: Provider): string =>
  key === null ? 'check the address' : `check ${variablesOf(key)}, and the address`

const variablesOf = (key: string): string =>
  key === GENERAL_KEY ? GENERAL_KEY : `${key} or ${GENERAL_KEY}`

const refused = (reason: string, advice: string) =>
  new ConfigError(`Cannot search the web: ${reason} (${advice})`)
