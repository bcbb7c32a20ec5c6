import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTextCalls } from './text-calls.ts'

const ls = { name: 'bash', arguments: { command: 'ls' } }

test.each([
  ['a fenced block', 'I look.\n```json\n{"tool":"bash","arguments":{"command":"ls"}}\n```\n'],
  ['a fence without a language', '```\n{"tool": "bash", "arguments": {"command": "ls"}}\n```'],
  ['a tag', '<tool_call>\n{"name": "bash", "arguments": {"command": "ls"}}\n</tool_call>'],
  ['bare JSON', '{"tool":"bash","arguments":{"command":"ls"}}'],
  ['JSON in a sentence', 'So {this}: {"tool":"bash","arguments":{"command":"ls"}} it is.'],
  ['flat arguments', '```json\n{"tool":"bash","command":"ls"}\n```'],
  ['other names', '{"type":"function","function":{"name":"bash","parameters":{"command":"ls"}}}'],
  ['a trailing comma', '```json\n{"tool":"bash","arguments":{"command":"ls",},}\n```'],
])('a call is found in %s', (_, text) => {
  expect(readTextCalls(text)).toEqual([ls])
})

test('several blocks are several calls, in their order', () => {
  const text =
    'First\n```json\n{"tool":"view","path":"a"}\n```\nthen <tool_call>{"name":"bash","arguments":{"command":"ls"}}</tool_call>'

  expect(readTextCalls(text)).toEqual([{ name: 'view', arguments: { path: 'a' } }, ls])
})

test('raw line breaks and fences inside a string are part of it', () => {
  const text = '```json\n{"tool":"write","arguments":{"text":"a\n```\ncode\n```\n\tb"}}\n```'

  expect(readTextCalls(text)).toEqual([
    { name: 'write', arguments: { text: 'a\n```\ncode\n```\n\tb' } },
  ])
})

test.each([
  ['```json\n{"tool":"bash","arguments":{"command":}}\n```', /^the block is not JSON: /],
  ['```json\n{"command":"ls"}\n```', /^the block is JSON, but names no tool$/],
  ['```json\n{"tool":"bash", "arguments":{"comm', /^the block has no end$/],
])('a block that cannot be read says why: %s', (text, why) => {
  const [call, ...more] = readTextCalls(text)

  expect(more).toEqual([])
  expect(call).toMatchObject({ problem: expect.stringMatching(why) })
})

test('one broken block beside a good one stays in its place', () => {
  const calls = readTextCalls(
    '```json\n{"tool":\n```\n```json\n{"tool":"bash","command":"ls"}\n```',
  )

  expect(calls).toEqual([{ problem: expect.stringContaining('not JSON'), raw: '{"tool":' }, ls])
})

test('prose and code are no calls', () => {
  expect(readTextCalls('I think {a} is {b: 1}.\n```js\nconst a = { b: 1 }\n```')).toEqual([])
})

test('any call written as JSON comes back as it was, whatever stands around it', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 8 }),
      fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), fc.jsonValue(), { maxKeys: 4 }),
      (name, given) => {
        // JSON has no negative zero.
        const args = JSON.parse(JSON.stringify(given))
        const text = `Now:\n\`\`\`json\n${JSON.stringify({ tool: name, arguments: args }, null, 2)}\n\`\`\`\nDone.`

        expect(readTextCalls(text)).toEqual([{ name, arguments: args }])
      },
    ),
  )
})

test('a message of braces alone ends as one without calls', () => {
  expect(readTextCalls('{'.repeat(200_000))).toEqual([])
})
