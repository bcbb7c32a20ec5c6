import { describe, expect, test } from 'vitest'
import type { Script } from './scripted-server.suite.ts'
import { close, playShelf, put } from './shelf.suite.ts'

const roles = (messages: readonly { readonly role: string }[] = []) =>
  messages.map(({ role }) => role)

describe('tool calls', () => {
  test('of one message are several turns of one decision, answered by id', async () => {
    const { trajectory, server } = await playShelf([
      { content: 'Two.', calls: [put('Emma', 'a'), put('Ulysses', 'b')] },
      { calls: [close] },
    ])

    expect(trajectory).toMatchObject({
      agent: 'chat/m',
      outcome: { status: 'completed', ended: 'terminated' },
      turns: [
        { decision: 0, action: { tool: 'put', book: 'Emma' } },
        { decision: 0, action: { tool: 'put', book: 'Ulysses' } },
        { decision: 1, action: { tool: 'close' } },
      ],
      decisions: [
        {
          message: {
            role: 'assistant',
            content: 'Two.',
            toolCalls: [
              { id: 'a', name: 'put', arguments: '{"book":"Emma"}' },
              { id: 'b', name: 'put', arguments: '{"book":"Ulysses"}' },
            ],
          },
          usage: { requests: 1 },
        },
        { usage: { requests: 1 } },
      ],
    })
    expect(server.requests[0]?.body['tools']).toMatchObject([
      { type: 'function', function: { name: 'put', description: 'Puts a book on the shelf' } },
      { type: 'function', function: { name: 'close' } },
    ])
    expect(server.requests[1]?.messages.slice(2)).toMatchObject([
      { role: 'assistant', content: 'Two.', tool_calls: [{ id: 'a' }, { id: 'b' }] },
      { role: 'tool', tool_call_id: 'a', content: 'Emma stands. ' },
      { role: 'tool', tool_call_id: 'b', content: 'Ulysses stands. ' },
    ])
  })

  test('whose ids the server left empty or gave twice get ids of their own', async () => {
    const { server } = await playShelf([
      { calls: [put('A', 'same'), put('B', 'same'), put('C', '')] },
      { calls: [put('D', 'same')] },
      { calls: [close] },
    ])

    const messages = server.requests[2]?.messages ?? []
    const asked = messages.flatMap(({ tool_calls = [] }) => tool_calls.map(({ id }) => id))
    const answered = messages.flatMap(({ tool_call_id }) => tool_call_id ?? [])
    expect(new Set(asked).size).toBe(4)
    expect(asked.every((id) => id !== '')).toBe(true)
    expect(answered).toEqual(asked)
  })

  test('that are wrong are invalid actions, and the model is told why', async () => {
    const { trajectory, server } = await playShelf([
      {
        calls: [
          { name: 'put', arguments: '{"book":' },
          { name: 'shelve', arguments: {} },
          put('A'),
        ],
      },
      { content: 'I am done.' },
      { content: null, finishReason: 'length' },
      { calls: [close] },
    ])

    expect(trajectory.turns.map(({ invalid }) => invalid ?? null)).toEqual([
      expect.stringMatching(/^the arguments of put are not JSON: /),
      'there is no tool "shelve" (choose from put, close)',
      null,
      'the message calls no tool',
      'the message was cut off before it held an action: write less',
      null,
    ])
    expect(trajectory.outcome).toMatchObject({ status: 'completed', ended: 'terminated' })
    const [, , said, first] = server.requests[1]?.messages ?? []
    // What is broken is not sent again: servers read it.
    expect(said?.tool_calls?.[0]?.function.arguments).toBe('{}')
    expect(first?.content).toMatch(/^Invalid action: the arguments of put are not JSON/)
    expect(roles(server.requests[3]?.messages).slice(-4)).toEqual([
      'assistant',
      'user',
      'assistant',
      'user',
    ])
  })

  test('are written in text where the server refuses tools, from then on', async () => {
    const write = (call: object) => ({
      content: `So:\n\`\`\`json\n${JSON.stringify(call)}\n\`\`\``,
    })
    const { trajectory, server } = await playShelf(
      ({ index }) =>
        index === 0
          ? write({ tool: 'put', arguments: { book: 'Emma' } })
          : write({ tool: 'close', arguments: {} }),
      { server: { refusesTools: true } },
    )

    expect(trajectory.turns.map(({ action }) => action)).toEqual([
      { tool: 'put', book: 'Emma' },
      { tool: 'close' },
    ])
    const [refused, first, second] = server.requests
    expect(refused?.body).toHaveProperty('tools')
    expect(first?.body).not.toHaveProperty('tools')
    expect(first?.messages[0]?.content).toContain('{"tool":"put","arguments":{}}')
    expect(first?.messages[0]?.content).toContain('- close: Ends the episode. ')
    expect(second?.messages.at(-1)).toEqual({ role: 'user', content: 'Emma stands. ' })
  })

  test('are refused where they were to be native and cannot be', async () => {
    const played = playShelf([], { agent: { toolCalls: 'native' }, server: { refusesTools: true } })

    await expect(played).rejects.toMatchObject({ name: 'ConfigError' })
  })

  test('that a server without a parser left in the text are found there', async () => {
    const { trajectory } = await playShelf([
      { content: '<tool_call>\n{"name": "close", "arguments": {}}\n</tool_call>' },
    ])

    expect(trajectory.turns).toMatchObject([{ action: { tool: 'close' } }])
  })
})

