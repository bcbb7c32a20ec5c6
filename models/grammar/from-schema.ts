import type { Automaton } from './automaton.ts'
import { ANY_CHARACTER } from './code-points.ts'
import { termOfPattern } from './from-pattern.ts'
import { jsonAlphabet, jsonLiteral } from './json-text.ts'
import { isStep, numberTerm } from './numbers.ts'
import {
  type Conjunction,
  createAlternatives,
  type TypeName,
  typesOf,
  valuesOf,
} from './schema-alternatives.ts'
import { arrayTerm, type Compile, objectTerm } from './schema-containers.ts'
import { refuse, type Unread } from './schema-node.ts'
import type { Term } from './terms.ts'

/** Terms by the names that references know them under. */
export type Rules = Map<string, Term>

/**
 * The JSON texts of a schema: each fits it, and is written as `JSON.stringify` would write a value whose
 * properties are in their declared order. Not every value is there: no properties beside the declared
 * ones, and only the numbers that `numberTerm` tells of.
 * @throws ConfigError for rules that are not supported, with their place.
 */
export function termOfSchema(automaton: Automaton, schema: unknown, rules: Rules): Term {
  const { terms } = automaton
  const alphabet = jsonAlphabet(terms)
  const alternatives = createAlternatives(schema)
  const open = new Set<string>()
  // Two schemas in one grammar must not share their rules.
  const prefix = `${rules.size}:`

  const compile: Compile = (conjuncts) => {
    const key =
      prefix +
      conjuncts
        .map(({ pointer }) => pointer)
        .sort()
        .join('&')
    const known = rules.get(key)
    if (known) return known
    if (open.has(key)) return terms.reference(key, () => rules.get(key) ?? terms.none)
    open.add(key)
    const expanded = alternatives(conjuncts.map((conjunct) => ({ ...conjunct, via: [] })))
    const term = terms.choice(expanded.map((conjunction) => leaf(conjunction)))
    rules.set(key, term)
    return term
  }

  function leaf(conjunction: Conjunction): Term {
    const values = valuesOf(conjunction)
    if (!values) return ofTypes(conjunction)
    const rest = conjunction.map(({ schema, pointer }) => {
      const { const: _, enum: __, ...others } = schema
      return { schema: others, pointer }
    })
    const ruled = rest.some(({ schema }) => Object.keys(schema).some((key) => RULES.has(key)))
    const others = ruled ? ofTypes(rest) : undefined
    return terms.choice(
      values
        .filter((text) => !others || automaton.accepts(others, text))
        .map((text) => jsonLiteral(terms, JSON.parse(text))),
    )
  }

  function ofTypes(conjunction: Conjunction): Term {
    const types = typesOf(conjunction)
    return terms.choice(types.map((type) => ofType(conjunction, type, types)))
  }

  function ofType(conjunction: Conjunction, type: TypeName, types: readonly TypeName[]): Term {
    switch (type) {
      case 'null':
        return terms.literal('null')
      case 'boolean':
        return terms.choice([terms.literal('true'), terms.literal('false')])
      case 'integer':
        // A number may be an integer: one automaton for both.
        return types.includes('number') ? terms.none : ofNumber(conjunction, true)
      case 'number':
        return ofNumber(conjunction, false)
      case 'string':
        return ofString(conjunction)
      case 'array':
        return arrayTerm(terms, conjunction, compile)
      case 'object':
        return objectTerm({ automaton, conjunction, compile, anyKey: () => ofString([]) })
    }
  }

  function ofNumber(conjunction: Conjunction, isInteger: boolean): Term {
    const bounds = (keyword: string, exclusive: boolean) =>
      numbersAt(conjunction, keyword).map((value) => ({ value, exclusive }))
    const multipleOf = numbersAt(conjunction, 'multipleOf')
    const step = multipleOf.find((value) => !isStep(value))
    if (step !== undefined) {
      const pointer =
        conjunction.find(({ schema }) => schema['multipleOf'] === step)?.pointer ?? '#'
      refuse(pointer, `"multipleOf" is ${step}`, 'give a decimal above 0, of at most 15 digits')
    }
    return numberTerm(terms, {
      isInteger,
      low: [...bounds('minimum', false), ...bounds('exclusiveMinimum', true)],
      high: [...bounds('maximum', false), ...bounds('exclusiveMaximum', true)],
      multipleOf,
    })
  }

  function ofString(conjunction: Conjunction): Term {
    const min = Math.max(0, ...numbersAt(conjunction, 'minLength'))
    const max = Math.min(Infinity, ...numbersAt(conjunction, 'maxLength'))
    const patterns = conjunction.flatMap(({ schema: { pattern } }) =>
      typeof pattern === 'string' ? [pattern] : [],
    )
    const text = patterns.reduce(
      (term, pattern) =>
        terms.both(term, termOfPattern(terms, pattern, { alphabet, contains: true })),
      terms.repeat(alphabet.characters(ANY_CHARACTER), min, max),
    )
    const quote = terms.literal('"')
    return terms.sequence(quote, text, quote)
  }

  const start: Unread = { schema, pointer: '#', via: [] }
  return compile([start])
}

const RULES = new Set(
  `minLength maxLength pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf items
   prefixItems minItems maxItems properties required additionalProperties propertyNames`.split(
    /\s+/,
  ),
)

const numbersAt = (conjunction: Conjunction, keyword: string): readonly number[] =>
  conjunction.flatMap(({ schema }) => {
    const value = schema[keyword]
    return typeof value === 'number' ? [value] : []
  })
