import { z } from 'zod'
import { chatOptionsSchema, policyOptionsSchema } from '../agents/index.ts'
import { deviceFlag, threadsFlag } from './device-flags.ts'

const { device, threads } = policyOptionsSchema.shape
/** Agents that a command line has flags for, with their options. */
export const SCHEMAS = {
  chat: chatOptionsSchema,
  policy: policyOptionsSchema.extend({
    device: deviceFlag.optional().describe(device.description ?? ''),
    threads: threadsFlag.optional().describe(threads.description ?? ''),
  }),
} as const
export type FlaggedAgent = keyof typeof SCHEMAS
export type Field = keyof typeof chatOptionsSchema.shape | keyof typeof policyOptionsSchema.shape

/** A command line holds plain values. */
type Plain = string | number | boolean
export type AgentFlags = { readonly [F in Field]?: Plain | undefined }

const flaggedAgents = Object.keys(SCHEMAS) as readonly FlaggedAgent[]
const shapeOf = (agent: FlaggedAgent): Readonly<Record<string, z.ZodType | undefined>> =>
  SCHEMAS[agent].shape
const fields = [...new Set(flaggedAgents.flatMap((agent) => Object.keys(shapeOf(agent))))]

/** The agents that have an option of this name. */
export const agentsWith = (field: Field): readonly FlaggedAgent[] =>
  flaggedAgents.filter((agent) => shapeOf(agent)[field] !== undefined)

/**
 * Flags of agents, from their own schemas: one for options of one name. None has a default, so that one
 * knows what was given; what an agent makes of a value, its own schema decides.
 */
export const agentFlags = Object.fromEntries(
  fields.map((field) => [field, flagOf(field as Field)]),
) as { readonly [F in Field]: z.ZodOptional<z.ZodType<Plain, Plain>> }

function flagOf(field: Field): z.ZodOptional<z.ZodType> {
  const options = agentsWith(field).flatMap((agent) => {
    const schema = shapeOf(agent)[field]
    return schema ? [{ agent, ...unwrapped(schema) }] : []
  })
  return plainOf(options.map(({ inner }) => inner))
    .optional()
    .describe(describe(options))
}

/** What any of the agents may take. */
function plainOf([first = z.string(), ...others]: readonly z.ZodType[]): z.ZodType {
  const all = [first, ...others]
  if (all.some((inner) => inner instanceof z.ZodArray || inner instanceof z.ZodRecord)) {
    return z.string()
  }
  if (others.length === 0) return first
  const choices = all.flatMap((inner) => (inner instanceof z.ZodEnum ? inner.options : []))
  if (choices.length > 0) return z.enum([...new Set(choices.map(String))])
  if (first instanceof z.ZodNumber) return z.number()
  return first instanceof z.ZodBoolean ? z.boolean() : z.string()
}

/** `Chat: ...; policy: ...`, and once where they say the same. */
function describe(
  options: readonly { readonly agent: FlaggedAgent; readonly about: string }[],
): string {
  const [first] = options
  if (!first) return ''
  const names = options.map(({ agent }) => agent).join(', ')
  const isSame = options.every(({ about }) => about === first.about)
  const text = isSame
    ? `${names}: ${lowerFirst(first.about)}`
    : `${options.map(({ agent, about }) => `${agent}: ${lowerFirst(about).replace(/\.$/, '')}`).join('; ')}.`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The field without its default, which is told in words instead. */
function unwrapped(schema: z.ZodType): { readonly inner: z.ZodType; readonly about: string } {
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
  return { inner, about }
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
