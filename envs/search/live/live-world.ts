import type { Page } from '../corpora/corpus.ts'
import type { SearchWorld } from '../reading/episode.ts'
import type { LiveSearch } from './create-live-search.ts'

/** No action can name a longer one. */
const LONGEST_ADDRESS = 500

/** The web as one episode sees it: pages are named by their addresses, and each is fetched once. */
export function liveWorld(live: LiveSearch): SearchWorld {
  const opened = new Map<string, Page>()
  return {
    async search(query, k, signal) {
      const hits = await live.search(query, k, signal)
      return hits
        .filter(({ url }) => url.length <= LONGEST_ADDRESS)
        .map(({ url, title, snippet, date }) => ({
          ...{ id: url, title, sections: [{ heading: '', text: snippet }] },
          ...(date === undefined ? {} : { date }),
        }))
    },
    async open(id, signal) {
      const known = opened.get(id)
      if (known) return { page: known }
      const found = await live.open(id, signal)
      // Where it redirects, it goes by both addresses.
      if (found.page) for (const name of [id, found.page.id]) opened.set(name, found.page)
      return found
    },
    page: (id) => opened.get(id),
    planted: () => null,
    async [Symbol.asyncDispose]() {},
  }
}
