import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HttpResponse, http } from 'msw'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { nullAgent } from '../../agents/null.ts'
import { checkEnv, make, rollout } from '../../core/index.ts'
import { withHandlers } from '../../fixtures/index.ts'
import { browsing, LIVE_KEY, LIVE_QUESTIONS, webAt } from './live/live-env.suite.ts'
import { openSearchServer } from './live/server.suite.ts'
import { live } from './live-env.ts'
import type { SearchSignals } from './signals.ts'
import type { SearchAction } from './tools.ts'

beforeEach(() => {
  for (const name of ['BRAVE_API_KEY', 'PALAESTRA_SEARCH_API_KEY', 'PALAESTRA_SEARCH_BASE_URL']) {
    vi.stubEnv(name, '')
  }
  return () => vi.unstubAllEnvs()
})

/** Plays on a web of this machine; what came of each action. */
async function played(
  actions: readonly SearchAction[],
  more: { readonly guard?: 'off' | 'flag' | 'block'; readonly partTokens?: number } = {},
) {
  await using server = await openSearchServer()
  await using env = await make(live, { options: { ...webAt(server.baseUrl, 'searxng'), ...more } })
  await env.reset({ seed: 1, task: 'oss' })
  const steps = []
  for (const action of actions) {
    const told = JSON.stringify(action).replaceAll('WEB', server.baseUrl)
    steps.push(await env.step(JSON.parse(told)))
  }
  const signals = (steps.at(-1)?.info.signals ?? {}) as SearchSignals
  return { steps, texts: steps.map(({ observation }) => observation.text), signals, server }
}

test('keeps its contract over a web of its own', async () => {
  await using server = await openSearchServer()

  const report = await checkEnv(live, { options: webAt(server.baseUrl, 'searxng'), seeds: 2 })

  expect(report.passed).toBe(true)
})

test('pages are searched, opened by address, searched within and cited', async () => {
  const { texts, steps, signals, server } = await played([
    { tool: 'search', query: 'river Oss length', k: 1 },
    { tool: 'cite', page: 'WEB/oss', span: 'The Oss is a river.' },
    { tool: 'open', page: 'WEB/moved' },
    { tool: 'find', text: 'karn hills' },
    { tool: 'cite', page: 'WEB/moved', span: 'It rises in the Karn hills & ends at Aldmere.' },
    { tool: 'cite', page: 'WEB/nowhere', span: 'x' },
    { tool: 'open', page: 'WEB/oss', section: 'course' },
    { tool: 'answer', text: '214 kilometres' },
  ])

  expect(texts[0]).toMatch(/^Found 1:\n<<< page \S+\/oss: The Oss \(2024-03-02\)/)
  expect(texts[1]).toMatch(/^Not cited: page \S+\/oss was never opened\./)
  expect(texts[2]).toMatch(/^Sections: Course\n<<< page \S+\/oss: The Oss/)
  expect(texts[3]).toContain('It rises in the Karn hills')
  expect(texts[4]).toMatch(/^Cited page \S+\/oss\./)
  expect(texts[5]).toContain('Not cited: there is no page')
  expect(steps[6]?.observation.reading).toMatchObject({ section: 'course', part: 1 })
  expect(steps.at(-1)).toMatchObject({ reward: 1, terminated: true })
  expect(signals).toMatchObject({
    ...{ solved: true, aliasMatch: 1, exactMatch: 0, unreadCitations: 0, refusedCitations: 2 },
    ...{ toolCalls: 7, supportRecall: 0 },
  })
  // Once a page was fetched, its parts and sections are at hand.
  const paths = server.seen.map(({ url }) => url.replace(/\?.*/, ''))
  expect(paths).toEqual(['/searxng/search', '/moved', '/oss'])
})

test.each([
  ['How long is the river Oss, which rises in the Karn hills?', 'it is the question itself'],
  ['river 214 km', 'it holds the answer to the question'],
])('a query such as %j is refused and flagged, and never sent', async (query, reason) => {
  const { texts, signals, server } = await played([{ tool: 'search', query }])

  expect(texts[0]).toContain(`The query was refused: ${reason}.`)
  expect(signals.blockedQueries).toBe(1)
  expect(server.seen).toEqual([])
})

test('such queries may be let through, and counted', async () => {
  const { texts, signals, server } = await played([{ tool: 'search', query: 'river 214 km' }], {
    guard: 'flag',
  })

  expect(texts[0]).toContain('Found 2:')
  expect(signals.blockedQueries).toBe(1)
  expect(server.seen).toHaveLength(1)
})

