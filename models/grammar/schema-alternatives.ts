import {
  checkKeywords,
  isRecord,
  type Located,
  listAt,
  refuse,
  type Unread,
  under,
} from './schema-node.ts'

/** Schemas that all hold for one value, none of them made of others. */
export type Conjunction = readonly Located[]

/** How a value may be: as any one of several conjunctions says. */
export type Alternatives = readonly Conjunction[]

const DEEPEST = 8

/**
 * Takes `$ref`, `allOf`, `anyOf`, `oneOf` and booleans apart, and puts what stands beside them into each
 * branch.
 * @throws ConfigError for what is not supported, and for branches of a `oneOf` that one value might fit.
 */
export function createAlternatives(root: unknown): (conjuncts: readonly Unread[]) => Alternatives {
  function expand(given: readonly Unread[], known: Conjunction = []): Alternatives {
    const queue = [...given]
    const done = [...known]
    for (let item = queue.shift(); item; item = queue.shift()) {
      const { schema, pointer, via } = item
      if (schema === true || done.some((other) => other.pointer === pointer)) continue
      if (schema === false) return []
      if (!isRecord(schema)) refuse(pointer, 'it is no schema', 'give an object or a boolean')
      const node: Located = { schema, pointer }
      checkKeywords(node)
      const { $ref, not, allOf, anyOf, oneOf, ...plain } = schema
      if (not !== undefined && not !== false) {
        if (!admitsAll(not)) refuse(pointer, '"not" is not supported', 'say it without')
        return []
      }
      if ($ref !== undefined) {
        const target = resolve(node)
        if (target.pointer === pointer || via.includes(target.pointer)) return []
        queue.push({ ...target, via: [...via, pointer] })
      }
      queue.push(...branches(node, 'allOf', via))
      // Its own branches are still to come, where it has both.
      if (anyOf !== undefined && oneOf !== undefined) {
        queue.push({ schema: { oneOf }, pointer: under(pointer, 'oneOf'), via: [...via, pointer] })
      }
      done.push({ schema: plain, pointer })
      const kind = anyOf !== undefined ? 'anyOf' : oneOf !== undefined ? 'oneOf' : undefined
      if (kind === undefined) continue
      const options = branches(node, kind, via)
      if (kind === 'oneOf') checkDisjoint(node, options)
      return options.flatMap((option) => expand([option, ...queue], done))
    }
    return [done]
  }

  function branches(node: Located, keyword: string, via: readonly string[]): Unread[] {
    return listAt(node, keyword).map((schema, i) => ({
      schema,
      pointer: under(node.pointer, keyword, i),
      via: [...via, node.pointer],
    }))
  }

  function resolve({ schema, pointer }: Located): { schema: unknown; pointer: string } {
    const reference = schema['$ref']
    if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) {
      refuse(pointer, `"$ref": ${JSON.stringify(reference)} leads out of it`, 'point to "#/..."')
    }
    const steps = decodeURIComponent(reference).split('/').slice(1)
    let found: unknown = root
    for (const step of steps) {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
      found =
        (isRecord(found) || Array.isArray(found)) && Object.hasOwn(found, key)
          ? (found as Readonly<Record<string, unknown>>)[key]
          : undefined
    }
    if (found === undefined) refuse(pointer, `"$ref": "${reference}" is not there`, 'define it')
    return { schema: found, pointer: ['#', ...steps].join('/') }
  }

  function checkDisjoint(node: Located, options: readonly Unread[]): void {
    options.forEach((a, i) => {
      for (const b of options.slice(i + 1)) {
        if (!disjoint([a], [b], 0)) {
          refuse(
            node.pointer,
            `one value might fit two branches of "oneOf", at ${a.pointer} and ${b.pointer}`,
            'tell them apart by a required property with a "const", or say "anyOf"',
          )
        }
      }
    })
  }

  function disjoint(a: readonly Unread[], b: readonly Unread[], depth: number): boolean {
    if (depth > DEEPEST) return false
    const others = expand(b)
    return expand(a).every((one) => others.every((other) => apart(one, other, depth)))
  }

  function apart(a: Conjunction, b: Conjunction, depth: number): boolean {
    const [values, others] = [valuesOf(a), valuesOf(b)]
    if (values && others) return values.every((value) => !others.includes(value))
    const [types, otherTypes] = [leftTypes(a, values), leftTypes(b, others)]
    if (types.every((type) => !otherTypes.includes(type))) return true
    if (types.join() !== 'object' || otherTypes.join() !== 'object') return false
    const required = requiredOf(b)
    return requiredOf(a).some(
      (key) =>
        required.includes(key) && disjoint(propertyOf(a, key), propertyOf(b, key), depth + 1),
    )
  }
  return expand
}

const admitsAll = (schema: unknown): boolean =>
  schema === true || (isRecord(schema) && Object.keys(schema).length === 0)

/** JSON of the values that `const` and `enum` leave; undefined where there is neither. */
export function valuesOf(conjunction: Conjunction): readonly string[] | undefined {
  let values: readonly string[] | undefined
  for (const node of conjunction) {
    for (const keyword of ['const', 'enum'] as const) {
      if (!Object.hasOwn(node.schema, keyword)) continue
      const given = keyword === 'const' ? [node.schema['const']] : listAt(node, 'enum')
      const texts = given.map((value) => JSON.stringify(value) ?? 'null')
      values = values ? values.filter((text) => texts.includes(text)) : [...new Set(texts)]
    }
  }
  const types = typesOf(conjunction)
  return values?.filter((text) => types.includes(typeOf(JSON.parse(text))))
}

const leftTypes = (
  conjunction: Conjunction,
  values: readonly string[] | undefined,
): readonly TypeName[] =>
  values ? values.map((text) => typeOf(JSON.parse(text))) : typesOf(conjunction)

const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const
export type TypeName = (typeof TYPES)[number]

/** The types that are left. "number" is those that are no integers. */
export function typesOf(conjunction: Conjunction): readonly TypeName[] {
  let types: readonly TypeName[] = TYPES
  for (const { schema, pointer } of conjunction) {
    const { type } = schema as { readonly type?: unknown }
    if (type === undefined) continue
    const names = Array.isArray(type) ? type : [type]
    const unknown = names.find((name) => !TYPES.some((known) => known === name))
    if (unknown !== undefined) {
      refuse(pointer, `"type" is ${JSON.stringify(unknown)}`, `choose from ${TYPES.join(', ')}`)
    }
    types = types.filter(
      (name) => names.includes(name) || (name === 'integer' && names.includes('number')),
    )
  }
  return types
}

function typeOf(value: unknown): TypeName {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  if (typeof value === 'boolean' || typeof value === 'string') {
    return typeof value === 'string' ? 'string' : 'boolean'
  }
  return 'object'
}

export const requiredOf = (conjunction: Conjunction): readonly string[] => [
  ...new Set(conjunction.flatMap((node) => listAt(node, 'required').map(String))),
]

/** What holds for the value of a property. */
export function propertyOf(conjunction: Conjunction, key: string): readonly Unread[] {
  return conjunction.flatMap(({ schema, pointer }): Unread[] => {
    const properties = schema['properties']
    if (isRecord(properties) && Object.hasOwn(properties, key)) {
      return [{ schema: properties[key], pointer: under(pointer, 'properties', key), via: [] }]
    }
    const more = schema['additionalProperties']
    if (more === undefined) return []
    return [{ schema: more, pointer: under(pointer, 'additionalProperties'), via: [] }]
  })
}
