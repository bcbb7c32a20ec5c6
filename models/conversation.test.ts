import { describe, expect, test } from 'vitest'
import type { ChatMessage, DecisionRecord, Json, Turn } from '../core/index.ts'
import { actionMessage, conversationOf } from './conversation.ts'

const turn = (decision: number, action: Json, observation: Json): Turn => ({
  ...{ index: 0, decision, action, observation, signals: null, reward: 0, rewards: {} },
  ...{ terminated: false, truncated: false, durationMs: 0 },
})
const decision = (message?: ChatMessage): DecisionRecord => ({
  samples: [],
  durationMs: 0,
  ...(message ? { message } : {}),
})
const initial = (observation: Json) => ({ observation, info: {}, signals: null })

describe('the conversation of an episode', () => {
  test('of texts is a message of the user and one of the assistant in turn, up to the last action', () => {
    const messages = conversationOf({
      initial: initial('Guess.'),
      decisions: [decision(), decision()],
      turns: [turn(0, '10', 'Higher.'), turn(1, '15', 'Yes.')],
    })

    expect(messages).toEqual([
      { role: 'user', content: 'Guess.' },
      { role: 'assistant', content: '10' },
      { role: 'user', content: 'Higher.' },
      { role: 'assistant', content: '15' },
    ])
  })

  test('of tools calls them, with the results by id, those of parallel calls together', () => {
    const messages = conversationOf(
      {
        initial: initial({ files: 2 }),
        decisions: [decision(), decision()],
        turns: [
          turn(0, { tool: 'read', path: 'a' }, 'one'),
          turn(0, { tool: 'read', path: 'b' }, 'two'),
          turn(1, { tool: 'submit' }, 'bye'),
        ],
      },
      { system: 'Repair it.' },
    )

    expect(messages).toEqual([
      { role: 'system', content: 'Repair it.' },
      { role: 'user', content: '{"files":2}' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [
          { id: 'call_0', name: 'read', arguments: '{"path":"a"}' },
          { id: 'call_1', name: 'read', arguments: '{"path":"b"}' },
        ],
      },
      { role: 'tool', toolCallId: 'call_0', content: 'one' },
      { role: 'tool', toolCallId: 'call_1', content: 'two' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'call_2', name: 'submit', arguments: '{}' }],
      },
    ])
  })

  test('keeps sampled messages as they were, thoughts included, and leaves their log-probabilities', () => {
    const message: ChatMessage = {
      role: 'assistant',
      content: ' ten\n',
      reasoning: 'Halve it.',
      logProbs: [['ten', -1]],
    }
    const messages = conversationOf({
      initial: initial('Guess.'),
      decisions: [decision(message)],
      turns: [turn(0, '10', 'Higher.')],
    })

    expect(messages[1]).toEqual({ role: 'assistant', content: ' ten\n', reasoning: 'Halve it.' })
  })

  test('without an action has no message of an assistant', () => {
    const episode = { initial: initial('Guess.'), decisions: [decision()], turns: [] }

    expect(conversationOf(episode)).toEqual([])
  })
})

test('actions that are neither text nor a tool are calls of act', () => {
  expect(actionMessage([3], 5).toolCalls).toEqual([
    { id: 'call_5', name: 'act', arguments: '{"action":3}' },
  ])
  expect(actionMessage([{ x: 1 }]).toolCalls?.[0]?.arguments).toBe('{"x":1}')
})