test('a provider that fails leaves the episode unscored', async () => {
  await using server = await openSearchServer({ instead: () => ({ status: 400, body: 'no' }) })
  await using env = await make(live, { options: webAt(server.baseUrl, 'searxng') })

  const { outcome } = await rollout(env, browsing, { task: 'oss' })

  expect(outcome).toMatchObject({ status: 'failed', error: { class: 'SandboxError' } })
  expect(JSON.stringify(outcome)).toContain('Cannot search the web by searxng at ')
})

test.each([
  [
    'brave',
    { status: 403, body: 'who are you' },
    'check BRAVE_API_KEY or PALAESTRA_SEARCH_API_KEY',
  ],
  ['brave', { status: 422, body: '{"code":"SUBSCRIPTION_TOKEN_INVALID"}' }, 'check BRAVE_API_KEY'],
  ['tavily', { status: 401 }, 'check TAVILY_API_KEY or PALAESTRA_SEARCH_API_KEY'],
  ['own', { status: 401 }, '(check PALAESTRA_SEARCH_API_KEY, and the address)'],
] as const)('a key that %s refuses with %j ends the run by name', async (api, answer, advice) => {
  vi.stubEnv('PALAESTRA_SEARCH_API_KEY', LIVE_KEY)
  await using server = await openSearchServer({ instead: () => answer })
  await using env = await make(live, { options: webAt(server.baseUrl, api) })
  await env.reset({ seed: 1 })

  const searching = env.step({ tool: 'search', query: 'river' })

  await expect(searching).rejects.toMatchObject({ name: 'ConfigError' })
  await expect(searching).rejects.toThrow(advice)
  await expect(searching).rejects.toThrow(/^Cannot search the web by [^\n]*\)$/)
})

test.each([
  [{ provider: 'brave' }, 'the key of brave is missing (set BRAVE_API_KEY or'],
  [{ provider: 'searxng' }, 'the address of searxng is missing (set PALAESTRA_SEARCH_BASE_URL)'],
] as const)('%j is told what it lacks before anything is searched', async (given, reason) => {
  await using env = await make(live, { options: { questions: LIVE_QUESTIONS, ...given } })

  await expect(rollout(env, nullAgent as never, { task: 'oss' })).rejects.toThrow(reason)
})

test.each([
  [{}, 'provider: give brave, serper, tavily, searxng, or a template'],
  [{ provider: 'bing' }, 'provider: give brave, serper, tavily, searxng, or a template'],
  [{ provider: { path: '/find' } }, 'provider.results'],
  [{ provider: 'brave', retriever: 'bm25' }, 'retriever'],
])('refuses %j', async (given, reason) => {
  const options = { questions: LIVE_QUESTIONS, ...given } as never

  await expect(make(live, { options })).rejects.toThrow(reason)
})

test('leaves out questions that only their paragraphs could leave unanswered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-live-env-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const questions = join(folder, 'musique.jsonl')
  const unanswerable = {
    ...{ id: 'u', question: 'Who?', answer: 'x', answer_aliases: [], answerable: false },
    paragraphs: [{ idx: 0, title: 'A', paragraph_text: 'B', is_supporting: false }],
    question_decomposition: [],
  }
  await writeFile(questions, JSON.stringify(unanswerable))

  const listing = live.tasks?.list({ questions, provider: 'brave' } as never)

  await expect(listing).rejects.toThrow('none of them has an answer')
})

test('is fed by handlers of msw where there is no web', async () => {
  vi.stubEnv('BRAVE_API_KEY', LIVE_KEY)
  const handlers = [
    http.get('https://api.search.brave.com/res/v1/web/search', () =>
      HttpResponse.json({
        web: {
          results: [{ url: 'https://example.org/oss', title: 'Oss', description: 'A river.' }],
        },
      }),
    ),
    http.get('https://example.org/oss', () => HttpResponse.html('<p>The Oss is 214 km long.')),
  ]

  const shown = await withHandlers(handlers, async () => {
    await using env = await make(live, {
      options: { questions: LIVE_QUESTIONS, provider: 'brave' },
    })
    await env.reset({ seed: 1, task: 'oss' })
    await env.step({ tool: 'search', query: 'river Oss length' })
    return await env.step({ tool: 'open', page: 'https://example.org/oss' })
  })

  expect(shown.observation.reading?.text).toBe('The Oss is 214 km long.')
})
