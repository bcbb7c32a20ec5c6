import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../core/index.ts'
import { chatTool, conversationOf, openChatTemplate } from '../../models/index.ts'
import { shelf } from '../chat/shelf.suite.ts'
import { bpe, dropping, keeping, type Played, playEcho, playShelf, promptOf } from './play.suite.ts'

const call = (name: string, given: unknown = {}) =>
  `<tool_call>\n{"name": "${name}", "arguments": ${JSON.stringify(given)}}\n</tool_call>`
const close = call('close')
const end = bpe.eosId ?? -1
/** Spelt letter by letter, as `encode` would never spell it. */
const spelt = (text: string) => [...text].flatMap((character) => bpe.encode(character))
const tools = shelf.actionSpace.tools?.map(chatTool) ?? []

/** Every prompt is what its ancestors appended. */
function checkChains({ samples, requests }: Played): void {
  expect(samples).toHaveLength(requests.length)
  for (const [place, { prompt }] of requests.entries()) {
    expect(promptOf(samples, place)).toEqual(prompt)
  }
}

describe('texts', () => {
  test('are actions word for word, and every prompt extends what was sampled', async () => {
    const played = await playEcho(['the number', 'stop'])

    expect(played.trajectory).toMatchObject({
      agent: 'policy/tiny',
      outcome: { status: 'completed', ended: 'terminated' },
      turns: [{ action: 'the number' }, { action: 'stop' }],
      decisions: [{ message: { role: 'assistant', content: 'the number' } }, {}],
    })
    expect(played.samples.map(({ parent }) => parent)).toEqual([null, 0])
    expect(bpe.decode(promptOf(played.samples, 1))).toBe(
      '<|im_start|>user\nSay something.<|im_end|>\n<|im_start|>assistant\nthe number<|im_end|>\n<|im_start|>user\nYou said the number, turn 1. <|im_end|>\n<|im_start|>assistant\n',
    )
    checkChains(played)
  })

  test('keep their tokens, however they are spelt', async () => {
    const ids = [...spelt('the number'), end]
    expect(ids).not.toEqual([...bpe.encode('the number'), end])

    const played = await playEcho([{ ids, finish: 'stopId' }, 'stop'])

    const [first, second] = played.requests
    expect(second?.prompt.slice(0, (first?.prompt.length ?? 0) + ids.length)).toEqual([
      ...(first?.prompt ?? []),
      ...ids,
    ])
    expect(played.samples[1]?.newPromptIds.slice(0, 2)).toEqual([
      ...bpe.encode('\n'),
      bpe.idOf('<|im_start|>'),
    ])
    checkChains(played)
  })

  test.each(['length', 'stopText', 'grammar'] as const)(
    'that end by %s get the end of their turn in the next prompt, not among what was sampled',
    async (finish) => {
      const ids = spelt('the book')

      const played = await playEcho([{ ids, finish }, 'stop'])

      expect(played.samples[0]?.ids).toEqual(ids)
      expect(played.samples[1]?.newPromptIds[0]).toBe(end)
      expect(played.samples[1]?.parent).toBe(0)
      checkChains(played)
    },
  )

  test('end before a stop text, which the tokens keep', async () => {
    const ids = spelt('5\nObservation: 7')

    const { trajectory, samples, requests } = await playEcho(
      [{ ids, finish: 'stopText' }, 'stop'],
      { agent: { stop: ['\nObservation'] } },
    )

    expect(trajectory.turns[0]?.action).toBe('5')
    expect(trajectory.decisions[0]?.message?.content).toBe('5')
    expect(samples[0]?.ids).toEqual(ids)
    expect(requests[0]?.stop).toEqual(['\nObservation'])
  })

  test('keep their thoughts in the message, and not in the action', async () => {
    const said = '<think>\nlower than 9\n</think>\n\n5'

    const { trajectory } = await playEcho([said, 'stop'])

    expect(trajectory.turns[0]?.action).toBe('5')
    expect(trajectory.decisions[0]?.message?.content).toBe(said)
  })

  test('that are empty, or cut off in a thought, are invalid and say why', async () => {
    const { trajectory } = await playEcho([
      '',
      { ids: bpe.encode('<think>and again'), finish: 'length' },
      'stop',
    ])

    expect(trajectory.turns.map(({ invalid }) => invalid ?? null)).toEqual([
      'the message is empty',
      'the message was cut off before it held an action: write less',
      null,
    ])
  })
})

