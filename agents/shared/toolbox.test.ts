import { expect, test } from 'vitest'
import { z } from 'zod'
import { discrete, json, text, tools } from '../../core/index.ts'
import { createToolbox } from './toolbox.ts'

const shell = tools({
  bash: z.object({ command: z.string() }).describe('Runs a command'),
  submit: z.object({}),
})

test('each tool of a union is a function, and a call of it an action', () => {
  const toolbox = createToolbox(shell)

  expect(toolbox.tools.map(({ name }) => name)).toEqual(['bash', 'submit'])
  expect(toolbox.action({ name: 'bash', arguments: '{"command":"ls"}' })).toEqual({
    tool: 'bash',
    command: 'ls',
  })
  expect(toolbox.action({ name: 'submit', arguments: '' })).toEqual({ tool: 'submit' })
  expect(toolbox.action({ name: 'bash', arguments: '"{\\"command\\":\\"ls\\"}"' })).toEqual({
    tool: 'bash',
    command: 'ls',
  })
})

test.each([
  ['bsh', '{}', 'there is no tool "bsh" (did you mean "bash"?)'],
  ['bash', '{"command":', 'the arguments of bash are not JSON: '],
  ['bash', '[1]', 'the arguments of bash are not a JSON object'],
  ['bash', '{}', 'bash: command: expected string'],
  ['bash', '{"command":"ls","cwd":"/"}', 'bash: Unrecognized key: "cwd"'],
])('a wrong call says what is wrong: %s(%s)', (name, given, problem) => {
  expect(createToolbox(shell).action({ name, arguments: given })).toEqual({
    invalid: expect.stringContaining(problem),
    raw: { tool: name, arguments: given },
  })
})

test('a text needs no tool', () => {
  expect(createToolbox(text()).tools).toEqual([])
})

test('objects are the arguments of one function, other values are named in them', () => {
  const point = createToolbox(json(z.object({ x: z.int() }).describe('A point')))
  const die = createToolbox(discrete(6))

  expect(point.tools).toMatchObject([
    { name: 'act', description: 'A point', parameters: { type: 'object', required: ['x'] } },
  ])
  expect(point.action({ name: 'act', arguments: '{"x":3}' })).toEqual({ x: 3 })
  expect(die.tools).toMatchObject([
    { name: 'act', parameters: { required: ['action'], properties: { action: { maximum: 5 } } } },
  ])
  expect(die.action({ name: 'act', arguments: '{"action":5}' })).toBe(5)
  expect(die.action({ name: 'act', arguments: '{"action":6}' })).toHaveProperty('invalid')
})

type Tree = Tree[]
test('a schema that refers to itself does so from its new place', () => {
  const tree: z.ZodType<Tree> = z.lazy(() => z.array(tree))

  const [act] = createToolbox(json(tree)).tools

  expect(act?.parameters).toMatchObject({
    properties: { action: { $ref: '#/$defs/action' } },
    $defs: { action: { type: 'array', items: { $ref: '#/$defs/action' } } },
  })
})
