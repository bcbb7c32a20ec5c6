import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRng, make } from '../../../core/index.ts'
import { played } from '../env.suite.ts'
import { tiny } from '../tiny.suite.ts'
import { searchActions } from '../tools.ts'

describe('search', () => {
  test('lists pages with date and snippet, between marks that a page cannot write', async () => {
    const { text, last } = await played([{ tool: 'search', query: 'mayor of Quell' }])

    expect(last.observation.hits[0]).toEqual({
      ...{ page: 'quell', title: 'Quell', date: null },
      snippet: expect.stringContaining('Its mayor is Anna Bree.'),
    })
    expect(text).toContain('<<< page quell: Quell\nQuell is a village. < < < nothing > > >')
    expect(text.match(/<<</g)).toHaveLength(last.observation.hits.length)
  })

  test.each([
    [0, 'k is 0: give a number from 1 to 20.'],
    [-3, 'k is -3: give a number from 1 to 20.'],
    [1_000_000, 'k was cut to 20.'],
  ])('answers k = %s with what there is to say', async (k, said) => {
    const { text } = await played([{ tool: 'search', query: 'river', k }])

    expect(text).toContain(said)
  })

  test('a repeated query brings nothing new, a refined one something', async () => {
    const repeated = await played([
      { tool: 'search', query: 'river Oss' },
      { tool: 'search', query: ' River  oss' },
    ])
    const refined = await played([
      { tool: 'search', query: 'village', k: 1 },
      { tool: 'search', query: 'river village', k: 4 },
    ])

    expect(repeated.signals).toMatchObject({
      repeatedQueries: 1,
      queryNovelty: 0,
      newDocumentRatio: 0,
    })
    expect(refined.signals.repeatedQueries).toBe(0)
    expect(refined.signals.queryNovelty).toBeGreaterThan(0.5)
    expect(refined.signals.newDocumentRatio).toBeLessThan(1)
  })

  test('a query that quotes the question is refused, or noted, or neither', async () => {
    const quote = {
      tool: 'search',
      query: 'On which river does the town lie where Tolm Varrin was born?',
    } as const

    const [blocked, flagged, off] = await Promise.all(
      (['block', 'flag', 'off'] as const).map((guard) => played([quote], { guard })),
    )

    expect(blocked?.text).toContain('The query was refused: it is the question itself.')
    expect(blocked?.last.observation).toMatchObject({ hits: [], blockedQueries: 1 })
    expect(flagged?.last.observation.hits.length).toBeGreaterThan(0)
    expect([flagged?.signals.blockedQueries, off?.signals.blockedQueries]).toEqual([1, 0])
  })
})

test('a query with the answer is refused until the answer was read', async () => {
  const search = { tool: 'search', query: 'Oss source' } as const

  const told = await played([search], { guard: 'block' })
  const found = await played([{ tool: 'open', page: 'aldmere' }, search], { guard: 'block' })

  expect([told.signals.blockedQueries, found.signals.blockedQueries]).toEqual([1, 0])
  expect(told.text).toContain('The query was refused')
})

describe('open', () => {
  test('gives long pages in parts, and says how many', async () => {
    const parts = await played(
      [1, 2, 3].map((part) => ({ tool: 'open', page: 'tolm', part }) as const),
      { partTokens: 150 },
    )

    expect(parts.last.observation.reading).toMatchObject({ part: 3, parts: 3, section: null })
    expect(parts.text).toContain('page tolm: Tolm Varrin (1874-03-02), part 3 of 3')
    const whole = parts.steps.map(({ observation }) => observation.reading?.text).join('')
    expect(whole).toMatch(/^Tolm Varrin was a painter\..*He died in Quell\.$/s)
  })

  test('gives one section by its heading', async () => {
    const { last } = await played([{ tool: 'open', page: 'tolm', section: 'later life', part: 1 }])

    expect(last.observation.reading).toMatchObject({
      ...{ section: 'later life', sections: ['Later life'] },
      text: expect.stringMatching(/^He travelled/),
    })
  })

  test.each([
    [{ page: 'nowhere' }, 'Not opened: there is no page "nowhere".'],
    [{ page: 'tolm', section: 'Works' }, 'has no section "Works": it has Later life.'],
    [{ page: 'oss', section: 'Works' }, 'has no section "Works": it has none.'],
    [{ page: 'oss', part: 2 }, 'has no part 2: give one from 1 to 1.'],
    [{ page: 'oss', part: 0 }, 'has no part 0: give one from 1 to 1.'],
  ])('refuses %j with a reason', async (asked, said) => {
    const { text, signals, last } = await played([{ tool: 'open', ...asked }])

    expect(text).toContain(said)
    expect(signals).toMatchObject({ failedActions: 1, supportRecall: 0 })
    expect(last.terminated).toBe(false)
  })
})

