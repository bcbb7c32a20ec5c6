import { parseArgs } from 'node:util'
import { z } from 'zod'
import { ConfigError, didYouMean } from '../core/index.ts'
import type { Command, CommandInput } from './command.ts'

/** One flag, as the schema of its command describes it. */
export interface Flag {
  /** Name of the field. */
  readonly field: string
  /** `--max-turns`. */
  readonly name: string
  readonly description: string
  /** `array`: texts, given again and again or with commas between them. */
  readonly type: 'array' | 'boolean' | 'integer' | 'number' | 'string'
  readonly choices: readonly string[]
  readonly default: unknown
}

/** The flags of a command, in the order of its schema. */
export function flagsOf(schema: z.ZodObject): Flag[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([field, property]) => {
    const {
      description = '',
      type = 'string',
      enum: choices = [],
      default: fallback,
    } = property as {
      description?: string
      type?: Flag['type']
      enum?: string[]
      default?: unknown
    }
    return { field, name: flagName(field), description, type, choices, default: fallback }
  })
}

/**
 * Reads a command line. A flag that is given twice counts as given last, unless it is a list.
 * @throws ConfigError for unknown flags (with the nearest name) and values that do not fit.
 */
export function readFlags<S extends z.ZodObject>(
  command: Pick<Command<S>, 'name' | 'verb' | 'operands' | 'flags'>,
  argv: readonly string[],
): CommandInput<S> {
  const refuse = (reason: string, advice: string): never => {
    throw new ConfigError(`Cannot ${verbOf(command)}: ${reason} (${advice})`)
  }
  const flags = flagsOf(command.flags)
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      flags.map(({ name, type }) => [
        name.slice(2),
        { type: type === 'boolean' ? 'boolean' : 'string' } as const,
      ]),
    ),
    strict: false,
    tokens: true,
  })
  const operands: string[] = []
  const given: Record<string, unknown> = {}
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value)
    if (token.kind !== 'option') continue
    const flag = flags.find(({ name }) => name === token.rawName)
    if (!flag) {
      const names = flags.map(({ name }) => name)
      refuse(`there is no flag ${token.rawName}`, didYouMean(token.rawName, names))
    } else {
      const value = flagValue(flag, token, refuse)
      given[flag.field] = Array.isArray(value)
        ? [...((given[flag.field] as string[] | undefined) ?? []), ...value]
        : value
    }
  }
  const single = command.operands.filter(({ many }) => !many)
  const expected = single.filter(({ optional }) => !optional).map(({ name }) => `<${name}>`)
  if (operands.length < expected.length) {
    refuse(
      `${expected.slice(operands.length).join(' ')} is missing`,
      `see palaestra ${command.name} --help`,
    )
  }
  const takesMany = command.operands.some(({ many }) => many)
  const surplus = takesMany ? [] : operands.slice(single.length)
  if (surplus.length > 0) {
    refuse(`${surplus.join(' ')} is one word too many`, `see palaestra ${command.name} --help`)
  }
  return { operands, flags: checkFlags(command, given), given: given as Partial<z.input<S>> }
}

/** The fields with defaults filled in. @throws ConfigError naming the first flag that does not fit. */
export function checkFlags<S extends z.ZodObject>(
  command: Pick<Command<S>, 'name' | 'verb' | 'flags'>,
  given: Readonly<Record<string, unknown>>,
): z.output<S> {
  const parsed = command.flags.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0] ?? '')
  const flag = flagsOf(command.flags).find((known) => known.field === field)
  if (!flag || given[field] === undefined) {
    throw new ConfigError(
      `Cannot ${verbOf(command)}: ${flag?.name ?? field} is missing (see palaestra ${command.name} --help)`,
    )
  }
  const value = JSON.stringify(given[field])
  const advice =
    flag.choices.length > 0
      ? didYouMean(String(given[field]), flag.choices)
      : `see palaestra ${command.name} --help`
  const problem =
    flag.choices.length > 0
      ? 'is none of its values'
      : `does not fit: ${issue?.message.replace(/^Invalid input: /, '') ?? 'not accepted'}`
  throw new ConfigError(`Cannot ${verbOf(command)}: ${flag.name} ${value} ${problem} (${advice})`)
}

const verbOf = ({ name, verb }: Pick<Command, 'name' | 'verb'>) => verb ?? name

function flagValue(
  flag: Flag,
  token: { readonly value: string | undefined; readonly inlineValue: boolean | undefined },
  refuse: (reason: string, advice: string) => never,
): unknown {
  const { value, inlineValue } = token
  if (flag.type === 'boolean') {
    if (value !== undefined) refuse(`${flag.name} takes no value`, `leave ${value} out`)
    return true
  }
  if (value === undefined || (!inlineValue && value.startsWith('--'))) {
    return refuse(`${flag.name} needs a value`, `write ${flag.name} ${placeholder(flag)}`)
  }
  if (flag.type === 'string') return value
  if (flag.type === 'array') return value.split(',').filter((item) => item !== '')
  const number = Number(value)
  return value.trim() === '' || Number.isNaN(number) ? value : number
}

/** What stands for a flag's value in help. */
export function placeholder({ type, choices }: Flag): string {
  if (choices.length > 0) return choices.join('|')
  return type === 'integer' || type === 'number' ? '<n>' : '<value>'
}

/** `--max-turns` of `maxTurns`, `--cache-mib` of `cacheMiB`. */
export function flagName(field: string): string {
  return `--${field.replace(/MiB|[A-Z]/g, (part) => `-${part.toLowerCase()}`)}`
}
