import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineCommand } from './command.ts'
import { readFlags } from './flags.ts'
import { helpOf } from './help.ts'

const command = defineCommand({
  name: 'throw',
  summary: 'Throw a disc.',
  operands: [{ name: 'disc', description: 'Which disc.' }],
  flags: z.strictObject({
    maxThrows: z.int().min(1).default(3).describe('How often to throw.'),
    hand: z.enum(['left', 'right']).optional().describe('Which hand throws.'),
    wind: z.number().optional().describe('Metres a second.'),
    name: z.string().optional().describe('Who throws.'),
    target: z.array(z.string()).optional().describe('What to hit.'),
    quiet: z.boolean().default(false).describe('Say nothing.'),
  }),
  examples: ['palaestra throw bronze'],
  run: async () => 0,
})
const read = (...argv: string[]) => readFlags(command, argv)

test('flags become typed fields, and what is not given its default', () => {
  const { operands, flags, given } = read(
    '--max-throws=7',
    'bronze',
    '--wind',
    '-1.5',
    '--name',
    '7',
    '--quiet',
  )

  expect(operands).toEqual(['bronze'])
  expect(flags).toEqual({ maxThrows: 7, wind: -1.5, name: '7', quiet: true })
  expect(given).toEqual({ maxThrows: 7, wind: -1.5, name: '7', quiet: true })
  expect(read('bronze').flags).toEqual({ maxThrows: 3, quiet: false })
})

test('a flag given twice counts as given last', () => {
  expect(read('bronze', '--hand', 'left', '--hand', 'right').flags).toMatchObject({ hand: 'right' })
})

test('a list takes what every one of its flags brings', () => {
  const { flags } = read('bronze', '--target', 'tree', '--target=wall,,post')

  expect(flags).toMatchObject({ target: ['tree', 'wall', 'post'] })
  expect(read('bronze').flags).not.toHaveProperty('target')
})

test('an operand that may be left out is one or none', () => {
  const operands = [{ name: 'disc', description: 'Which disc.', optional: true }]
  const optional = { ...command, operands }

  expect(readFlags(optional, []).operands).toEqual([])
  expect(readFlags(optional, ['x']).operands).toEqual(['x'])
  expect(() => readFlags(optional, ['x', 'y'])).toThrow('y is one word too many')
  expect(helpOf(optional)).toContain('Usage: palaestra throw [<disc>] [flags]')
})

test('a command whose name is no verb says what it cannot do', () => {
  const named = { ...command, name: 'discs', verb: 'throw discs' }

  expect(() => readFlags(named, ['x', '--hnad', 'left'])).toThrow('Cannot throw discs: there is no')
  expect(() => readFlags(named, [])).toThrow('(see palaestra discs --help)')
})

test.each([
  [['x', '--max-throw', '3'], 'there is no flag --max-throw (did you mean "--max-throws"?)'],
  [['x', '-q'], 'there is no flag -q (choose from --max-throws, --hand'],
  [['x', '--hand', 'lefd'], '--hand "lefd" is none of its values (did you mean "left"?)'],
  [['x', '--max-throws', 'two'], '--max-throws "two" does not fit: expected number'],
  [['x', '--max-throws', '0'], '--max-throws 0 does not fit: Too small'],
  [['x', '--max-throws', '1.5'], '--max-throws 1.5 does not fit: expected int'],
  [['x', '--max-throws'], '--max-throws needs a value (write --max-throws <n>)'],
  [['x', '--name', '--quiet'], '--name needs a value (write --name <value>)'],
  [['x', '--quiet=yes'], '--quiet takes no value (leave yes out)'],
  [[], '<disc> is missing (see palaestra throw --help)'],
  [['x', 'y'], 'y is one word too many'],
])('%j is refused in one line', (argv, message) => {
  expect(() => read(...argv)).toThrow(
    expect.objectContaining({ name: 'ConfigError', message: expect.stringContaining(message) }),
  )
})

test('help shows every flag with its values, default and description', () => {
  expect(helpOf(command)).toBe(`Throw a disc.

Usage: palaestra throw <disc> [flags]

Operands:
  <disc>  Which disc.

Flags:
  --max-throws <n>   How often to throw (default 3).
  --hand left|right  Which hand throws.
  --wind <n>         Metres a second.
  --name <value>     Who throws.
  --target <value>   What to hit.
  --quiet            Say nothing.
  --help             Show this.

Examples:
  palaestra throw bronze`)
})
