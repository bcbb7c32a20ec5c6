import { ConfigError } from '../../core/index.ts'

/** A schema and where it stands: a JSON pointer. */
export interface Located {
  readonly schema: Readonly<Record<string, unknown>>
  readonly pointer: string
}

/** As `Located`, `true` and `false` too. */
export interface Unread {
  readonly schema: unknown
  readonly pointer: string
  /** The schemas it is a branch or a target of, at one place of a text: one of them again adds nothing. */
  readonly via: readonly string[]
}

export function refuse(pointer: string, reason: string, remedy: string): never {
  throw new ConfigError(`Cannot write JSON for the schema at ${pointer}: ${reason} (${remedy})`)
}

/** Rules of JSON Schema that are not followed; what is in no list is an annotation, as in the standard. */
const UNSUPPORTED = [
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'patternProperties',
  'minProperties',
  'maxProperties',
  'contains',
  'minContains',
  'maxContains',
  'unevaluatedItems',
  'unevaluatedProperties',
  '$dynamicRef',
  '$recursiveRef',
] as const
/** Those that validators assert, and that no pattern beside them spells out. */
const ASSERTED_FORMATS = new Set(
  `date time date-time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference
   iri iri-reference uri-template uuid json-pointer relative-json-pointer regex jwt json-string
   emoji base64 base64url cidrv4 cidrv6 e164 mac hex`.split(/\s+/),
)
const COUNTS = ['minLength', 'maxLength', 'minItems', 'maxItems'] as const
const NUMBERS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
] as const

/** @throws ConfigError for a rule that is not followed, or is not well formed. */
export function checkKeywords({ schema, pointer }: Located): void {
  for (const keyword of UNSUPPORTED) {
    if (schema[keyword] !== undefined) {
      refuse(pointer, `"${keyword}" is not supported`, 'say it without')
    }
  }
  if (schema['$id'] !== undefined && pointer !== '#') {
    refuse(pointer, '"$id" gives the references in it another root', 'leave it out')
  }
  const { format, pattern, uniqueItems, maxItems } = schema as Readonly<Record<string, unknown>>
  if (typeof format === 'string' && pattern === undefined && ASSERTED_FORMATS.has(format)) {
    refuse(pointer, `"format": "${format}" has no pattern beside it`, 'give a "pattern"')
  }
  if (uniqueItems === true && !(typeof maxItems === 'number' && maxItems <= 1)) {
    refuse(pointer, '"uniqueItems" is not supported', 'leave it out')
  }
  for (const keyword of COUNTS) {
    const value = schema[keyword]
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 0)) {
      refuse(pointer, `"${keyword}" is ${JSON.stringify(value)}`, 'give a whole number')
    }
  }
  for (const keyword of NUMBERS) {
    const value = schema[keyword]
    if (value !== undefined && !Number.isFinite(value)) {
      refuse(pointer, `"${keyword}" is ${JSON.stringify(value)}`, 'give a number')
    }
  }
  if (pattern !== undefined && typeof pattern !== 'string') {
    refuse(pointer, '"pattern" is no text', 'give a regular expression')
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The list under a keyword; empty where there is none. */
export function listAt({ schema, pointer }: Located, keyword: string): readonly unknown[] {
  const value = schema[keyword] ?? []
  return Array.isArray(value) ? value : refuse(pointer, `"${keyword}" is no list`, 'give a list')
}

export function recordAt(
  { schema, pointer }: Located,
  keyword: string,
): Readonly<Record<string, unknown>> {
  const value = schema[keyword] ?? {}
  return isRecord(value) ? value : refuse(pointer, `"${keyword}" is no object`, 'give an object')
}

/** The pointer to what is under a keyword. */
export const under = (pointer: string, ...steps: readonly (string | number)[]): string =>
  [pointer, ...steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join(
    '/',
  )
