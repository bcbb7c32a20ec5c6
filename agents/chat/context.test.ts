import { describe, expect, test } from 'vitest'
import type { ScriptedRequest } from './scripted-server.suite.ts'
import { promptOf } from './scripted-server.suite.ts'
import { close, playShelf, put } from './shelf.suite.ts'

const textOf = ({ messages }: ScriptedRequest) => promptOf(messages)
/** Puts ten books, each answered by 300 characters, and closes. */
const tenBooks = ({ messages }: ScriptedRequest) => {
  const last = messages.at(-1)?.content ?? ''
  if (last.includes('Your context is full')) return { content: 'I put some books.' }
  const put_ = /book (\d+) stands/.exec(last)?.[1]
  const next = put_ === undefined ? 0 : Number(put_) + 1
  return next < 10 ? { calls: [put(`book ${next}`)] } : { calls: [close] }
}
const verbosity = 300

describe('a window', () => {
  test.each([
    ['of a size the server tells when it is too late', {}],
    ['of a size that is known', { contextTokens: 3_000, maxTokens: 100 }],
  ])('%s drops the oldest turns and keeps the task', async (_, agent) => {
    const { trajectory, server } = await playShelf(tenBooks, {
      agent,
      server: { contextTokens: 3_000 },
      verbosity,
    })

    expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    expect(trajectory.turns).toHaveLength(11)
    const last = server.requests.at(-1)
    expect(last?.messages[1]?.content).toMatch(
      /^Put the books on the shelf, then close it\.\n\n\[\d+ earlier messages of yours are left out here\.\]$/,
    )
    expect(last && textOf(last)).not.toContain('book 0 stands')
    expect(last && textOf(last)).toContain('book 9 stands')
    // An answer follows the call it belongs to, whatever was dropped.
    for (const { messages } of server.requests) {
      for (const [place, message] of messages.entries()) {
        if (message.role === 'tool') expect(messages[place - 1]?.role).toBe('assistant')
      }
    }
  })

  test('is not overrun by one long answer: its middle is left out', async () => {
    const { trajectory, server } = await playShelf([{ calls: [put('A')] }, { calls: [close] }], {
      server: { contextTokens: 2_000 },
      agent: { contextTokens: 2_000, maxTokens: 50 },
      verbosity: 50_000,
    })

    expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    const answer = server.requests.at(-1)?.messages.at(-1)?.content ?? ''
    expect(answer).toMatch(/^A stands\. #+\n\[… left out: the context is full …\]\n#+$/)
  })

  test('with no room for the task itself ends the episode, and says so', async () => {
    const { trajectory } = await playShelf([], { server: { contextTokens: 50 } })

    expect(trajectory.decisions).toMatchObject([
      { stop: expect.stringMatching(/^the context is full: HTTP 400, This model's maximum/) },
    ])
    expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'truncated' })
  })
})

describe('a self-summary', () => {
  const agent = { context: 'summary', tokenIds: true } as const

  test('is a second sample of the decision that needed it', async () => {
    const { trajectory, server } = await playShelf(tenBooks, {
      agent: { ...agent, contextTokens: 3_000, maxTokens: 100 },
      server: { contextTokens: 3_000 },
      verbosity,
    })

    expect(trajectory.turns).toHaveLength(11)
    const summarised = trajectory.decisions.filter(({ samples }) => samples.length === 2)
    expect(summarised.length).toBeGreaterThan(0)
    for (const { samples, usage } of summarised) {
      const [summary, act] = samples
      expect(usage?.requests).toBe(2)
      expect(summary).toMatchObject({ purpose: 'summary' })
      expect(String.fromCharCode(...(summary?.ids ?? []))).toBe('I put some books.')
      // The summary goes on from the last action; what follows it begins anew.
      expect(summary?.parent).not.toBeNull()
      expect(act).toMatchObject({ purpose: 'act', parent: null })
    }
    const asking = server.requests.filter((request) => textOf(request).includes('will be emptied'))
    expect(asking).toHaveLength(summarised.length)
    expect(asking[0]?.body['tool_choice']).toBe('none')
    expect(server.requests.at(-1)?.messages[1]?.content).toContain(
      'What you wrote down about your work so far:\nI put some books.',
    )
  })

  test('is also written when the server tells that the context is full', async () => {
    const { trajectory, server } = await playShelf(tenBooks, {
      agent,
      server: { contextTokens: 3_000 },
      verbosity,
    })

    expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    expect(server.requests.some((request) => textOf(request).includes('will be emptied'))).toBe(
      true,
    )
  })

  test('that is empty gives way to the window', async () => {
    const { trajectory, server } = await playShelf(
      (request) =>
        textOf(request).includes('will be emptied') ? { content: '' } : tenBooks(request),
      { agent: { context: 'summary' }, server: { contextTokens: 3_000 }, verbosity },
    )

    expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    expect(server.requests.at(-1)?.messages[1]?.content).toContain('are left out here')
  })
})

test('a full context may also end the episode', async () => {
  const { trajectory } = await playShelf(tenBooks, {
    agent: { context: 'stop' },
    server: { contextTokens: 3_000 },
    verbosity,
  })

  expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'truncated' })
  expect(trajectory.turns.length).toBeGreaterThan(2)
  expect(trajectory.decisions.at(-1)?.stop).toMatch(/^the context is full/)
})
