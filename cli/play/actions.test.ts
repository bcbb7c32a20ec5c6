import { expect, test } from 'vitest'
import { z } from 'zod'
import { discrete, text, tools } from '../../core/index.ts'
import { actionOf, formsOf, takesText } from './actions.ts'

const calls = tools({
  read: z.object({ path: z.string(), lines: z.int().optional() }),
  submit: z.object({}),
})

test('text is an action as it was typed', () => {
  expect(takesText(text({ charset: 'ab' }))).toBe(true)
  expect(actionOf(text(), ' {"a":1} ')).toBe(' {"a":1} ')
})

test('other actions are lines of JSON, and what is none is an invalid action', () => {
  expect(actionOf(calls, '{"tool":"submit"}')).toEqual({ tool: 'submit' })
  expect(actionOf(discrete(4), '3')).toBe(3)
  expect(actionOf(calls, 'submit')).toEqual({
    invalid: 'the line is not JSON, such as {"tool":"read","path":"...","lines":1}',
    raw: 'submit',
  })
})

test('the forms of actions follow from their schema', () => {
  expect(formsOf(calls)).toEqual(['{"tool":"read","path":"...","lines":1}', '{"tool":"submit"}'])
  expect(formsOf(discrete(4))).toEqual(['1'])
})
