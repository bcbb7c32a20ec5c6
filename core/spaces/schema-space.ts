import { z } from 'zod'
import type { Json } from '../json.ts'
import type { Rng } from '../rng.ts'
import type { Space, ToolSpec } from './space.ts'

/** The common part of every space: membership and JSON Schema come from the zod schema. */
export function schemaSpace<T>(
  kind: string,
  schema: z.ZodType<T>,
  sample: (rng: Rng) => T,
  tools?: readonly ToolSpec[],
): Space<T> {
  return {
    kind,
    schema,
    sample,
    contains: (value): value is T => schema.safeParse(value).success,
    jsonSchema: () => jsonSchemaOf(schema),
    ...(tools ? { tools } : {}),
  }
}

/** JSON Schema of what the schema accepts. */
export function jsonSchemaOf(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: 'input' }) as Json
}
