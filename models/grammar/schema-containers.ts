import type { Automaton } from './automaton.ts'
import { jsonLiteral } from './json-text.ts'
import { type Conjunction, propertyOf, requiredOf } from './schema-alternatives.ts'
import {
  isRecord,
  type Located,
  listAt,
  recordAt,
  refuse,
  type Unread,
  under,
} from './schema-node.ts'
import type { Term, Terms } from './terms.ts'

/** The term of a value that all of these hold for. */
export type Compile = (conjuncts: readonly Unread[]) => Term

export interface ObjectOptions {
  readonly automaton: Automaton
  readonly conjunction: Conjunction
  readonly compile: Compile
  /** Any text, quoted. */
  readonly anyKey: () => Term
}

/**
 * Objects with the declared properties, in their order, and those required beside them. Where none is
 * declared at all: any keys, each as often as it comes.
 */
export function objectTerm(options: ObjectOptions): Term {
  const { automaton, conjunction, compile } = options
  const { terms } = automaton
  const required = requiredOf(conjunction)
  const declared = conjunction.flatMap((node) => Object.keys(recordAt(node, 'properties')))
  const keys = [...new Set([...declared, ...conjunction.flatMap(namedKeys), ...required])]
  if (conjunction.every(({ schema }) => schema['properties'] === undefined) && keys.length === 0) {
    return anyObject(options)
  }
  const names = keyTerm(options)
  let [first, later] = [terms.literal('}'), terms.literal('}')]
  for (const key of keys.reverse()) {
    const allowed = automaton.accepts(names, JSON.stringify(key))
    const value = allowed ? compile(propertyOf(conjunction, key)) : terms.none
    const written = terms.sequence(jsonLiteral(terms, key), terms.literal(':'), value, later)
    const left = required.includes(key) ? [terms.none, terms.none] : [first, later]
    first = terms.choice([written, left[0] ?? terms.none])
    later = terms.choice([terms.sequence(terms.literal(','), written), left[1] ?? terms.none])
  }
  return terms.sequence(terms.literal('{'), first)
}

/** Keys of a record that has a list of them. */
function namedKeys({ schema }: Located): readonly string[] {
  const names = schema['propertyNames']
  if (schema['properties'] !== undefined || !isRecord(names) || !Array.isArray(names['enum'])) {
    return []
  }
  return names['enum'].filter((name) => typeof name === 'string')
}

function anyObject(options: ObjectOptions): Term {
  const { automaton, conjunction, compile } = options
  const { terms } = automaton
  // A name that no property has: what holds for all others.
  const value = compile(propertyOf(conjunction, ''))
  const entry = terms.sequence(keyTerm(options), terms.literal(':'), value)
  return terms.sequence(terms.literal('{'), listOf(terms, entry, 0, Infinity), terms.literal('}'))
}

function keyTerm({ conjunction, compile, anyKey }: ObjectOptions): Term {
  const rules = conjunction.flatMap(({ schema, pointer }): Unread[] => {
    const names = schema['propertyNames']
    if (names === undefined) return []
    return [{ schema: names, pointer: under(pointer, 'propertyNames'), via: [] }]
  })
  if (rules.length === 0) return anyKey()
  const text: Unread = { schema: { type: 'string' }, pointer: '#propertyName', via: [] }
  const names = compile([...rules, text])
  return names
}

export function arrayTerm(terms: Terms, conjunction: Conjunction, compile: Compile): Term {
  const limit = (keyword: string, start: number, pick: (...values: number[]) => number) =>
    pick(start, ...conjunction.map(({ schema }) => Number(schema[keyword] ?? start)))
  const min = limit('minItems', 0, Math.max)
  const max = limit('maxItems', Infinity, Math.min)
  if (min > max) return terms.none
  const heads = conjunction.map((node) => listAt(node, 'prefixItems'))
  const length = Math.max(0, ...heads.map((head) => head.length))

  const itemAt = (i: number): Term =>
    compile(
      conjunction.flatMap(({ schema, pointer }, place): Unread[] => {
        const head = heads[place] ?? []
        if (i < head.length) {
          return [{ schema: head[i], pointer: under(pointer, 'prefixItems', i), via: [] }]
        }
        const { items } = schema as { readonly items?: unknown }
        if (Array.isArray(items)) {
          refuse(pointer, '"items" is a list', 'say "prefixItems", as draft 2020-12 does')
        }
        return items === undefined
          ? []
          : [{ schema: items, pointer: under(pointer, 'items'), via: [] }]
      }),
    )

  const comma = terms.literal(',')
  let elements: Term
  if (length === 0) elements = listOf(terms, max === 0 ? terms.none : itemAt(0), min, max)
  else {
    const more = max > length ? terms.sequence(comma, itemAt(length)) : terms.none
    elements = terms.repeat(more, Math.max(0, min - length), Math.max(0, max - length))
    for (let i = Math.min(length, max) - 1; i >= 0; i--) {
      // Behind the last that may be, nothing comes.
      const rest = i + 1 >= max ? terms.empty : elements
      const item = terms.sequence(itemAt(i), rest)
      elements = terms.choice([
        i >= min ? terms.empty : terms.none,
        i === 0 ? item : terms.sequence(comma, item),
      ])
    }
  }
  return terms.sequence(terms.literal('['), elements, terms.literal(']'))
}

/** So many, with commas between them. */
function listOf(terms: Terms, item: Term, min: number, max: number): Term {
  const more = terms.repeat(
    terms.sequence(terms.literal(','), item),
    Math.max(0, min - 1),
    Math.max(0, max - 1),
  )
  return terms.choice([
    min === 0 ? terms.empty : terms.none,
    max === 0 ? terms.none : terms.sequence(item, more),
  ])
}
