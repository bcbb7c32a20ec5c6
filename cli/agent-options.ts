import { z } from 'zod'
import {
  agents,
  type ChatOptions,
  chatFromEnvironment,
  chatOptionsSchema,
} from '../agents/index.ts'
import { type AgentFactory, ConfigError, didYouMean } from '../core/index.ts'

type Field = keyof typeof chatOptionsSchema.shape
/** A command line holds plain values. */
type Plain = string | number | boolean
type AgentFlags = { readonly [F in Field]?: Plain | undefined }

/** Flags of the agent `chat`, from its own schema; none has a default, so that one knows what was given. */
export const agentFlags = Object.fromEntries(
  Object.entries(chatOptionsSchema.shape).map(([field, schema]) => [field, flagOf(schema)]),
) as { readonly [F in Field]: z.ZodOptional<z.ZodType<Plain, Plain>> }

/** Fields that a command line holds as text: several values, or JSON. */
const readers: Readonly<Partial<Record<Field, (text: string) => unknown>>> = {
  stop: (text) => (text.startsWith('[') ? parsedFlag('stop', text) : [text]),
  body: (text) => parsedFlag('body', text),
}
/** Of a resumed run only what decides nothing about how the agent acts may change. */
const FREE: readonly Field[] = [
  'baseUrl',
  'stream',
  'retries',
  'timeoutMs',
  'maxRetryWaitMs',
  'maxConcurrentRequests',
]

/** The agent of that name. @throws ConfigError for flags it has no use for. */
export function agentOf(name: string, flags: AgentFlags): AgentFactory<unknown, unknown> {
  const given = givenFields(flags)
  const agent = Object.hasOwn(agents, name) ? agents[name] : undefined
  if (!agent) {
    throw new ConfigError(
      `Cannot run: there is no agent ${name} (${didYouMean(name, Object.keys(agents))})`,
    )
  }
  if (name === 'chat') return async () => chatFromEnvironment(chatOptionsOf(flags))
  const [unused] = given
  if (unused === undefined) return agent
  throw new ConfigError(
    `Cannot use ${flagName(unused)} with agent ${name}: only chat has it (add --agent chat, or leave it out)`,
  )
}

/** @throws ConfigError where a resumed run would go on with an agent that acts otherwise. */
export function checkSameAgent(dir: string, stored: AgentFlags, given: AgentFlags): void {
  const changed = givenFields(given).filter(
    (field) => !FREE.includes(field) && stored[field] !== given[field],
  )
  const [first] = changed
  if (first === undefined) return
  const was = stored[first] === undefined ? 'not given' : JSON.stringify(stored[first])
  throw new ConfigError(
    `Cannot resume ${dir}: ${flagName(first)} was ${was}, is ${JSON.stringify(given[first])} (give the same, or start a new run)`,
  )
}

function givenFields(flags: AgentFlags): readonly Field[] {
  return (Object.keys(agentFlags) as Field[]).filter((field) => flags[field] !== undefined)
}

function chatOptionsOf(flags: AgentFlags): Partial<ChatOptions> {
  return Object.fromEntries(
    givenFields(flags).map((field) => {
      const value = flags[field]
      const read = typeof value === 'string' ? readers[field] : undefined
      return [field, read ? read(String(value)) : value]
    }),
  )
}

function parsedFlag(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigError(`Cannot read --${name} ${text}: it is not JSON (mind the quotes)`)
  }
}

/** The field without its default, which is told in words instead. */
function flagOf(schema: z.ZodType): z.ZodOptional<z.ZodType> {
  let inner = schema
  let about = schema.description ?? ''
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) {
    if (inner instanceof z.ZodDefault) {
      const { defaultValue } = inner.def
      const isPlain = typeof defaultValue === 'number' || typeof defaultValue === 'string'
      if (isPlain) about = `${about.replace(/\.$/, '')} (default ${defaultValue}).`
    }
    inner = inner.unwrap() as z.ZodType
  }
  const isStructured = inner instanceof z.ZodArray || inner instanceof z.ZodRecord
  return (isStructured ? z.string() : inner).optional().describe(`Chat: ${lowerFirst(about)}`)
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function flagName(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
