import type { z } from 'zod'
import type { Rng } from '../rng.ts'
import { schemaSampler } from './sample-schema.ts'
import { jsonSchemaOf, schemaSpace } from './schema-space.ts'
import type { Space } from './space.ts'

export interface JsonSpaceOptions<T> {
  /** How to draw a value, where the schema has rules (patterns, refinements) no sampler can guess. */
  readonly sample?: (rng: Rng) => T
}

/** Every value a zod schema accepts. */
export function json<T>(schema: z.ZodType<T>, options: JsonSpaceOptions<T> = {}): Space<T> {
  const sample = options.sample ?? schemaSampler(schema)
  return schemaSpace('json', schema, sample)
}

/** One tool: an action is its arguments. */
export function tool<S extends z.ZodObject>(
  name: string,
  schema: S,
  options: JsonSpaceOptions<z.output<S>> = {},
): Space<z.output<S>> {
  const strict = schema.strict() as unknown as z.ZodType<z.output<S>>
  const spec = {
    name,
    description: schema.description ?? '',
    parameters: jsonSchemaOf(strict),
    toAction: (args: Readonly<Record<string, unknown>>) => args,
  }
  return schemaSpace('tool', strict, options.sample ?? schemaSampler(strict), [spec])
}
