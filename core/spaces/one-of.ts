import { z } from 'zod'
import { schemaSpace } from './schema-space.ts'
import type { Space, Value } from './space.ts'

/**
 * The union of spaces; a sample picks a member first. A value is parsed by the first member that accepts
 * it: tool calls are told apart by `tools`, not by this.
 */
export function oneOf<const S extends readonly [Space<unknown>, ...Space<unknown>[]]>(
  ...members: S
): Space<Value<S[number]>> {
  type T = Value<S[number]>
  const schema = z.union(members.map((member) => member.schema)) as unknown as z.ZodType<T>
  const specs = members.flatMap((member) => member.tools ?? [])
  return schemaSpace(
    'oneOf',
    schema,
    (rng) => rng.pick(members).sample(rng) as T,
    specs.length > 0 ? specs : undefined,
  )
}
