import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatMessage } from '../../core/index.ts'
import {
  type ChatTemplate,
  chatTool,
  checkPrefixPreserving,
  openChatTemplate,
} from '../../models/index.ts'
import { shelf } from '../chat/shelf.suite.ts'
import { bpe, dropping, keeping } from './play.suite.ts'
import { createTurnEncoder } from './turn-encoder.ts'

const tools = shelf.actionSpace.tools?.map(chatTool) ?? []
const encoderOf = (template: ChatTemplate, given: { readonly keepsPrefixes?: boolean } = {}) =>
  createTurnEncoder({
    ...{ template, tokenizer: bpe, tools, system: 'Be brief.' },
    keepsPrefixes: checkPrefixPreserving(template, bpe).preserving,
    ...given,
  })

const texts = fc.string({ unit: 'binary', maxLength: 20 })
const turn = fc.oneof(
  fc
    .record({ content: texts, answer: texts })
    .map(({ content, answer }) => [
      { role: 'assistant', content } as const,
      { role: 'user', content: answer } as const,
    ]),
  fc
    .record({ content: texts, answers: fc.array(texts, { minLength: 1, maxLength: 3 }) })
    .map(({ content, answers }): readonly ChatMessage[] => {
      const calls = answers.map((_, at) => ({
        id: `call_${at}`,
        name: 'put',
        arguments: '{"a":1}',
      }))
      const results = answers.map(
        (answer, at) => ({ role: 'tool', toolCallId: `call_${at}`, content: answer }) as const,
      )
      return [{ role: 'assistant', content, toolCalls: calls }, ...results]
    }),
)

test('what follows a message is what the template puts there, whatever was said before', () => {
  const encoder = encoderOf(keeping)

  fc.assert(
    fc.property(texts, fc.array(turn, { minLength: 1, maxLength: 4 }), (task, turns) => {
      const opening: readonly ChatMessage[] = [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: task },
      ]
      const [said, ...answers] = turns.at(-1) ?? []
      const whole = encoder.prompt([...opening, ...turns.flat()])
      const suffix = (said && encoder.suffix(said, answers)) ?? []

      expect(suffix.length).toBeGreaterThan(3)
      const before = whole.length - suffix.length
      expect(whole.slice(before)).toEqual(suffix)
      expect(whole[before - 1]).toBe(encoder.endId)
    }),
  )
})

test('a message ends with the token behind what it says, not with one before it', async () => {
  const template = await openChatTemplate(
    '{% for m in messages %}{{ m.role }}<|endoftext|>{{ m.content }}<|im_end|>{% endfor %}',
  )

  expect(encoderOf(template, { keepsPrefixes: true }).endId).toBe(bpe.idOf('<|im_end|>'))
})

describe('there is no such thing', () => {
  const said: ChatMessage = { role: 'assistant', content: 'a' }
  const answer: ChatMessage = { role: 'user', content: 'b' }

  test('where a template rewrites what was said', () => {
    expect(encoderOf(dropping).suffix(said, [answer])).toBeNull()
    expect(encoderOf(dropping).endId).toBe(bpe.eosId)
  })

  test('where no token ends a message', async () => {
    const plain = await openChatTemplate('{% for m in messages %}{{ m.content }}\n{% endfor %}')

    expect(encoderOf(plain, { keepsPrefixes: true })).toMatchObject({ endId: null })
    expect(encoderOf(plain, { keepsPrefixes: true }).suffix(said, [answer])).toBeNull()
  })

  test('where an answer depends on what was said, or on where it stands', async () => {
    const body = (extra: string) =>
      `{% for m in messages %}<|im_start|>{{ m.role }}\n{{ ${extra} }}{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}`
    const sources = [
      "loop.index if m.role == 'user' else ''",
      "messages[loop.index0 - 1].content if m.role == 'user' and not loop.first else ''",
    ]
    for (const source of sources) {
      const template = await openChatTemplate(body(source))

      expect(encoderOf(template, { keepsPrefixes: true }).suffix(said, [answer])).toBeNull()
    }
    const even = await openChatTemplate(body("''"))
    expect(encoderOf(even, { keepsPrefixes: true }).suffix(said, [answer])).not.toBeNull()
  })

  test('where a template refuses calls; texts go on', async () => {
    const template = await openChatTemplate(
      "{% for m in messages %}{% if m.role == 'tool' %}{{ raise_exception('no tools') }}{% endif %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}",
    )
    const encoder = encoderOf(template, { keepsPrefixes: true })
    const toolCalls = [{ id: 'call_0', name: 'put', arguments: '{}' }]

    expect(encoder.suffix(said, [answer])).not.toBeNull()
    expect(encoder.suffix({ ...said, toolCalls }, [answer])).toBeNull()
  })
})
