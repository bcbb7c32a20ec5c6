import { expect, test } from 'vitest'
import { ConfigError } from '../../core/index.ts'
import { createApiKey, readApiKey } from './api-key.ts'
import { type ChatOptions, chatSettings } from './options.ts'

const base: ChatOptions = { baseUrl: 'http://localhost:8000/v1', model: 'm' }

test('what is not chosen has its default', () => {
  expect(chatSettings({ ...base, baseUrl: 'http://localhost:8000/v1/' })).toMatchObject({
    ...base,
    temperature: 1,
    context: 'window',
    retries: 5,
    body: {},
  })
})

test.each<[Partial<ChatOptions>, string]>([
  [{ baseUrl: 'localhost' }, 'is no URL'],
  [{ baseUrl: 'ftp://localhost/v1' }, 'begins with ftp:'],
  [{ baseUrl: 'http://user:secret@localhost/v1' }, 'holds more than a place'],
  [{ baseUrl: 'http://localhost/v1?key=secret' }, 'holds more than a place'],
  [{ temperature: 3 }, 'temperature'],
  [{ budgetCost: 1 }, 'a budget of money without prices'],
  [{ pricePrompt: 1 }, 'one of two prices is missing'],
  [{ tokenIds: true, temperature: 0.7 }, 'not those of the sampled tokens'],
  [{ tokenIds: true, topP: 0.9 }, 'not those of the sampled tokens'],
])('%j is refused', (wrong, reason) => {
  const choose = () => chatSettings({ ...base, ...wrong })

  expect(choose).toThrow(ConfigError)
  expect(choose).toThrow(reason)
  expect(choose).not.toThrow('secret')
})

test('the key comes from the environment, our own name first', () => {
  expect(readApiKey({ OPENAI_API_KEY: 'a', PALAESTRA_API_KEY: 'b' })).toBe('b')
  expect(readApiKey({ OPENAI_API_KEY: 'a\n', PALAESTRA_API_KEY: '' })).toBe('a')
  expect(readApiKey({})).toBeUndefined()
})

test('the key and what looks like a part of one are taken out of texts', () => {
  const key = createApiKey('my-own-secret')

  expect(key.redact('wrong key my-own-secret or sk-proj-12**89, you')).toBe(
    'wrong key [key] or [key], you',
  )
  expect(createApiKey(undefined).header).toEqual({})
})
