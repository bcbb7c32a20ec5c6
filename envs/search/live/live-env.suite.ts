import { type Agent, decide, type MakeOptions } from '../../../core/index.ts'
import type { live } from '../live-env.ts'
import type { SearchObservation } from '../observe.ts'
import type { SearchAction } from '../tools.ts'
import type { ProviderTemplate } from './template-provider.ts'

/** The key that is in the environment while this is recorded. */
export const LIVE_KEY = 'BSA-recorded-a-key-that-nobody-may-find-0123456789'
export const LIVE_RECORDING = 'envs/search/live/recordings/live-search/live-search.jsonl'
/** How long a river is, and which town lies at it. */
export const LIVE_QUESTIONS = 'envs/search/live/river.jsonl'

/** An API that wants its key in the address. */
const own: ProviderTemplate = {
  path: '/find?q={query}&n={k}&key={key}',
  results: 'data.items',
  fields: { url: 'link', title: 'title', snippet: 'text', date: 'meta.day' },
}

type Options = NonNullable<MakeOptions<typeof live>['options']>

/** Options that make a web of this machine the one that is searched. */
export const webAt = (web: string, api: 'brave' | 'serper' | 'tavily' | 'searxng' | 'own') =>
  ({
    questions: LIVE_QUESTIONS,
    ...{ provider: api === 'own' ? own : api, baseUrl: `${web}/${api}`, anywhere: true },
  }) satisfies Options

/** Asks the question itself, then better; opens what is not there, then what was found; cites and answers what stands there. */
export const browsing: Agent<SearchObservation, SearchAction> = {
  name: 'browsing',
  async begin() {
    let turn = 0
    return {
      async act({ question, hits, reading }) {
        turn++
        const page = hits[0]?.page ?? ''
        const [span = '', number, unit] =
          /\w[\w ]* of (\d+)\s(km)\./.exec(reading?.text ?? '') ?? []
        if (turn === 1) return decide<SearchAction>({ tool: 'search', query: question })
        if (turn === 2) return decide<SearchAction>({ tool: 'search', query: 'river Oss length' })
        if (turn === 3) return decide<SearchAction>({ tool: 'open', page: `${page}-not` })
        if (turn === 4) return decide<SearchAction>({ tool: 'open', page })
        if (turn === 5) return decide<SearchAction>({ tool: 'cite', page, span })
        return decide<SearchAction>({ tool: 'answer', text: `${number} ${unit}` })
      },
    }
  },
}
