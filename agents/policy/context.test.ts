import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatTemplate } from '../../models/index.ts'
import {
  characters,
  dropping,
  keeping,
  type Played,
  type PlayOptions,
  playEcho,
  promptOf,
  type SaidBy,
} from './play.suite.ts'

const tokenizer = characters
const contextTokens = 1000
const base: PlayOptions = { tokenizer, contextTokens, verbosity: 60 }
const playing = (script: SaidBy, agent: PlayOptions['agent'], more: PlayOptions = {}) =>
  playEcho(script, { ...base, ...more, agent: { maxTokens: 40, ...agent } })
const textOf = (ids: readonly number[] = []) => tokenizer.decode(ids)
const isAskedToSumUp = (ids: readonly number[]) => textOf(ids).includes('Your context is full')

/** Says twelve words, or what it remembers, then stops. */
const twelve: SaidBy = ({ prompt }) => {
  if (isAskedToSumUp(prompt)) return 'I said some words.'
  const last = [...textOf(prompt).matchAll(/turn (\d+)\./g)].at(-1)?.[1] ?? '0'
  return Number(last) < 12 ? `word ${last}` : 'stop'
}

/** No prompt is longer than the context lets it be, and each is what its ancestors appended. */
function checkPrompts({ requests, samples }: Played, size = contextTokens): void {
  for (const [place, { prompt, maxTokens }] of requests.entries()) {
    expect(prompt.length + maxTokens).toBeLessThanOrEqual(size)
    expect(maxTokens).toBeGreaterThan(0)
    expect(promptOf(samples, place)).toEqual(prompt)
  }
}

describe('a full context', () => {
  test('ends the episode, after messages that were given what was left', async () => {
    const played = await playing(twelve, { maxTokens: 100 })

    expect(played.trajectory.outcome).toMatchObject({ status: 'completed', ended: 'truncated' })
    expect(played.trajectory.decisions.at(-1)).toMatchObject({
      samples: [],
      stop: 'the context is full',
      usage: { requests: 0 },
    })
    const most = played.requests.map(({ maxTokens }) => maxTokens)
    expect(most.slice(0, 3)).toEqual([100, 100, 100])
    expect(most.at(-1)).toBeLessThan(100)
    expect(most.at(-1)).toBeGreaterThanOrEqual(16)
    checkPrompts(played)
  })

  test('may be smaller than that of the model', async () => {
    const long = await playing(twelve, {})
    const short = await playing(twelve, { contextTokens: 500 })

    expect(short.requests.length).toBeLessThan(long.requests.length)
    checkPrompts(short, 500)
  })
})