describe('tool calls', () => {
  test('of one message are several turns of one decision, answered by id', async () => {
    const played = await playShelf([
      `Two.\n${call('put', { book: 'Emma' })}\n${call('put', { book: 'Ulysses' })}`,
      close,
    ])

    expect(played.trajectory).toMatchObject({
      outcome: { status: 'completed', ended: 'terminated' },
      turns: [
        { decision: 0, action: { tool: 'put', book: 'Emma' } },
        { decision: 0, action: { tool: 'put', book: 'Ulysses' } },
        { decision: 1, action: { tool: 'close' } },
      ],
      decisions: [
        {
          message: {
            content: 'Two.',
            toolCalls: [
              { id: 'call_0', name: 'put', arguments: '{"book":"Emma"}' },
              { id: 'call_1', name: 'put', arguments: '{"book":"Ulysses"}' },
            ],
          },
        },
        { message: { content: '', toolCalls: [{ id: 'call_2', name: 'close' }] } },
      ],
    })
    expect(bpe.decode(played.samples[1]?.newPromptIds ?? [])).toBe(
      '\n<|im_start|>user\n<tool_response>\nEmma stands. \n</tool_response>\n<tool_response>\nUlysses stands. \n</tool_response><|im_end|>\n<|im_start|>assistant\n',
    )
    checkChains(played)
  })

  test.each([
    ['a fence', '```json\n{"tool":"close","arguments":{}}\n```'],
    ['bare JSON', '{"name": "close", "parameters": {}}'],
    ['thoughts', `<think>\nnot {"name": "put"}\n</think>\n\n${close}`],
  ])('are found in %s', async (_, said) => {
    const { trajectory } = await playShelf([said])

    expect(trajectory.turns).toMatchObject([{ action: { tool: 'close' } }])
  })

  test('that are wrong are invalid actions, and the model is told why', async () => {
    const played = await playShelf([
      `${call('shelve')}${call('put', { book: 7 })}${call('put', { book: 'A' })}`,
      'I am done.',
      '<tool_call>{"name": </tool_call>',
      { ids: bpe.encode('<tool_call>\n{"name": "put"'), finish: 'length' },
      close,
    ])

    expect(played.trajectory.turns.map(({ invalid }) => invalid ?? null)).toEqual([
      'there is no tool "shelve" (choose from put, close)',
      expect.stringContaining('put: book: '),
      null,
      'the message calls no tool',
      expect.stringContaining('the block is not JSON'),
      'the block has no end',
      null,
    ])
    expect(played.trajectory.decisions[1]?.message).toEqual({
      role: 'assistant',
      content: 'I am done.',
    })
    expect(bpe.decode(played.requests[2]?.prompt ?? [])).toContain(
      'I am done.<|im_end|>\n<|im_start|>user\nInvalid action: the message calls no tool.',
    )
    expect(played.samples.map(({ parent }) => parent)).toEqual([null, 0, 1, 2, 3])
    checkChains(played)
  })

  test('may be explained by a system message and written as blocks', async () => {
    const played = await playShelf(
      ['```json\n{"tool":"put","arguments":{"book":"A"}}\n```', '{"tool":"close"}'],
      { agent: { toolCalls: 'text', system: 'Be brief.' } },
    )

    const first = bpe.decode(played.requests[0]?.prompt ?? [])
    expect(first).toMatch(/^<\|im_start\|>system\nBe brief\.\n\nYou act in an environment/)
    expect(first).toContain('- put: Puts a book on the shelf. {"type":"object"')
    expect(bpe.decode(played.samples[1]?.newPromptIds ?? [])).toContain(
      'user\nA stands. <|im_end|>',
    )
    checkChains(played)
  })
})

const said = fc.record({
  text: fc.oneof(
    fc.constantFrom('the number', ' 5\n', 'a</think>\n\nb', '<|im_end|>', 'né 漢'),
    fc.constantFrom(call('put', { book: 'the higher' }), `So:\n${call('put', { book: 'x' })} ok`),
    fc.string({ maxLength: 12 }),
  ),
  isSpelt: fc.boolean(),
  ending: fc.constantFrom('stopId', 'length', 'stopText'),
})
const script = fc.array(said, { minLength: 1, maxLength: 6 })
const saying = ({
  text,
  isSpelt,
  ending,
}: typeof said extends fc.Arbitrary<infer T> ? T : never) => {
  const ids = isSpelt ? spelt(text) : bpe.encode(text)
  return ending === 'stopId' ? { ids: [...ids, end], finish: ending } : { ids, finish: ending }
}

