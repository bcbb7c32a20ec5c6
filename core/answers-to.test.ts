import { expect, test } from 'vitest'
import { answersTo } from './answers-to.ts'

test('several actions in one text are answered in one message, numbered', () => {
  expect(answersTo({}, ['up', 'down'])).toEqual([
    { role: 'user', content: 'Result of action 1:\nup\n\nResult of action 2:\ndown' },
  ])
  expect(answersTo({}, ['up'])).toEqual([{ role: 'user', content: 'up' }])
})

test('of several actions whose first ended the episode, that one is still numbered', () => {
  expect(answersTo({}, ['up'], 2)).toEqual([{ role: 'user', content: 'Result of action 1:\nup' }])
})

test('native calls are answered by id, those that were not carried out as well', () => {
  const toolCalls = ['a', 'b'].map((id) => ({ id, name: 'read', arguments: '{}' }))

  expect(answersTo({ toolCalls }, ['one'])).toEqual([
    { role: 'tool', toolCallId: 'a', content: 'one' },
    { role: 'tool', toolCallId: 'b', content: 'The call was not carried out.' },
  ])
})
