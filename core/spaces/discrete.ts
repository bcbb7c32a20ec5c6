import { z } from 'zod'
import { ConfigError } from '../errors.ts'
import { schemaSpace } from './schema-space.ts'
import type { Space } from './space.ts'

/** The integers `start` .. `start + n - 1`. */
export function discrete(n: number, options: { readonly start?: number } = {}): Space<number> {
  const start = options.start ?? 0
  if (!Number.isSafeInteger(n) || n < 1 || !Number.isSafeInteger(start)) {
    throw new ConfigError(
      `Cannot make a discrete space: n = ${n}, start = ${start} (give integers, n >= 1)`,
    )
  }
  const schema = z
    .int()
    .min(start)
    .max(start + n - 1)
  return schemaSpace('discrete', schema, (rng) => start + rng.int(n))
}