describe('prompts', () => {
  test.each([
    ['texts', playEcho, 'stop'],
    ['calls', playShelf, close],
  ])(
    'of %s extend what was sampled, whatever that was, token for token',
    async (_, play, last) => {
      await fc.assert(
        fc.asyncProperty(script, async (messages) => {
          const played = await play([...messages.map(saying), last])

          checkChains(played)
          expect(played.samples.slice(1).map(({ parent }) => parent)).toEqual(
            played.samples.slice(1).map((_sample, place) => place),
          )
        }),
        { numRuns: 25 },
      )
    },
    60_000,
  )

  test.each([
    ['texts', playEcho, 'stop', [] as typeof tools],
    ['calls', playShelf, close, tools],
  ])(
    'of a template that rewrites what was said are rendered anew: %s',
    async (_, play, last, given) => {
      await fc.assert(
        fc.asyncProperty(script, async (messages) => {
          const played = await play([...messages.map(saying), last], {
            template: dropping,
          })

          checkChains(played)
          const told = conversationOf(played.trajectory)
          const places = told.flatMap(({ role }, place) => (role === 'assistant' ? [place] : []))
          expect(played.requests.map(({ prompt }) => prompt)).toEqual(
            places.map((place) =>
              dropping.ids(bpe, told.slice(0, place), {
                addGenerationPrompt: true,
                ...(given.length > 0 ? { tools: given } : {}),
              }),
            ),
          )
        }),
        { numRuns: 25 },
      )
    },
    60_000,
  )

  test('extend the last sample by chance where a template drops thoughts and there are none', async () => {
    const thought = '<think>\nhm\n</think>\n\n5'

    const played = await playEcho(['4', thought, '6', 'stop'], { template: dropping })

    expect(played.samples.map(({ parent }) => parent)).toEqual([null, 0, null, 2])
    checkChains(played)
  })

  test('have no system message but the one that is given', async () => {
    const { requests } = await playEcho(['stop'], { agent: { system: 'Be brief.' } })

    const ids = keeping.ids(
      bpe,
      [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Say something.' },
      ],
      { addGenerationPrompt: true },
    )
    expect(requests[0]?.prompt).toEqual(ids)
  })
})

describe('requests', () => {
  test('carry what was chosen, and the samples say how they were drawn', async () => {
    const { requests, samples } = await playEcho(['stop'], {
      agent: { temperature: 0.7, topK: 20, topP: 0.9, minP: 0.01, maxTokens: 9, constrained: true },
      stopIds: [3, end],
    })

    expect(requests[0]).toMatchObject({
      ...{ temperature: 0.7, topK: 20, topP: 0.9, minP: 0.01, maxTokens: 9 },
      stopIds: [3, end],
      grammar: { kind: 'text', minLength: 1, maxLength: 4000 },
    })
    expect(samples[0]).toMatchObject({
      purpose: 'act',
      temperature: 0.7,
      drawn: {
        ...{ topK: 20, topP: 0.9, minP: 0.01, maxTokens: 9 },
        grammar: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      logProbs: samples[0]?.ids.map((_, at) => -(at + 1) / 100),
      policyVersions: [[7, samples[0]?.ids.length]],
    })
  })

  test('leave out what was not, and so do the samples', async () => {
    const { requests, samples } = await playEcho(['stop'])

    expect(Object.keys(requests[0] ?? {}).sort()).toEqual(
      ['maxTokens', 'prompt', 'seed', 'stopIds', 'temperature'].sort(),
    )
    expect(samples[0]).not.toHaveProperty('drawn')
  })

  test('have a seed each, the same ones in an episode of the same seed', async () => {
    const seedsOf = async (seed: number) =>
      (await playEcho(['a', 'b', 'stop'], { seed })).requests.map((request) => request.seed)

    const seeds = await seedsOf(1)

    expect(new Set(seeds).size).toBe(3)
    expect(await seedsOf(1)).toEqual(seeds)
    expect(await seedsOf(2)).not.toEqual(seeds)
  })

  test('are counted, and what they extend counts as cached', async () => {
    const { trajectory, requests, samples } = await playEcho(['the number', 'stop'])

    const [first, second] = requests.map(({ prompt }) => prompt.length)
    expect(trajectory.decisions.map(({ usage }) => usage)).toEqual([
      {
        ...{ requests: 1, promptTokens: first, cachedTokens: 0 },
        completionTokens: samples[0]?.ids.length,
      },
      {
        ...{ requests: 1, promptTokens: second },
        cachedTokens: (first ?? 0) + (samples[0]?.ids.length ?? 0),
        completionTokens: samples[1]?.ids.length,
      },
    ])
  })
})

test('nobody plays without a sampler', async () => {
  const playing = playEcho(['stop'], { services: {} })

  await expect(playing).rejects.toThrow(ConfigError)
  await expect(playing).rejects.toThrow(
    'Cannot play as policy: there is no sampler (pass one in services)',
  )
})

test('a template without calls is refused where actions are calls', async () => {
  const template = await openChatTemplate('{{ messages[0].content }}', { name: 'plain' })

  await expect(playShelf([close], { template })).rejects.toThrow(
    'the chat template plain has no form for tool calls (choose toolCalls text',
  )
})
