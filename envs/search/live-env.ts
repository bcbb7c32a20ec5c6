import { resolve } from 'node:path'
import { z } from 'zod'
import { type Clock, ConfigError } from '../../core/index.ts'
import { isReplayed } from '../../fixtures/index.ts'
import { defineSearchEnv } from './define-search-env.ts'
import { type LiveSearch, liveSearchFromEnvironment } from './live/create-live-search.ts'
import { liveWorld } from './live/live-world.ts'
import { type ProviderOption, providerOption } from './live/provider-option.ts'
import { readingOptions } from './options.ts'
import { readQa } from './questions/qa-jsonl/open-qa.ts'
import { type QuestionTasks, questionTasks } from './questions/question-tasks.ts'

export interface LiveOptions {
  readonly questions: string
  readonly provider: ProviderOption
  readonly baseUrl?: string | undefined
  readonly anywhere: boolean
}

/** Files are read once a process. */
const loads = new Map<string, Promise<QuestionTasks>>()

function load({ questions }: Pick<LiveOptions, 'questions'>): Promise<QuestionTasks> {
  const path = resolve(questions)
  const loading = loads.get(path) ?? read(questions)
  loads.set(path, loading)
  loading.catch(() => loads.delete(path))
  return loading
}

/** Supporting pages and what their paragraphs do not tell are of no use: the web has others, and may tell. */
async function read(path: string): Promise<QuestionTasks> {
  const { questions } = await readQa(path)
  const asked = questions.filter(({ answers }) => answers.length > 0)
  if (asked.length === 0) {
    throw new ConfigError(
      `Cannot ask the web the questions of ${path}: none of them has an answer (give some that have)`,
    )
  }
  return questionTasks(asked.map((question) => ({ ...question, support: [], rubrics: [] })))
}

/** A replay asks nobody, and needs no key. */
function searchFor({ provider, baseUrl, anywhere }: LiveOptions, clock: Clock): LiveSearch {
  const { env } = process
  const key = env['PALAESTRA_SEARCH_API_KEY']?.trim() || 'replayed'
  return liveSearchFromEnvironment(
    { provider, baseUrl, anywhere, clock },
    isReplayed() ? { ...env, PALAESTRA_SEARCH_API_KEY: key } : env,
  )
}

/** Questions of the user's own to the web, by a search API. */
export const live = defineSearchEnv<LiveOptions>({
  id: 'search/Live-v0',
  description: 'Answer questions of a file by searching the web.',
  options: {
    questions: z
      .string()
      .min(1)
      .describe('Questions as JSON Lines: HotpotQA, 2WikiMultiHopQA, MuSiQue or NQ-open'),
    provider: providerOption.describe(
      'Search API: brave, serper, tavily, searxng, or a template of another; keys come from the environment',
    ),
    baseUrl: z
      .string()
      .min(1)
      .optional()
      .describe("Address of the API (default: PALAESTRA_SEARCH_BASE_URL, or the provider's own)"),
    anywhere: z
      .boolean()
      .default(false)
      .describe('Open pages of hosts within networks, too: for a web of your own'),
    guard: readingOptions.guard
      .unwrap()
      .default('block')
      .describe(`${readingOptions.guard.description}`),
  },
  tasks: {
    list: async (options) => (await load(options)).tasks,
  },
  open: async (options, { clock }) => liveWorld(searchFor(options, clock)),
  question: async (options, task) => (await load(options)).question(task),
  expect: { deterministic: { none: 'the web changes' } },
})
