import { expect, test } from 'vitest'
import { z } from 'zod'
import { agentFlags, agentOf, checkSameAgent } from './agent-options.ts'
import { defineCommand } from './command.ts'
import { readFlags } from './flags.ts'

const command = defineCommand({
  name: 'run',
  summary: 'Run.',
  operands: [],
  flags: z.strictObject(agentFlags),
  examples: [],
  run: async () => 0,
})
const read = (...argv: string[]) => readFlags(command, argv).flags

test('flags of the chat agent are its options, read from text where they are structured', async () => {
  const flags = read(
    ...['--base-url', 'http://localhost:1/v1', '--model', 'm', '--temperature', '0.5'],
    ...['--stop', 'END', '--body', '{"top_k":40}', '--token-ids', '--processed-log-probs'],
  )

  expect(flags).toEqual({
    baseUrl: 'http://localhost:1/v1',
    model: 'm',
    temperature: 0.5,
    stop: 'END',
    body: '{"top_k":40}',
    tokenIds: true,
    processedLogProbs: true,
  })
  expect((await agentOf('chat', flags)()).name).toBe('chat/m')
})

test.each([
  [['--model', 'm'], 'random', 'Cannot use --model with agent random: only chat has it'],
  [['--body', '{'], 'chat', 'Cannot read --body {: it is not JSON'],
  [['--budget-cost', '1'], 'chat', 'a budget of money without prices'],
  [['--base-url', 'http://u:p@localhost/v1'], 'chat', 'holds more than a place'],
])('%j with agent %s is refused', async (argv, name, message) => {
  const fallback = name === 'chat' ? { baseUrl: 'http://localhost:1/v1', model: 'm' } : {}
  const start = async () => agentOf(name, { ...fallback, ...read(...argv) })()

  await expect(start()).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining(message),
  })
})

test('values that do not fit are refused by their flag', () => {
  expect(() => read('--tool-calls', 'nativ')).toThrow('did you mean "native"?')
  expect(() => read('--retries', '-1')).toThrow('--retries -1 does not fit')
})

test('a run that goes on does so with the same agent, wherever its server is', () => {
  const stored = { baseUrl: 'http://a.test/v1', model: 'm', temperature: 0.5 }
  const check = (given: object) => () => checkSameAgent('runs/x', stored, given)

  expect(check({ baseUrl: 'http://b.test/v1', model: 'm', retries: 9 })).not.toThrow()
  expect(check({ temperature: 1 })).toThrow(
    'Cannot resume runs/x: --temperature was 0.5, is 1 (give the same, or start a new run)',
  )
  expect(check({ maxTokens: 7 })).toThrow('--max-tokens was not given, is 7')
})
