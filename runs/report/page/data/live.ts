import type { Json } from '../../../../core/index.ts'
import type { LiveState } from '../../live-state.ts'
import type { PageData } from '../../page-data.ts'
import { type PackedSample, unpackSample } from '../../samples/sample.ts'
import type { EpisodeRef, Follower, Source } from '../source.ts'

/** A server has everything, and says when there is more. */
export function openLive(): Source {
  /** Of what was loaded last; null where that failed. */
  let loaded: string | null = null
  let isLoading = false
  return {
    async load() {
      isLoading = true
      loaded = null
      try {
        const response = await checked(await fetch('data.json'))
        const data = (await response.json()) as PageData
        loaded = response.headers.get('etag')
        return data
      } finally {
        isLoading = false
      }
    },

    async trajectory(run, id) {
      const response = await fetch(`episode/${run}/${encodeURIComponent(id)}`)
      if (response.status === 404) return null
      return (await (await checked(response)).json()) as Json
    },

    async sample({ run, update, group, episode }) {
      const query = new URLSearchParams({ update: String(update), group, episode })
      const response = await fetch(`sample/${run}?${query}`)
      if (response.status === 404) return null
      return unpackSample((await (await checked(response)).json()) as PackedSample)
    },

    async search(text, signal, onFound) {
      const answer = await fetch(`search?q=${encodeURIComponent(text)}`, { signal })
      const response = await checked(answer)
      for await (const line of linesOf(response)) {
        const { found, share } = JSON.parse(line) as {
          readonly found: readonly EpisodeRef[]
          readonly share: number
        }
        onFound(found, share)
      }
    },

    imageUrl: (run, path) =>
      path.split('/').includes('..')
        ? null
        : `files/${run}/${path.split('/').map(encodeURIComponent).join('/')}`,

    async follow(listener) {
      for (;;) {
        await nextLook(await look(listener, (revision) => !isLoading && revision !== loaded))
      }
    },
  }
}

const LOOK_EVERY_MS = 1000
const RETRY_MS = 3000
/** A server that draws plots may be busy for a while. */
const PATIENCE_MS = 15_000

/**
 * Asks the server how things stand, and gives how long to wait before the next time. Not a stream of
 * events: each would hold one of the six connections that a browser has for all pages of a server.
 */
async function look(listener: Follower, isNews: (revision: string) => boolean): Promise<number> {
  try {
    const response = await fetch('state', { signal: AbortSignal.timeout(PATIENCE_MS) })
    const { revision, problems } = (await (await checked(response)).json()) as LiveState
    listener.onConnection(true)
    listener.onProblems(problems)
    if (isNews(revision)) listener.onChange()
    return LOOK_EVERY_MS
  } catch {
    listener.onConnection(false)
    return RETRY_MS
  }
}

/** When the time is over, or the page is shown again; never while it is hidden. */
function nextLook(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const goOn = () => {
      if (document.visibilityState === 'hidden') return
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', goOn)
      resolve()
    }
    const timer = setTimeout(goOn, ms)
    document.addEventListener('visibilitychange', goOn)
  })
}

/** The server says what is wrong in one sentence. */
async function checked(response: Response): Promise<Response> {
  if (response.ok) return response
  const text = await response.text().catch(() => '')
  throw new Error(text || `The report's server answered ${response.status}`)
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true, value: undefined }
    const lines = (rest + (value ?? '')).split('\n')
    rest = done ? '' : (lines.pop() ?? '')
    for (const line of lines) if (line.trim()) yield line
    if (done) return
  }
}
