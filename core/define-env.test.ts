import { expect, test } from 'vitest'
import { z } from 'zod'
import { counter } from './counter.suite.ts'
import { defineEnv, json, text } from './index.ts'

const refusals: readonly (readonly [title: string, change: object, message: string])[] = [
  ['an id without a family', { id: 'Counter-v0' }, 'family/PascalCase-v0'],
  ['an id in lower case', { id: 'test/counter-v0' }, 'family/PascalCase-v0'],
  ['an id without a version', { id: 'test/Counter' }, 'family/PascalCase-v0'],
  ['a limit of no steps', { maxEpisodeSteps: 0 }, 'give a whole number from 1'],
  ['a limit that is not whole', { maxEpisodeSteps: 2.5 }, 'give a whole number from 1'],
  ['an env without a reward', { rewards: {} }, 'name at least one'],
  [
    'observations that are no text without an answer to invalid actions',
    { observationSpace: json(z.object({ a: z.int() })) },
    'it needs invalid(problem, state)',
  ],
  [
    'text too short to say what is invalid',
    { observationSpace: text({ maxLength: 20 }) },
    'it needs invalid(problem, state)',
  ],
]

test.each(refusals)('refuses %s', (_, change, message) => {
  expect(() => defineEnv({ ...counter, ...change } as typeof counter)).toThrow(message)
})

test('gives the definition back', () => {
  expect(defineEnv(counter)).toBe(counter)
})
