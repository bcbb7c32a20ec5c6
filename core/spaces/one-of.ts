import { z } from 'zod'
import { schemaSpace } from './schema-space.ts'
import type { Space, Value } from './space.ts'

/** The union of spaces; a sample picks a member first. */
export function oneOf<const S extends readonly [Space<unknown>, ...Space<unknown>[]]>(
  ...members: S
): Space<Value<S[number]>> {
  type T = Value<S[number]>
  const schema = z.union(members.map((member) => member.schema)) as unknown as z.ZodType<T>
  return schemaSpace('oneOf', schema, (rng) => rng.pick(members).sample(rng) as T)
}
