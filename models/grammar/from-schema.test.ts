import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { box, discrete, type Grammar, oneOf, text, tools } from '../../core/index.ts'
import { createConstraint } from './create-constraint.ts'
import { enumerate } from './enumerate.suite.ts'
import { matches } from './matches.ts'
import { jsonOf } from './schemas.suite.ts'
import { vocabularyOf } from './vocabularies.suite.ts'

const json = (schema: unknown): Grammar => ({ kind: 'json', schema })
const writes = (schema: unknown, value: unknown) => matches(json(schema), JSON.stringify(value))

describe('the texts that tokens can write', () => {
  test.each<[string, unknown, string, readonly string[]]>([
    ['an enum', { enum: ['a', 1, null] }, 'anul"1', ['"a"', '1', 'null']],
    ['a const beside a type', { type: 'integer', const: 7 }, '7"', ['7']],
    ['an enum beside bounds', { enum: [1, 5, 'x'], minimum: 3 }, '15"x', ['"x"', '5']],
    [
      'optional properties, in their order',
      { type: 'object', properties: { a: { const: 1 }, b: { const: 1 } } },
      '{}":,ab1',
      ['{"a":1,"b":1}', '{"a":1}', '{"b":1}', '{}'],
    ],
    [
      'required properties',
      { type: 'object', properties: { a: { const: 1 }, b: { const: 1 } }, required: ['b'] },
      '{}":,ab1',
      ['{"a":1,"b":1}', '{"b":1}'],
    ],
    [
      'required properties that are declared by additionalProperties alone',
      { type: 'object', required: ['a'], additionalProperties: { const: 1 } },
      '{}":a1',
      ['{"a":1}'],
    ],
    [
      'lists within their bounds',
      { type: 'array', items: { const: 1 }, minItems: 1, maxItems: 3 },
      '[],1',
      ['[1,1,1]', '[1,1]', '[1]'],
    ],
    [
      'tuples with a rest',
      {
        type: 'array',
        prefixItems: [{ const: 1 }, { const: 2 }],
        items: { const: 3 },
        maxItems: 3,
      },
      '[],123',
      ['[1,2,3]', '[1,2]', '[1]', '[]'],
    ],
    [
      'tuples without one',
      { type: 'array', prefixItems: [{ const: 1 }, { const: 2 }], items: false, minItems: 1 },
      '[],123',
      ['[1,2]', '[1]'],
    ],
    [
      'all of several',
      {
        allOf: [
          { type: ['string', 'null'], minLength: 1 },
          { type: 'string', maxLength: 1 },
        ],
      },
      '"anul',
      ['"a"', '"l"', '"n"', '"u"'],
    ],
    [
      'what stands beside a union, in each branch',
      { type: 'integer', anyOf: [{ minimum: 8 }, { maximum: 1 }], minimum: 0, maximum: 9 },
      '0123456789',
      ['0', '1', '8', '9'],
    ],
    [
      'objects put together',
      {
        allOf: [
          { type: 'object', properties: { a: { minimum: 1 } }, required: ['a'] },
          { type: 'object', properties: { a: { enum: [0, 1, 2] }, b: { const: 3 } } },
        ],
      },
      '{}":,ab0123',
      ['{"a":1,"b":3}', '{"a":1}', '{"a":2,"b":3}', '{"a":2}'],
    ],
    [
      'properties that another part forbids',
      {
        allOf: [
          { type: 'object', properties: { a: { const: 1 } }, additionalProperties: false },
          { type: 'object', properties: { b: { const: 1 } } },
        ],
      },
      '{}":,ab1',
      ['{"a":1}', '{}'],
    ],
    [
      'references, also to what has references',
      { $ref: '#/$defs/one', $defs: { one: { $ref: '#/$defs/a~1b' }, 'a/b': { enum: [1, 2] } } },
      '12',
      ['1', '2'],
    ],
    [
      'a union that holds itself',
      { anyOf: [{ $ref: '#' }, { const: 1 }, { anyOf: [{ const: 2 }, { $ref: '#' }] }] },
      '123',
      ['1', '2'],
    ],
    [
      'escapes',
      { type: 'string', maxLength: 1 },
      '"\\nta',
      ['""', '"\\""', '"\\\\"', '"\\n"', '"\\t"', '"a"', '"n"', '"t"'],
    ],
    [
      'records of named keys',
      jsonOf(z.partialRecord(z.enum(['a', 'b']), z.literal(1))),
      '{}":,ab1',
      ['{"a":1,"b":1}', '{"a":1}', '{"b":1}', '{}'],
    ],
  ])('are all of %s', (_, schema, alphabet, expected) => {
    expect(enumerate(json(schema), alphabet, 13)).toEqual([...expected].sort())
  })

  test('of anything are JSON of every kind', () => {
    for (const value of [
      null,
      true,
      1.5,
      'é\n"\\😀\u0001',
      [[], [1, {}]],
      { a: { b: [] }, c: 'd' },
    ]) {
      expect(writes({}, value), JSON.stringify(value)).toBe(true)
      expect(writes(true, value), JSON.stringify(value)).toBe(true)
    }
    for (const text of [
      '{"a":1,}',
      '[1,]',
      '{a:1}',
      ' 1',
      '"\n"',
      '"\\x"',
      'undefined',
      '',
      '"a',
    ]) {
      expect(matches(json({}), text), text).toBe(false)
    }
  })
})

