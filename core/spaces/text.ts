import { z } from 'zod'
import { ConfigError } from '../errors.ts'
import { schemaSpace } from './schema-space.ts'
import type { Space } from './space.ts'

export interface TextOptions {
  readonly minLength?: number
  /** Default: no limit for membership; samples are at most 32 characters. */
  readonly maxLength?: number
  /** Characters samples are drawn from; when given, also the only ones allowed. */
  readonly charset?: string
  readonly description?: string
}

const PRINTABLE = 'abcdefghijklmnopqrstuvwxyz0123456789 '

/** Texts of these characters alone; as a choice, since classes would cut characters beyond U+FFFF in two. */
const patternOf = (characters: ReadonlySet<string>): string =>
  `^(?:${[...characters].map((one) => one.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')).join('|')})*$`

/** Any string, optionally limited in length (Unicode code points, as in JSON Schema) and alphabet. */
export function text(options: TextOptions = {}): Space<string> {
  const { minLength = 0, maxLength, charset } = options
  const alphabet = [...(charset ?? PRINTABLE)]
  if (minLength > (maxLength ?? minLength) || (alphabet.length === 0 && minLength > 0)) {
    throw new ConfigError(
      `Cannot make a text space: no text has ${minLength} to ${maxLength} characters of ${JSON.stringify(charset ?? 'any')} (widen it)`,
    )
  }
  let schema = z.string()
  if (minLength > 0) schema = schema.min(minLength)
  if (maxLength !== undefined) schema = schema.max(maxLength)
  if (charset !== undefined) {
    const allowed = new Set(charset)
    // A rule that is code would be missing from the JSON Schema.
    schema = schema.regex(new RegExp(patternOf(allowed), 'u'), {
      message: `expected only characters of ${JSON.stringify(charset)}`,
    })
  }
  if (options.description !== undefined) schema = schema.describe(options.description)
  return schemaSpace('text', schema, (rng) => {
    const longest = Math.max(minLength, maxLength ?? 32)
    const length = rng.int(minLength, Math.min(longest, minLength + 32) + 1)
    return Array.from({ length }, () => rng.pick(alphabet)).join('')
  })
}
