import { expect, test } from 'vitest'
import { z } from 'zod'
import { zodProblem } from './index.ts'

const problemOf = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value)
  return error ? zodProblem(error) : null
}

test('names the path and the reason', () => {
  const schema = z.object({ a: z.object({ b: z.array(z.int()) }) })

  expect(problemOf(schema, { a: { b: [1, 'x'] } })).toBe('a.b.1: expected number, received string')
})

test('shows three problems and counts the rest', () => {
  const schema = z.object({ a: z.int(), b: z.int(), c: z.int(), d: z.int(), e: z.int() })

  expect(problemOf(schema, {})).toMatch(/^a: .*; b: .*; c: .*; and 2 more$/)
})

test('says what is wrong for the member of a union that the value comes nearest to', () => {
  const schema = z.union([z.string(), z.object({ a: z.int(), b: z.int() })])

  expect(problemOf(schema, { a: 1, b: 'x' })).toBe('b: expected number, received string')
  expect(problemOf(z.object({ u: schema }), { u: { a: 1 } })).toMatch(/^u\.b: /)
})

test('names the choices when a tag is unknown', () => {
  const schema = z.discriminatedUnion('tool', [
    z.object({ tool: z.literal('bash') }),
    z.object({ tool: z.literal('submit') }),
  ])

  expect(problemOf(schema, { tool: 'bsh' })).toContain("'bash' | 'submit'")
})