describe('a schema that holds itself', () => {
  const nested = { type: 'array', items: { $ref: '#' } }

  test('is followed to any depth', () => {
    expect(writes(nested, [[], [[[]], []]])).toBe(true)
    expect(writes(nested, [1])).toBe(false)
    expect(enumerate(json(nested), '[],', 7)).toEqual(['[[[]]]', '[[],[]]', '[[]]', '[]'].sort())
  })

  test('cannot be written where it never ends', () => {
    const endless = {
      type: 'object',
      properties: { next: { $ref: '#' } },
      required: ['next'],
    }

    expect(() => open(endless)).toThrow('no text fits the grammar')
  })
})

const open = (schema: unknown) =>
  createConstraint(json(schema), { vocabulary: vocabularyOf(['1']), stopIds: [] })

test.each<[string, unknown]>([
  ['an empty enum', { enum: [] }],
  ['false', false],
  ['not anything', jsonOf(z.never())],
  ['a minimum above the maximum', { type: 'integer', minimum: 2, maximum: 1 }],
  ['no integer within the bounds', { type: 'integer', minimum: 0.2, maximum: 0.8 }],
  ['a shortest length above the longest', { type: 'string', minLength: 2, maxLength: 1 }],
  [
    'patterns that exclude each other',
    { type: 'string', allOf: [{ pattern: '^a' }, { pattern: '^b' }] },
  ],
  [
    'a required property that is forbidden',
    { type: 'object', required: ['a'], additionalProperties: false },
  ],
  ['types that exclude each other', { type: 'string', allOf: [{ type: 'integer' }] }],
  ['a const of another type', { type: 'string', const: 1 }],
])('%s is a grammar that no text fits', (_, schema) => {
  expect(() => open(schema)).toThrow('no text fits the grammar')
})

test.each<[unknown, string]>([
  [{ properties: { a: { contains: {} } } }, 'at #/properties/a: "contains" is not supported'],
  [{ items: { type: 'array', uniqueItems: true } }, 'at #/items: "uniqueItems" is not supported'],
  [{ patternProperties: {} }, 'at #: "patternProperties" is not supported'],
  [{ not: { type: 'null' } }, 'at #: "not" is not supported'],
  [{ if: {} }, '"if" is not supported'],
  [{ $ref: 'https://example.com/schema' }, 'leads out of it'],
  [{ $ref: '#/$defs/none' }, '"$ref": "#/$defs/none" is not there'],
  [{ type: 'text' }, '"type" is "text"'],
  [{ type: 'string', format: 'uri' }, '"format": "uri" has no pattern beside it'],
  [{ type: 'number', multipleOf: 0 }, '"multipleOf" is 0'],
  [{ exclusiveMinimum: true }, '"exclusiveMinimum" is true'],
  [{ minItems: -1 }, '"minItems" is -1'],
  [{ type: 'array', items: [{}] }, '"items" is a list'],
  [{ items: { $id: 'x' }, type: 'array' }, 'at #/items: "$id" gives'],
  [{ allOf: 1 }, '"allOf" is no list'],
  [{ properties: { 'a/b': 3 } }, 'at #/properties/a~1b: it is no schema'],
  [{ oneOf: [{ type: 'integer' }, { minimum: 3 }] }, 'at #/oneOf/0 and #/oneOf/1'],
])('%j is refused with what and where', (schema, message) => {
  expect(() => matches(json(schema), '1')).toThrow(message)
})

test('branches of oneOf that a const, a type or an inner property tells apart are taken', () => {
  const call = (name: string) => ({
    type: 'object',
    properties: {
      function: { properties: { name: { const: name } }, required: ['name'], type: 'object' },
    },
    required: ['function'],
  })

  expect(writes({ oneOf: [call('a'), call('b'), { type: 'null' }, { enum: [1, 2] }] }, 2)).toBe(
    true,
  )
  expect(writes({ oneOf: [call('a'), call('b')] }, { function: { name: 'b' } })).toBe(true)
})

test('annotations, and formats that say no more than the pattern beside them, change nothing', () => {
  const schema = { title: 't', 'x-mine': 1, type: 'string', format: 'date', pattern: '^\\d$' }

  expect([writes(schema, '1'), writes(schema, 'a')]).toEqual([true, false])
})

test('what spaces tell of themselves can be written', () => {
  const calls = tools({ bash: z.object({ command: z.string() }), submit: z.object({}) })

  expect(writes(calls.jsonSchema(), { tool: 'bash', command: 'ls "é"' })).toBe(true)
  expect(writes(calls.jsonSchema(), { tool: 'submit' })).toBe(true)
  expect(writes(calls.jsonSchema(), { tool: 'submit', command: 'ls' })).toBe(false)
  expect(writes(discrete(3).jsonSchema(), 2)).toBe(true)
  expect(writes(oneOf(discrete(3), text()).jsonSchema(), 'a')).toBe(true)
  expect(writes(box({ low: 0, high: 1, shape: [2] }).jsonSchema(), [0.25, 1])).toBe(true)
})
