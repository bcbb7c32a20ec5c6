import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  createRng,
  discrete,
  type Grammar,
  json,
  oneOf,
  type Rng,
  type Space,
  schemaSpace,
  text,
  tool,
  tools,
} from '../../core/index.ts'
import { createConstraint, matches } from '../../models/grammar/index.ts'
import type { ChatTemplate } from '../../models/index.ts'
import { tokenVocabulary } from '../../models/sampler/token-vocabulary.ts'
import { shelf } from '../chat/shelf.suite.ts'
import { createToolbox } from '../shared/toolbox.ts'
import { actionGrammar } from './action-grammar.ts'
import { callForm } from './call-form.ts'
import { createMessageReader, sampledText } from './message.ts'
import { bpe, dropping, keeping } from './play.suite.ts'

const vocabulary = tokenVocabulary(bpe)
const end = bpe.eosId ?? -1

/** Draws a text of a grammar, every legal token as likely as another, but for the end where it may come. */
function drawText(grammar: Grammar, rng: Rng, tokens = 200): string {
  const state = createConstraint(grammar, { vocabulary, stopIds: [end] }).start()
  const ids: number[] = []
  for (let left = tokens; !state.isAtEnd && left > 0; left--) {
    const mask = state.legal(left)
    const legal = Array.from(mask.keys()).filter((id) => mask[id] === 1)
    const id = legal.includes(end) && rng.float() < 0.2 ? end : rng.pick(legal)
    state.advance(id)
    ids.push(id)
    if (id === end) break
  }
  const finish = ids.at(-1) === end ? 'stopId' : 'grammar'
  return sampledText(bpe, { ids, finish }, [])
}

function setUp(space: Space<unknown>, template: ChatTemplate, inText = false) {
  const toolbox = createToolbox(space)
  const manner = toolbox.tools.length === 0 ? 'plain text' : inText ? 'calls in text' : 'tools'
  const form = manner === 'plain text' ? null : callForm(manner, template, bpe)
  const read = createMessageReader({ toolbox, space, manner })
  return { read, grammar: actionGrammar(space, toolbox.tools, form) }
}

const word = (schema: z.ZodType<string>) => schemaSpace('text', schema, () => '')
const spaces: readonly (readonly [string, Space<unknown>])[] = [
  ['any text', text()],
  ['a text of some length', text({ minLength: 3, maxLength: 5 })],
  ['listed words', word(z.enum(['up', 'down', 'left and right']))],
  ['a pattern', word(z.string().regex(/^[a-c]{2,4}$/))],
  ['a pattern anywhere', word(z.string().regex(/x\d/).max(8))],
  [
    'alternatives',
    word(
      z
        .string()
        .regex(/^go (north|south)$|^[ab]|stop$/)
        .max(12),
    ),
  ],
  ['one word or another', word(z.union([z.literal('up'), z.string().regex(/^\d+$/)]))],
  ['numbers', discrete(6, { start: -2 })],
  ['one of two spaces', oneOf(discrete(3), json(z.enum(['a', 'b'])))],
  ['an object', json(z.strictObject({ x: z.int().min(0).max(9), y: z.boolean() }))],
  ['tools', shelf.actionSpace],
  [
    'tools with choices',
    tools({
      look: z.object({}),
      move: z.object({
        to: z.enum(['n', 's']),
        by: z.int().min(1).max(30).optional(),
        how: z.string().max(6).default('slow'),
        all: z.array(z.boolean()).max(2).optional(),
      }),
    }),
  ],
  [
    'a tool with nested arguments',
    tool(
      'write "it"',
      z.object({ at: z.object({ line: z.int().min(0).max(5) }), text: z.string().max(9) }),
    ),
  ],
]

describe('what a grammar lets through is read as a valid action', () => {
  const manners = [
    ['of a template', keeping, false],
    ['of another template', dropping, false],
    ['in text', keeping, true],
  ] as const
  test.each(spaces)('%s', (_, space) => {
    for (const [, template, inText] of manners) {
      const { grammar, read } = setUp(space, template, inText)
      for (let seed = 0; seed < 12; seed++) {
        const written = drawText(grammar, createRng(seed))
        const { actions } = read(written, 'stopId')

        expect(actions, JSON.stringify(written)).toHaveLength(1)
        expect(space.contains(actions[0]), JSON.stringify(written)).toBe(true)
      }
    }
  })
})

test('demonstrations of a call, as a template renders them, are in its grammar', () => {
  const { grammar } = setUp(spaces[11]?.[1] ?? text(), keeping)
  const calls = [
    '{"name": "look", "arguments": {}}',
    '{"name": "move", "arguments": {"to": "n"}}',
    '{"name": "move", "arguments": {"to": "s", "by": 3, "all": [true]}}',
    '{"name": "move", "arguments": {"to": "s", "how": "fast"}}',
  ]

  for (const call of calls) {
    expect(matches(grammar, `<tool_call>\n${call}\n</tool_call>`), call).toBe(true)
  }
})

test.each([
  '<tool_call>\n{"name": "fly", "arguments": {}}\n</tool_call>',
  '<tool_call>\n{"name": "move", "arguments": {}}\n</tool_call>',
  '<tool_call>\n{"name": "move", "arguments": {"to": "n", "by": 31}}\n</tool_call>',
  '<tool_call>\n{"name": "move", "arguments": {"to": "n", }}\n</tool_call>',
  '{"name": "look", "arguments": {}}',
  'look',
])('%s is not', (written) => {
  expect(matches(setUp(spaces[11]?.[1] ?? text(), keeping).grammar, written)).toBe(false)
})

test.each([
  [word(z.string().refine((it) => it !== 'x')), 'it has a rule beyond JSON Schema'],
  [word(z.string().regex(/a(^b|c$)/)), 'no grammar tells these texts'],
])('texts that no grammar tells are refused, not let through', (space, reason) => {
  expect(() => setUp(space, keeping)).toThrow(reason)
})
