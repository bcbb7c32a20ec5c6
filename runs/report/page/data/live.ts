import type { Json } from '../../../../core/index.ts'
import type { PageData } from '../../page-data.ts'
import type { EpisodeRef, Follower, Source } from '../source.ts'

/** A server has everything, and tells when there is more. */
export function openLive(): Source {
  return {
    load: () => getJson<PageData>('data.json'),

    async trajectory(run, id) {
      const response = await fetch(`episode/${run}/${encodeURIComponent(id)}`)
      if (response.status === 404) return null
      return (await checked(response).json()) as Json
    },

    async search(text, signal, onFound) {
      const response = checked(await fetch(`search?q=${encodeURIComponent(text)}`, { signal }))
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

    follow,
  }
}

const RETRY_MS = 3000

function follow(listener: Follower): void {
  const events = new EventSource('events')
  events.addEventListener('open', () => listener.onConnection(true))
  events.addEventListener('change', () => listener.onChange())
  events.addEventListener('error', () => {
    listener.onConnection(false)
    // The browser tries again by itself unless it was answered with something else than events.
    if (events.readyState !== EventSource.CLOSED) return
    setTimeout(() => follow(listener), RETRY_MS)
  })
}

async function getJson<T>(path: string): Promise<T> {
  return (await checked(await fetch(path)).json()) as T
}

function checked(response: Response): Response {
  if (!response.ok) throw new Error(`The report's server answered ${response.status}`)
  return response
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
