import { z } from 'zod'
import { ConfigError } from '../errors.ts'
import { schemaSampler } from './sample-schema.ts'
import { jsonSchemaOf, schemaSpace } from './schema-space.ts'
import type { Space, ToolSpec } from './space.ts'

/** `{ tool: 'bash', command: '...' } | { tool: 'submit' } | ...`. */
export type ToolCall<T extends Readonly<Record<string, z.ZodObject>>> = {
  [K in keyof T & string]: OneCall<K, T[K]>
}[keyof T & string]

// The output of an empty object schema is Record<string, never>, with which `tool` would clash.
type OneCall<K extends string, S extends z.ZodObject> = keyof S['shape'] extends never
  ? { tool: K }
  : Flat<{ tool: K } & z.output<S>>
type Flat<T> = { [P in keyof T]: T[P] }

/**
 * Several tools: an action is a union discriminated by `tool`. (A plain union of objects would parse
 * a call as the first member that fits.) Unknown arguments are errors. A schema's `describe()` is
 * the tool's description.
 */
export function tools<T extends Readonly<Record<string, z.ZodObject>>>(
  table: T,
): Space<ToolCall<T>> {
  const members = Object.entries(table).map(([name, schema]) => {
    if ('tool' in schema.shape) {
      throw new ConfigError(`Cannot define tool ${name}: an argument is named "tool" (rename it)`)
    }
    // Rules over several arguments (`refine`) are no part of the shape.
    const rules = (schema.def.checks ?? []) as z.core.$ZodCheck<unknown>[]
    return z.strictObject({ tool: z.literal(name), ...schema.shape }).check(...rules)
  })
  const [first, ...rest] = members
  if (!first) throw new ConfigError('Cannot make a space of tools: none given (name at least one)')
  const schema = z.discriminatedUnion('tool', [first, ...rest]) as unknown as z.ZodType<ToolCall<T>>
  const specs = Object.entries(table).map(
    ([name, arguments_]): ToolSpec => ({
      name,
      description: arguments_.description ?? '',
      parameters: jsonSchemaOf(arguments_.strict()),
      toAction: (args) => ({ ...args, tool: name }),
    }),
  )
  return schemaSpace('tools', schema, schemaSampler(schema), specs)
}
