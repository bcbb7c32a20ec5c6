import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { box, createRng, discrete, json, oneOf, type Space, text, tool, tools } from '../index.ts'

type Tree = { value: number; left: Tree | null; right: Tree | null }
const tree: z.ZodType<Tree> = z.lazy(() =>
  z.object({ value: z.int().min(0), left: tree.nullable(), right: tree.nullable() }),
)
type Sum = { op: 'number'; of: number } | { op: 'add'; of: Sum[]; and: Sum; or: Sum }
const sum: z.ZodType<Sum> = z.lazy(() =>
  z.union([
    z.object({ op: z.literal('number'), of: z.int() }),
    z.object({ op: z.literal('add'), of: z.array(sum), and: sum, or: sum }),
  ]),
)

const spaces: Record<string, Space<unknown>> = {
  text: text(),
  'text of a length': text({ minLength: 3, maxLength: 5 }),
  'text of an alphabet': text({ charset: 'abc', maxLength: 8 }),
  'text of characters beyond 16 bits': text({ charset: '😀é', minLength: 2, maxLength: 3 }),
  discrete: discrete(5),
  'discrete from below zero': discrete(7, { start: -3 }),
  box: box({ low: -1, high: 1, shape: [3] }),
  'box of rows': box({ low: 0, high: 255, shape: [2, 3], integers: true }),
  'box with one bound': box({
    low: 1.2,
    high: Number.POSITIVE_INFINITY,
    shape: [4],
    integers: true,
  }),
  'box of everything': box({ low: -Number.MAX_VALUE, high: Number.MAX_VALUE, shape: [2] }),
  'box without bounds': box({
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    shape: [2],
  }),
  'nested objects': json(
    z.object({ a: z.object({ b: z.string().min(2), c: z.boolean().optional() }), d: z.null() }),
  ),
  'enums, literals and unions': json(
    z.object({
      kind: z.enum(['x', 'y']),
      one: z.literal(1),
      either: z.union([z.int(), z.string()]),
      maybe: z.number().nullable(),
    }),
  ),
  'bounded numbers': json(
    z.object({
      open: z.number().gt(0).lt(1),
      steps: z.int().min(-9).max(9).multipleOf(3),
      high: z.number().min(1e6),
      low: z.number().max(-1e6),
      int32: z.int32(),
    }),
  ),
  arrays: json(z.array(z.array(z.int()).length(2)).min(1).max(4)),
  tuples: json(z.tuple([z.string(), z.int()], z.boolean())),
  records: json(z.record(z.string(), z.int())),
  'records of known keys': json(z.record(z.enum(['a', 'b']), z.int())),
  intersections: json(z.intersection(z.object({ a: z.int() }), z.object({ b: z.string() }))),
  'recursive trees': json(tree),
  'recursive unions': json(sum),
  'refined values': json(z.int().refine((value) => value % 2 === 0)),
  'a tool': tool('bash', z.object({ command: z.string(), timeout: z.int().optional() })),
  tools: tools({ bash: z.object({ command: z.string() }), submit: z.object({}) }),
  'one of several': oneOf(
    discrete(3),
    text({ minLength: 1 }),
    box({ low: 0, high: 1, shape: [2] }),
  ),
}

describe('every space', () => {
  for (const [name, space] of Object.entries(spaces)) {
    test(`contains what it samples, also through JSON: ${name}`, () => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          const sample = space.sample(createRng(seed))

          expect(space.contains(sample)).toBe(true)
          expect(space.contains(JSON.parse(JSON.stringify(sample)))).toBe(true)
          expect(space.sample(createRng(seed))).toEqual(sample)
        }),
      )
    })

    test(`describes itself as JSON Schema, draft 2020-12: ${name}`, () => {
      const schema = space.jsonSchema()

      expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' })
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
      expect(space.contains(undefined)).toBe(false)
    })
  }
})

describe('text', () => {
  test('limits length and alphabet', () => {
    const space = text({ minLength: 1, maxLength: 3, charset: 'ab' })

    expect(['a', 'bab'].every((value) => space.contains(value))).toBe(true)
    expect(['', 'abab', 'c', 5].some((value) => space.contains(value))).toBe(false)
  })

  test('refuses limits that no text fits', () => {
    expect(() => text({ minLength: 3, maxLength: 2 })).toThrow('Cannot make a text space')
    expect(() => text({ minLength: 1, charset: '' })).toThrow('Cannot make a text space')
  })
})

describe('discrete', () => {
  test('holds its n integers and draws each of them', () => {
    const space = discrete(3, { start: -1 })
    const rng = createRng(0)

    const drawn = new Set(Array.from({ length: 100 }, () => space.sample(rng)))

    expect(drawn).toEqual(new Set([-1, 0, 1]))
    expect([2, -2, 0.5, '0'].some((value) => space.contains(value))).toBe(false)
    expect(() => discrete(0)).toThrow('give integers, n >= 1')
  })
})