describe('what the server does', () => {
  test('is never the policy’s fault: the episode is unscored', async () => {
    const { trajectory } = await playShelf(
      ({ index }) => (index === 0 ? { calls: [put('A')] } : { status: 500 }),
      { agent: { retries: 1 } },
    )

    expect(trajectory.outcome).toMatchObject({
      status: 'failed',
      phase: 'turn',
      error: { class: 'ModelError', message: expect.stringContaining('HTTP 500') },
    })
    expect(trajectory.turns).toHaveLength(1)
  })

  test('waits no longer than the episode lasts', async () => {
    const played = await playShelf(['hang'], { rollout: { deadlines: { turnMs: 100 } } })

    expect(played.trajectory.outcome).toMatchObject({
      status: 'failed',
      error: { class: 'DeadlineError' },
    })
  })

  test('keeps what a reasoning model thought, and does not send it back', async () => {
    const { trajectory, server } = await playShelf([
      { reasoning: 'Hm.', calls: [put('A')] },
      { content: '<think>Which tool?</think>', calls: [close] },
    ])

    expect(trajectory.decisions[0]?.message?.reasoning).toBe('Hm.')
    expect(JSON.stringify(server.requests[1]?.messages)).not.toContain('Hm.')
  })
})

describe('seeds', () => {
  const seedsOf = async (agentSeed: number) => {
    const { server } = await playShelf([{ calls: [put('A')] }, { calls: [close] }], {
      rollout: { seed: 5, agentSeed },
    })
    return server.requests.map(({ body }) => body['seed'])
  }

  test('follow from the agent’s own: equal for equal ones, different for members of a group', async () => {
    const [one, again, other] = [await seedsOf(1), await seedsOf(1), await seedsOf(2)]

    expect(new Set(one).size).toBe(2)
    expect(again).toEqual(one)
    expect(other).not.toEqual(one)
  })
})

describe('budgets', () => {
  const forever: Script = ({ index }) => ({
    calls: [put(`book ${index}`)],
    usage: { prompt: 1_000_000, completion: 100_000 },
  })

  test.each([
    [{ budgetTurns: 3 }, 3, 'the budget of 3 turns is used up'],
    [{ budgetTokens: 2_000_000 }, 2, 'the budget of 2000000 tokens is used up (2200000)'],
    [{ budgetCost: 3, pricePrompt: 1, priceCompletion: 5 }, 2, 'the budget of 3 is used up (3)'],
  ])('%j ends the episode, which is graded as it stands', async (agent, turns, stop) => {
    const { trajectory } = await playShelf(forever, { agent })

    expect(trajectory.turns).toHaveLength(turns)
    expect(trajectory.decisions).toHaveLength(turns + 1)
    expect(trajectory.decisions.at(-1)).toMatchObject({ samples: [], stop })
    expect(trajectory.outcome).toMatchObject({
      status: 'completed',
      ended: 'truncated',
      reward: { status: 'scored' },
    })
  })

  test('count what is priced', async () => {
    const { trajectory } = await playShelf(forever, {
      agent: { budgetTurns: 1, pricePrompt: 1, priceCompletion: 5 },
    })

    expect(trajectory.decisions[0]?.usage).toEqual({
      requests: 1,
      promptTokens: 1_000_000,
      cachedTokens: 0,
      completionTokens: 100_000,
      cost: 1.5,
    })
  })
})

describe('tokens', () => {
  test('are kept as the server gave them, each sample an extension of the last', async () => {
    const { trajectory, server } = await playShelf(
      [{ content: 'First.', calls: [put('A')] }, { calls: [put('B')] }, { calls: [close] }],
      { agent: { tokenIds: true } },
    )

    const samples = trajectory.decisions.flatMap((decision) => decision.samples)
    expect(samples.map(({ parent }) => parent)).toEqual([null, 0, 1])
    const textOf = (ids: readonly number[] = []) => String.fromCharCode(...ids)
    expect(textOf(samples[0]?.ids)).toBe('First.put({"book":"A"})')
    expect(textOf(samples[1]?.newPromptIds)).toBe('\n<tool>A stands. \n<assistant>')
    expect(samples[1]).toMatchObject({ purpose: 'act', temperature: 1 })
    for (const { ids, logProbs, policyVersions } of samples) {
      expect(logProbs).toHaveLength(ids.length)
      expect(policyVersions).toEqual([[0, ids.length]])
    }
    expect(server.requests[0]?.body).toMatchObject({
      logprobs: true,
      return_token_ids: true,
      stream: false,
    })
  })

  test('of a stream are the same', async () => {
    const script = [{ calls: [put('A')] }, { calls: [close] }]
    const [whole, streamed] = await Promise.all(
      (['off', 'on'] as const).map((stream) =>
        playShelf(script, { agent: { tokenIds: true, stream } }),
      ),
    )

    const samplesOf = (played: typeof whole) =>
      played?.trajectory.decisions.map(({ samples }) => samples)
    expect(samplesOf(streamed)).toEqual(samplesOf(whole))
    expect(samplesOf(whole)).toHaveLength(2)
  })

  test('begin a new sample where the next prompt is another than what was sampled', async () => {
    const { trajectory } = await playShelf(
      [{ calls: [{ name: 'put', arguments: '{"book": "A"' }] }, { calls: [close] }],
      { agent: { tokenIds: true } },
    )

    const samples = trajectory.decisions.flatMap((decision) => decision.samples)
    expect(samples.map(({ parent }) => parent)).toEqual([null, null])
    expect(String.fromCharCode(...(samples[1]?.newPromptIds ?? []))).toMatch(/^<system>/)
  })

  test('without ids are kept by their text, and are no samples', async () => {
    const { trajectory } = await playShelf([{ content: 'ab', calls: [close] }], {
      agent: { logProbs: true },
    })

    const [decision] = trajectory.decisions
    expect(decision?.samples).toEqual([])
    expect(decision?.message?.logProbs?.slice(0, 2)).toEqual([
      ['a', -0.97],
      ['b', -0.98],
    ])
  })
})
