import type { Json } from '../../core/index.ts'

/** Without the line that names the dialect of JSON Schema: some servers refuse it. */
export function bareSchema(schema: Json): Json {
  const { $schema: _, ...rest } = schema as { readonly [key: string]: Json }
  return rest
}