describe('box', () => {
  test('holds arrays of its shape and range', () => {
    const space = box({ low: 0, high: 1, shape: [2, 1] })

    expect(space.contains([[0], [1]])).toBe(true)
    expect([[[0]], [0, 1], [[0], [2]], [[0], ['1']]].some((value) => space.contains(value))).toBe(
      false,
    )
  })

  test('refuses bounds with no number between them, and shapes that are none', () => {
    for (const options of [
      { low: 1, high: 0, shape: [1] },
      { low: 0.2, high: 0.8, shape: [1], integers: true },
      { low: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY, shape: [1] },
      { low: Number.NaN, high: 1, shape: [1] },
      { low: 0, high: 1, shape: [] },
      { low: 0, high: 1, shape: [1.5] },
    ]) {
      expect(() => box(options)).toThrow('Cannot make a box')
    }
  })
})

describe('json', () => {
  test('says how to draw values that no sampler can guess', () => {
    const mail = z.email()

    expect(() => json(mail).sample(createRng(0))).toThrow('pass { sample } to the space')
    expect(json(mail, { sample: (rng) => `${rng.int(9)}@b.cd` }).sample(createRng(0))).toMatch(/@/)
  })

  test('ends every draw from a recursive schema', () => {
    const rng = createRng(0)

    for (let i = 0; i < 500; i++) expect(json(tree).contains(json(tree).sample(rng))).toBe(true)
  })

  test('draws optional fields sometimes', () => {
    const space = json(z.object({ a: z.int().optional() }))
    const rng = createRng(0)

    const shapes = Array.from({ length: 50 }, () => 'a' in space.sample(rng))

    expect(new Set(shapes)).toEqual(new Set([true, false]))
  })
})

describe('tool', () => {
  const space = tool('bash', z.object({ command: z.string() }).describe('Runs a command.'))

  test('shows a model its name, what it does and its arguments, no others allowed', () => {
    expect(space.tools).toMatchObject([
      {
        name: 'bash',
        description: 'Runs a command.',
        parameters: {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          type: 'object',
          required: ['command'],
          additionalProperties: false,
        },
      },
    ])
  })

  test('takes its arguments as the action', () => {
    expect(space.tools?.[0]?.toAction({ command: 'ls' })).toEqual({ command: 'ls' })
    expect(space.contains({ command: 'ls' })).toBe(true)
    expect(space.contains({ command: 'ls', cwd: '/' })).toBe(false)
  })
})

describe('tools', () => {
  const search = z.object({ query: z.string() }).describe('Searches.')
  const open = z.object({ query: z.string(), page: z.int() })
  const space = tools({ search, open })

  test('parses a call as the member it names, which a plain union does not', () => {
    const call = { tool: 'open', query: 'x', page: 2 } as const
    const plain = z.union([
      z.object({ tool: z.string(), query: z.string() }),
      z.object({ tool: z.string(), query: z.string(), page: z.int() }),
    ])

    expect(plain.parse(call)).toEqual({ tool: 'open', query: 'x' })
    expect(space.schema.parse(call)).toEqual(call)
  })

  test('shows a model one strict schema a tool, without the tag', () => {
    expect(space.tools?.map(({ name, description }) => [name, description])).toEqual([
      ['search', 'Searches.'],
      ['open', ''],
    ])
    for (const { parameters } of space.tools ?? []) {
      expect(parameters).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        additionalProperties: false,
      })
      expect(JSON.stringify(parameters)).not.toContain('"tool"')
    }
  })

  test('tags the arguments of a call, whatever they say themselves', () => {
    const spec = space.tools?.[0]

    expect(spec?.toAction({ query: 'x' })).toEqual({ tool: 'search', query: 'x' })
    expect(spec?.toAction({ query: 'x', tool: 'open' })).toEqual({ tool: 'search', query: 'x' })
  })

  test('keeps rules over several arguments', () => {
    const ranged = tools({
      read: z
        .object({ from: z.int(), to: z.int() })
        .refine(({ from, to }) => from <= to, 'from must not be after to'),
    })

    expect(ranged.contains({ tool: 'read', from: 1, to: 2 })).toBe(true)
    expect(ranged.contains({ tool: 'read', from: 2, to: 1 })).toBe(false)
  })

  test('refuses an argument named tool, and an empty table', () => {
    expect(() => tools({ a: z.object({ tool: z.string() }) })).toThrow('rename it')
    expect(() => tools({})).toThrow('none given')
  })
})

describe('oneOf', () => {
  test('holds the values of each member and draws from each', () => {
    const space = oneOf(discrete(2), text({ minLength: 1 }))
    const rng = createRng(0)

    const kinds = new Set(Array.from({ length: 50 }, () => typeof space.sample(rng)))

    expect(kinds).toEqual(new Set(['number', 'string']))
    expect([space.contains(1), space.contains('a'), space.contains(2)]).toEqual([true, true, false])
  })

  test('offers the tools of all its members', () => {
    const space = oneOf(tool('a', z.object({ x: z.int() })), tools({ b: z.object({}) }))

    expect(space.tools?.map((spec) => spec.name)).toEqual(['a', 'b'])
    expect(oneOf(discrete(2), text()).tools).toBeUndefined()
  })
})