describe('a window', () => {
  test('drops the oldest turns, keeps the task, and begins a new training sample', async () => {
    const played = await playing(twelve, { context: 'window' })

    expect(played.trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    expect(played.trajectory.turns).toHaveLength(13)
    const last = textOf(played.requests.at(-1)?.prompt)
    expect(last).toMatch(
      /^<\|im_start\|>user\nSay something\.\n\n\[\d+ earlier messages of yours are left out here\.\]<\|im_end\|>/,
    )
    expect(last).not.toContain('word 0')
    expect(last).toContain('word 11')
    const parents = played.samples.map(({ parent }) => parent)
    const begun = parents.filter((parent) => parent === null).length
    expect(begun).toBeGreaterThan(1)
    expect(begun).toBeLessThan(6)
    checkPrompts(played)
  })

  test('renders a conversation a few times, however many turns it drops', async () => {
    let renderings = 0
    const template: ChatTemplate = {
      ...keeping,
      // Of its own, so that no other test shares the agent.
      source: `${keeping.source}{# counted #}`,
      ids: (...given) => {
        if (given[1][0]?.content?.startsWith('Say something.')) renderings++
        return keeping.ids(...given)
      },
    }
    const words = [...Array.from({ length: 30 }, () => 'a'), 'b'.repeat(40), 'stop']

    const played = await playing(
      words,
      { context: 'window' },
      { template, contextTokens: 1200, verbosity: 0 },
    )

    const begun = played.samples.filter(({ parent }) => parent === null)
    const dropped = [...textOf(played.requests.at(-1)?.prompt).matchAll(/\[(\d+) earlier/g)]
    expect(begun).toHaveLength(2)
    expect(Number(dropped[0]?.[1])).toBeGreaterThan(8)
    expect(renderings).toBeLessThanOrEqual(3)
    checkPrompts(played, 1200)
  })

  test('is not overrun by one long answer: its middle is left out', async () => {
    const played = await playing(['a', 'stop'], { context: 'window' }, { verbosity: 5000 })

    expect(played.trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    expect(textOf(played.requests[1]?.prompt)).toMatch(
      /You said a, turn 1\. #+\n\[… left out: the context is full …\]\n#+<\|im_end\|>\n<\|im_start\|>assistant\n$/,
    )
    checkPrompts(played)
  })

  test('with no room for the task itself ends the episode', async () => {
    const { trajectory, requests } = await playing([], { context: 'window', contextTokens: 40 })

    expect(requests).toEqual([])
    expect(trajectory.decisions).toMatchObject([{ stop: 'the task does not fit the context' }])
  })
})

describe('a self-summary', () => {
  const agent = { context: 'summary' as const, stop: ['Observation'], constrained: true }

  test('is a second sample of the decision that needed it, and stands for all turns but the last', async () => {
    const played = await playing(twelve, agent)

    expect(played.trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    expect(played.trajectory.turns).toHaveLength(13)
    const summarised = played.trajectory.decisions.filter(({ samples }) => samples.length === 2)
    expect(summarised.length).toBeGreaterThan(0)
    for (const { samples, usage } of summarised) {
      expect(usage?.requests).toBe(2)
      expect(textOf(samples[0]?.ids)).toBe('I said some words.<|im_end|>')
      // The summary goes on from an action; what follows it begins anew.
      expect(samples).toMatchObject([{ purpose: 'summary' }, { purpose: 'act', parent: null }])
      expect(samples[0]?.parent).not.toBeNull()
      expect(samples[0]).not.toHaveProperty('drawn')
    }
    const place = played.samples.findIndex(({ purpose }) => purpose === 'summary')
    expect(played.requests[place]).not.toHaveProperty('stop')
    expect(played.requests[place]).not.toHaveProperty('grammar')
    expect(textOf(played.requests[place + 1]?.prompt)).toMatch(
      /^<\|im_start\|>user\nSay something\.\n\nWhat you wrote down about your work so far:\nI said some words\.<\|im_end\|>\n<\|im_start\|>assistant\nword \d+<\|im_end\|>\n<\|im_start\|>user\nYou said word \d+, turn \d+\. #+<\|im_end\|>\n<\|im_start\|>assistant\n$/,
    )
    checkPrompts(played)
  })

  test('is written without the last turn where that leaves no room for it', async () => {
    let said = 0
    const script: SaidBy = ({ prompt }) =>
      isAskedToSumUp(prompt) ? 'I said a.' : said++ < 2 ? 'a' : 'stop'

    const played = await playing(script, agent, { verbosity: 500 })

    const place = played.samples.findIndex(({ purpose }) => purpose === 'summary')
    expect(textOf(played.requests[place]?.prompt)).not.toContain('turn 2')
    // The action that is left out went on from the same one.
    expect(played.samples[place]?.parent).toBe(0)
    expect(played.samples[1]?.parent).toBe(0)
    expect(textOf(played.requests[place + 1]?.prompt)).toContain('turn 2')
    checkPrompts(played)
  })

  test('that is empty gives way to the window', async () => {
    const silent: SaidBy = (request, place) =>
      isAskedToSumUp(request.prompt)
        ? '<think>hm</think> '
        : typeof twelve === 'function'
          ? twelve(request, place)
          : ''

    const { trajectory, requests } = await playing(silent, { context: 'summary' })

    expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    expect(textOf(requests.at(-1)?.prompt)).toContain('are left out here')
  })
})

test('whatever the sizes, prompts fit, are what their ancestors appended, and come out the same again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('full', 'window', 'summary'),
      fc.constantFrom(keeping, dropping),
      fc.integer({ min: 32, max: 1200 }),
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.string({ minLength: 1, maxLength: 80 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 200 }),
      async (context, template, size, maxTokens, words, verbosity) => {
        const script: SaidBy = (_, place) => words[place] ?? (place < 20 ? 'b' : 'stop')
        const play = () =>
          playing(
            script,
            { context, contextTokens: size, maxTokens },
            { template, verbosity, contextTokens: 1200 },
          )

        const played = await play()

        checkPrompts(played, size)
        const again = await play()
        expect(again.requests).toEqual(played.requests)
        expect(again.trajectory.decisions).toEqual(played.trajectory.decisions)
      },
    ),
    { numRuns: 15 },
  )
}, 60_000)
