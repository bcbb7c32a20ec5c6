import { z } from 'zod'
import { type Agent, decide, defineEnv, type Info, text, tools } from '../../../core/index.ts'
import { solved } from '../../../rewards/index.ts'
import { textOf } from '../corpora/corpus.ts'
import { createLiveSearch } from './create-live-search.ts'
import { guardQuery } from './guard-query.ts'
import type { ProviderTemplate } from './template-provider.ts'

/** The key that is in the environment while this is recorded. */
export const LIVE_KEY = 'BSA-recorded-a-key-that-nobody-may-find-0123456789'
export const LIVE_RECORDING = 'envs/search/live/recordings/live-search/live-search.jsonl'

/** An API that wants its key in the address. */
const own: ProviderTemplate = {
  path: '/find?q={query}&n={k}&key={key}',
  results: 'data.items',
  fields: { url: 'link', title: 'title', snippet: 'text', date: 'meta.day' },
}

const question = 'How long is the river Oss, which rises in the Karn hills?'
const answers = ['214 km']

/** One question to the web, as a search API finds it. */
export const live = defineEnv({
  id: 'test/LiveSearch-v0',
  state: 'resource',
  options: z.strictObject({ web: z.string(), api: z.enum(['brave', 'own']).default('brave') }),
  observationSpace: text(),
  actionSpace: tools({
    search: z.object({ query: z.string() }),
    open: z.object({ url: z.string() }),
    answer: z.object({ text: z.string() }),
  }),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 8,

  reset: ({ options, clock }) => ({
    state: createLiveSearch({
      // A replay has no key: one of the same length has the same placeholder, where it is a part of the address.
      ...{ apiKey: process.env['BRAVE_API_KEY'] ?? 'x'.repeat(LIVE_KEY.length), k: 5 },
      ...{
        provider: options.api === 'brave' ? 'brave' : own,
        baseUrl: `${options.web}/${options.api}`,
      },
      ...{ anywhere: true, clock },
    }),
    observation: question,
  }),

  async step(search, action, { signal }) {
    const seen = (observation: string, info: Info = {}) => ({
      ...{ observation, info, signals: { solved: false } },
    })
    if (action.tool === 'search') {
      const reason = guardQuery(action.query, question, answers)
      if (reason !== null) return seen(`Refused: ${reason}.`, { blocked: true })
      const hits = await search.search(action.query, undefined, signal)
      return seen(hits.map(({ url, title, date }) => `${title} (${date}): ${url}`).join('\n'))
    }
    if (action.tool === 'open') {
      const { page, problem } = await search.open(action.url, signal)
      return seen(page ? `${page.title}\n${textOf(page)}` : `Not opened: ${problem}.`)
    }
    return {
      observation: 'The end.',
      signals: { solved: answers.includes(action.text) },
      terminated: true,
    }
  },
})

type Action =
  | { tool: 'search'; query: string }
  | { tool: 'open'; url: string }
  | { tool: 'answer'; text: string }

/** Asks the question itself, then better; opens what is not there, then what was found; answers what stands there. */
export const browsing: Agent<string, Action> = {
  name: 'browsing',
  async begin() {
    let turn = 0
    let found = ''
    return {
      async act(observation) {
        turn++
        found = /: (http\S+\/oss)/.exec(observation)?.[1] ?? found
        const length = /of (\d+)\s(km)/.exec(observation)
        if (turn === 1) return decide<Action>({ tool: 'search', query: observation })
        if (turn === 2) return decide<Action>({ tool: 'search', query: 'river Oss length' })
        if (turn === 3) return decide<Action>({ tool: 'open', url: `${found}-not` })
        if (length) return decide<Action>({ tool: 'answer', text: length.slice(1).join(' ') })
        return decide<Action>({ tool: 'open', url: found })
      },
    }
  },
}
