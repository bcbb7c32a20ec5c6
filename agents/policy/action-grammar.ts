import { ConfigError, type Grammar, type Space, type ToolSpec } from '../../core/index.ts'
import { bareSchema } from '../shared/bare-schema.ts'
import { isRecord } from '../shared/is-record.ts'
import type { CallForm } from './call-form.ts'
import { wholeTextPattern } from './whole-text-pattern.ts'

type Schema = Readonly<Record<string, unknown>>

const literal = (text: string): Grammar => ({ kind: 'literal', text })
const choice = (options: readonly Grammar[]): Grammar => {
  const [only] = options
  return options.length === 1 && only ? only : { kind: 'choice', options }
}
const sequence = (...parts: readonly Grammar[]): Grammar => ({ kind: 'sequence', parts })

/**
 * All messages that are one legal action: a text of the space, or one call of a tool in its form (null
 * where actions are texts). Rules of a tool's arguments beyond JSON Schema are left to the env.
 * @throws ConfigError for texts that no grammar can tell.
 */
export function actionGrammar(
  space: Space<unknown>,
  tools: readonly ToolSpec[],
  form: CallForm | null,
): Grammar {
  if (form === null) return textGrammar(space)
  return choice(tools.map((tool) => callGrammar(tool, form)))
}

/** One call, as the form has it. */
function callGrammar({ name, parameters }: ToolSpec, form: CallForm): Grammar {
  const { head, middle, tail, isSpaced } = form
  const quoted = JSON.stringify(name).slice(1, -1)
  const schema = bareSchema(parameters)
  const given: Grammar = { kind: 'json', schema }
  return sequence(
    literal(head + quoted + middle),
    isSpaced && isRecord(schema) ? (spacedObject(schema) ?? given) : given,
    literal(tail),
  )
}

/** Keywords of an object whose properties can be written one by one. */
const PLAIN = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'description',
  'title',
])
/** Each doubles the grammar. */
const MOST_OPTIONAL = 5

/**
 * An object with its properties in their order, and spaces where models were shown them; null where it
 * cannot be taken apart: then it is written without.
 */
function spacedObject(schema: Schema): Grammar | null {
  const { properties = {}, required = [] } = schema
  const isPlain = Object.keys(schema).every((keyword) => PLAIN.has(keyword))
  const isAlone = !JSON.stringify(schema).includes('"$ref"')
  if (!isPlain || !isAlone || !isRecord(properties) || !Array.isArray(required)) return null
  const names = Object.keys(properties)
  if (required.some((name) => !names.includes(name))) return null
  if (names.length - required.length > MOST_OPTIONAL) return null

  const from = (place: number, isFirst: boolean): Grammar => {
    const name = names[place]
    if (name === undefined) return literal('}')
    const key = literal(`${isFirst ? '' : ', '}${JSON.stringify(name)}: `)
    const value: Grammar = { kind: 'json', schema: properties[name] }
    const written = sequence(key, value, from(place + 1, false))
    return required.includes(name) ? written : choice([written, from(place + 1, isFirst)])
  }
  return sequence(literal('{'), from(0, true))
}

/** The texts of a space. */
function textGrammar(space: Space<unknown>): Grammar {
  const schema = bareSchema(space.jsonSchema())
  const grammar = isRecord(schema) ? textOf(schema) : null
  // JSON Schema does not show rules that are code.
  const { checks = [] } = space.schema.def
  const isWhole = checks.every((check) => check._zod.def.check !== 'custom')
  if (grammar !== null && isWhole) return grammar
  throw new ConfigError(
    `Cannot constrain messages to ${JSON.stringify(schema)}: ${isWhole ? 'no grammar tells these texts' : 'it has a rule beyond JSON Schema'} (leave constrained out)`,
  )
}

function textOf(schema: Schema): Grammar | null {
  const { enum: values, const: value, anyOf, oneOf, type, ...rest } = schema
  const listed = value === undefined ? values : [value]
  if (Array.isArray(listed)) {
    const texts = listed.filter(
      (entry): entry is string => typeof entry === 'string' && entry !== '',
    )
    return texts.length > 0 ? choice(texts.map(literal)) : null
  }
  const members = anyOf ?? oneOf
  if (Array.isArray(members)) {
    const grammars = members.map((member) => (isRecord(member) ? textOf(member) : null))
    return grammars.every((grammar) => grammar !== null) ? choice(grammars) : null
  }
  if (type !== 'string' || 'allOf' in rest) return null
  const { minLength, maxLength, pattern } = rest
  const whole = typeof pattern === 'string' ? wholeTextPattern(pattern) : undefined
  if (whole === null) return null
  return {
    kind: 'text',
    // An empty message is no action.
    minLength: Math.max(1, typeof minLength === 'number' ? minLength : 1),
    ...(typeof maxLength === 'number' ? { maxLength } : {}),
    ...(whole === undefined ? {} : { pattern: whole }),
  }
}
