import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ChatMessage } from '../../core/index.ts'
import { createHistory, type History } from './history.ts'

const SYSTEM = 'Be good.'

/** A message of the model with native calls, or with none, and the answers to its actions. */
const move = fc.oneof(
  fc.record({ kind: fc.constant('calls' as const), calls: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('text' as const), actions: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('drop' as const), count: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ kind: fc.constant('sum up' as const) }),
  fc.record({ kind: fc.constant('shorten' as const) }),
)
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

function apply(history: History, step: Move, id: () => string): void {
  if (step.kind === 'drop') return void history.dropOldest(step.count)
  if (step.kind === 'sum up') return void history.replaceBy('So far.')
  if (step.kind === 'shorten') return void history.shorten(60)
  const count = step.kind === 'calls' ? step.calls : step.actions
  const toolCalls = Array.from({ length: count }, () => ({ id: id(), name: 'a', arguments: '{' }))
  history.say(
    { role: 'assistant', content: null, ...(step.kind === 'calls' ? { toolCalls } : {}) },
    count,
  )
  for (let n = 0; n < count; n++) history.answer(`answer ${n} ${'.'.repeat(100)}`)
}

function checkOrder(messages: readonly ChatMessage[]): void {
  expect(messages.slice(0, 2).map(({ role }) => role)).toEqual(['system', 'user'])
  const waiting: string[] = []
  for (const { role, content, toolCalls = [], toolCallId } of messages.slice(2)) {
    if (role === 'tool') {
      expect(waiting.shift()).toBe(toolCallId)
      continue
    }
    expect(waiting).toEqual([])
    waiting.push(...toolCalls.map((call) => call.id))
    if (toolCalls.length === 0) expect(content).toBeTypeOf('string')
    for (const call of toolCalls) expect(() => JSON.parse(call.arguments)).not.toThrow()
  }
  expect(waiting).toEqual([])
}

test('is a conversation that servers accept, whatever was said, dropped and summed up', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 20 }), (steps) => {
      const history = createHistory()
      history.begin('The task.')
      let ids = 0
      for (const step of steps) {
        apply(history, step, () => `id${ids++}`)
        const messages = history.messages(SYSTEM)

        checkOrder(messages)
        expect(messages[1]?.content).toMatch(/^The task\./)
        expect(history.pending()).toBe(0)
      }
    }),
  )
})

test('keeps its last turn, and says how many it left out', () => {
  const history = createHistory()
  history.begin('The task.')
  for (const name of ['a', 'b', 'c']) {
    history.say({ role: 'assistant', content: name }, 1)
    history.answer(`after ${name}`)
  }

  expect(history.dropOldest(9)).toBe(2)
  expect(history.messages(SYSTEM)).toEqual([
    { role: 'system', content: SYSTEM },
    { role: 'user', content: 'The task.\n\n[2 earlier messages of yours are left out here.]' },
    { role: 'assistant', content: 'c' },
    { role: 'user', content: 'after c' },
  ])
  expect(history.messages(SYSTEM, 1)).toHaveLength(2)
})

test('tells the results of several actions in one message, in their order', () => {
  const history = createHistory()
  history.begin('The task.')
  history.say({ role: 'assistant', content: 'two' }, 2)
  history.answer('one')
  expect(history.pending()).toBe(1)
  history.answer('two')
  history.answer('nobody asked')

  expect(history.messages(SYSTEM).at(-1)?.content).toBe(
    'Result of action 1:\none\n\nResult of action 2:\ntwo',
  )
})
