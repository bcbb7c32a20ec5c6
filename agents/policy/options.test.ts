import { expect, test } from 'vitest'
import { ConfigError } from '../../core/index.ts'
import { agents } from '../index.ts'
import { createPolicyAgent } from './agent.ts'
import { type PolicyOptions, policySettings } from './options.ts'
import { characters, keeping } from './play.suite.ts'

test('what is not chosen has its default, and is absent where there is none', () => {
  expect(policySettings({ model: 'm' })).toEqual({
    model: 'm',
    temperature: 1,
    maxTokens: 256,
    toolCalls: 'template',
    constrained: false,
    context: 'full',
  })
})

test.each<[Partial<PolicyOptions> & { readonly [other: string]: unknown }, string]>([
  [{ temperature: -1 }, 'temperature'],
  [{ topP: 0 }, 'topP'],
  [{ engine: 'cuda' as 'onnx' }, 'engine'],
  [{ maxTokens: 0 }, 'maxTokens'],
  [{ stop: [''] }, 'stop'],
  [{ baseUrl: 'http://localhost' }, 'baseUrl'],
])('%j is refused', (wrong, reason) => {
  const choose = () => policySettings({ model: 'm', ...wrong })

  expect(choose).toThrow(ConfigError)
  expect(choose).toThrow(reason)
})

test("a context larger than the model's is refused", () => {
  const parts = { tokenizer: characters, template: keeping, contextTokens: 512, stopIds: [] }

  expect(() => createPolicyAgent({ model: 'm', contextTokens: 513 }, parts)).toThrow(
    "Cannot play as policy: a context of 513 tokens is larger than the model's, 512 (choose 512 or fewer)",
  )
  expect(createPolicyAgent({ model: '/models/tiny/' }, parts).name).toBe('policy/tiny')
})

test('by its name alone it has no model', async () => {
  await expect(agents['policy']?.()).rejects.toThrow('there is no model')
})