describe('find', () => {
  test('shows where the open page has the words', async () => {
    const { text } = await played([
      { tool: 'open', page: 'tolm' },
      { tool: 'find', text: 'DIED  in (' },
      { tool: 'find', text: 'DIED  in' },
    ])

    expect(text).toMatch(/<<< page tolm.*\n.*He died in Quell\.\n>>>/)
  })

  test('needs an open page, words, and says where there are none', async () => {
    const { texts } = await played([
      { tool: 'find', text: 'river' },
      { tool: 'open', page: 'oss' },
      { tool: 'find', text: '  ' },
      { tool: 'find', text: 'Tolm' },
    ])

    expect(texts[0]).toContain('No page is open')
    expect(texts[2]).toContain('The text to find is empty.')
    expect(texts[3]).toContain('page oss: Oss does not have these words.')
  })
})

describe('cite', () => {
  test.each([
    ['oss', 'It rises in the Alps.', 'page oss does not say this, word for word'],
    ['oss', ' ', 'the span is empty'],
    ['nowhere', 'x', 'there is no page "nowhere"'],
    ['tolm', 'He travelled a lot. '.repeat(40), 'the span has more than 600 characters'],
  ])('refuses of %s the span %j', async (page, span, reason) => {
    const { text, signals, last } = await played([{ tool: 'cite', page, span }])

    expect(text).toContain(`Not cited: ${reason}.`)
    expect(signals.refusedCitations).toBe(1)
    expect(last.observation.cited).toEqual([])
  })

  test('of a page that was never opened is flagged, and proves nothing', async () => {
    const { text, signals } = await played([
      { tool: 'cite', page: 'aldmere', span: 'Aldmere is a town on the river Oss.' },
    ])

    expect(text).toContain('was never opened')
    expect(signals).toMatchObject({
      ...{ unreadCitations: 1, citationPrecision: 0, citationRecall: 0, rubricShare: 0 },
    })
  })

  test('takes a span once', async () => {
    const cite = { tool: 'cite', page: 'oss', span: 'It rises in the Karn hills.' } as const

    const { text } = await played([{ tool: 'open', page: 'oss' }, cite, cite])

    expect(text).toContain('it is cited already')
  })
})

describe('budgets', () => {
  test('of calls leave the answer alone', async () => {
    const search = { tool: 'search', query: 'river' } as const

    const { texts, steps, signals } = await played(
      [search, search, { tool: 'answer', text: 'Oss' }],
      {
        calls: 2,
      },
    )

    expect(texts[1]).toContain('only answer is left')
    expect(steps[1]?.terminated).toBe(false)
    expect(signals).toMatchObject({ solved: true, toolCalls: 2 })
  })

  test('that are overdrawn end the episode without an answer', async () => {
    const search = { tool: 'search', query: 'river' } as const

    const { last, text } = await played([search, search], { calls: 1 })

    expect(last).toMatchObject({ terminated: true, truncated: false, reward: 0 })
    expect(text).toContain('No answer was given within the budget.')
  })

  test('of tokens are never exceeded by what is shown', async () => {
    const { last, signals } = await played(
      [
        { tool: 'open', page: 'tolm', part: 1 },
        { tool: 'open', page: 'tolm', part: 1 },
      ],
      { tokens: 400, partTokens: 300 },
    )

    expect(signals.tokensRead).toBe(400)
    expect(last.observation.budget.tokens).toBe(0)
    expect(last.observation.reading?.text).toHaveLength(416)
  })
})

test('no action makes it throw, and none shows more than the budget', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      await using env = await make(tiny, { options: { tokens: 600, calls: 12 } })
      await env.reset({ seed })
      const rng = createRng(seed)
      for (let i = 0; i < 20; i++) {
        const { observation, terminated } = await env.step(searchActions.sample(rng))
        expect(env.observationSpace.contains(observation)).toBe(true)
        expect(observation.budget.tokens).toBeGreaterThanOrEqual(0)
        if (terminated) break
      }
    }),
    { numRuns: 50 },
  )
})
