import { expect, test } from 'vitest'
import { z } from 'zod'
import { agentFlags } from './agent-flags.ts'
import { agentOf, checkSameAgent, policyOptionsOf } from './agent-options.ts'
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
  [
    ['--model', 'm'],
    'random',
    'Cannot use --model with agent random: only chat and policy have it (add --agent chat or policy, or leave it out)',
  ],
  [['--top-k', '4'], 'chat', 'Cannot use --top-k with agent chat: only policy has it'],
  [['--context', 'full'], 'chat', 'Cannot play as chat: --context "full" is none of its values'],
  [['--context-tokens', '64'], 'chat', 'Cannot play as chat: --context-tokens 64 does not fit'],
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

test('flags of the agent policy are its options, with defaults of its own', () => {
  const flags = read(
    ...['--model', 'runs/guess', '--temperature', '0', '--context', 'full', '--stop', '["a","b"]'],
    ...['--constrained', '--device', 'cpu', '--batch-rows', '8', '--cache-mib', '64'],
  )

  expect(policyOptionsOf(flags)).toMatchObject({
    ...{ model: 'runs/guess', temperature: 0, context: 'full', stop: ['a', 'b'] },
    ...{ constrained: true, device: 'cpu', batchRows: 8, cacheMiB: 64, maxTokens: 256 },
  })
})

test.each([
  [[], '--model is missing (give the folder of a model'],
  [['--model', 'm', '--base-url', 'http://a.test'], 'Cannot use --base-url with agent policy'],
  [['--model', 'm', '--context', 'stop'], 'Cannot play as policy: --context "stop" is none of its'],
  [['--model', 'm', '--temperature', '11'], 'Cannot play as policy: --temperature 11 does not fit'],
])('policy with %j is refused', (argv, message) => {
  expect(() => policyOptionsOf(read(...argv))).toThrow(message)
})

test('a flag of two agents says what it is to each, and once where that is the same', () => {
  const about = (name: keyof typeof agentFlags) => agentFlags[name].description

  expect(about('topP')).toBe('Chat, policy: share of the probability mass sampled from.')
  expect(about('context')).toMatch(/^Chat: .*\(default window\); policy: .*\(default full\)\.$/)
  expect(about('topK')).toMatch(/^Policy: /)
})

test('values that do not fit are refused by their flag', () => {
  expect(() => read('--tool-calls', 'nativ')).toThrow('did you mean "native"?')
  expect(() => read('--retries', '-1')).toThrow('--retries -1 does not fit')
  expect(() => read('--threads', '0')).toThrow('--threads 0 does not fit')
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

test('of a policy the place may change, and nothing of how it acts', () => {
  const stored = { agent: 'policy', model: '/old/guess', topK: 4 }
  const check = (given: object) => () => checkSameAgent('runs/x', stored, given)

  expect(check({ model: '/new/guess', device: 'cuda', threads: 1 })).not.toThrow()
  expect(check({ topK: 5 })).toThrow('Cannot resume runs/x: --top-k was 4, is 5')
  expect(check({ constrained: true })).toThrow('--constrained was not given, is true')
})
