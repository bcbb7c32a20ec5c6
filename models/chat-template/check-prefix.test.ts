import { describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../core/index.ts'
import { openChatTemplate } from './chat-template.ts'
import { checkPrefixPreserving } from './check-prefix.ts'
import { familyTokenizer, templateOf } from './reference.suite.ts'

const tokenizer = await familyTokenizer('qwen')

describe('templates that keep what was sampled', () => {
  test.each(['chatMl', 'plain', 'qwen2.5', 'marked'])('pass: %s', async (name) => {
    const template = await templateOf(name)

    const report = checkPrefixPreserving(template, tokenizer)

    expect(report).toMatchObject({ preserving: true, difference: null })
    expect(report.text).toContain(`The chat template ${name} keeps prefixes`)
  })
})

describe('templates that do not', () => {
  test('are found where they leave thoughts out', async () => {
    const template = await templateOf('qwen3')

    const { preserving, difference, text } = checkPrefixPreserving(template, tokenizer)

    expect(preserving).toBe(false)
    expect(difference).toMatchObject({
      message: 1,
      rendered: 3,
      was: { id: tokenizer.idOf('<think>'), text: '<think>' },
      is: { text: 'I' },
    })
    expect(text).toMatch(
      /^The chat template qwen3 does not keep prefixes: message 1 \(assistant\) changes once message 2 \(user\) follows, first at token \d+, which was \d+ "<think>" and becomes \d+ "I" \(.*\)\.$/,
    )
  })

  test('are found where they trim, and where they know no parallel calls', async () => {
    const template = await templateOf('llama3')

    const { difference, text } = checkPrefixPreserving(template, await familyTokenizer('llama'))

    expect(difference).toMatchObject({ was: { text: ' ' }, is: { text: 'I' } })
    expect(text).toContain('as soon as it is rendered')
  })

  test('are found where the opening of a turn is not in the turn', async () => {
    const template = await templateOf('qwen3')
    const conversation: readonly ChatMessage[] = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      { role: 'user', content: 'c' },
    ]

    const { difference } = checkPrefixPreserving(template, tokenizer, {
      conversation,
      extra: { enable_thinking: false },
    })

    expect(difference).toMatchObject({ message: 1, rendered: 3, was: { text: '<think>' } })
  })

  test('are found where later turns change earlier ones', async () => {
    const template = await openChatTemplate(
      "{{ messages | length }}{% for m in messages %}{{ m.content + '<|im_end|>' }}{% endfor %}",
    )

    const { difference } = checkPrefixPreserving(template, tokenizer)

    expect(difference).toMatchObject({ message: 1, rendered: 2, position: 0 })
    expect(difference).toMatchObject({ was: { text: '1' }, is: { text: '2' } })
  })

  test('are found where a rendering ends before what was sampled', async () => {
    const template = await openChatTemplate('{{ messages[0].content }}')

    const { difference } = checkPrefixPreserving(template, tokenizer)

    expect(difference).toMatchObject({ message: 1, is: null })
  })
})

test('a conversation without thoughts is kept even by a template that drops them', async () => {
  const template = await templateOf('qwen3')
  const conversation: readonly ChatMessage[] = [
    { role: 'user', content: 'a' },
    {
      role: 'assistant',
      content: '',
      reasoning: 'hm',
      toolCalls: [{ id: '1', name: 'f', arguments: '{"a":1}' }],
    },
    { role: 'tool', toolCallId: '1', content: 'b' },
  ]

  expect(checkPrefixPreserving(template, tokenizer, { conversation }).preserving).toBe(true)
})

test('a template that refuses every conversation says so', async () => {
  const template = await openChatTemplate("{{ raise_exception('never') }}")

  expect(() => checkPrefixPreserving(template, tokenizer)).toThrow('it refuses the conversation')
})
