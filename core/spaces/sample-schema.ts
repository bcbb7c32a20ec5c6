import { z } from 'zod'
import { ConfigError } from '../errors.ts'
import type { Rng } from '../rng.ts'

/** The parts of JSON Schema that zod emits and a sampler needs. */
interface Node {
  readonly $ref?: string
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
  readonly allOf?: readonly Node[]
  readonly propertyNames?: Node
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Node
  readonly items?: Node
  readonly prefixItems?: readonly Node[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly $defs?: Readonly<Record<string, Node>>
}

const WORDS = ['a', 'x', 'index', 'test', 'src', 'node', 'list', 'help', '0', '1', ' ']
const MAX_TRIES = 100
/** Depth from which only what is required is drawn. */
const DEEP = 8

/** Draws values that a zod schema accepts, from its JSON Schema; refined values are drawn again until they pass. */
export function schemaSampler<T>(schema: z.ZodType<T>): (rng: Rng) => T {
  let root: Node | undefined
  return (rng) => {
    root ??= z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const parsed = schema.safeParse(draw(root, rng, root, 0))
      if (parsed.success) return parsed.data
    }
    throw new ConfigError(
      `Cannot sample from this space: ${MAX_TRIES} draws did not fit the schema (pass { sample } to the space)`,
    )
  }
}

function draw(node: Node, rng: Rng, root: Node, depth: number): unknown {
  if (node.$ref !== undefined) {
    const target = resolve(node, root)
    return target ? draw(target, rng, root, depth + 1) : null
  }
  if ('const' in node) return node.const
  if (node.enum) return rng.pick(node.enum)
  const members = node.anyOf ?? node.oneOf
  if (members) return draw(rng.pick(shallow(members, root, depth)), rng, root, depth + 1)
  if (node.allOf) {
    const drawn = node.allOf.map((part) => draw(part, rng, root, depth + 1))
    return drawn.every(isRecord) ? Object.assign({}, ...drawn) : drawn[0]
  }
  switch (node.type) {
    case 'object':
      return drawObject(node, rng, root, depth)
    case 'array':
      return drawArray(node, rng, root, depth)
    case 'string':
      return drawText(node, rng)
    case 'integer':
    case 'number':
      return drawNumber(node, rng)
    case 'boolean':
      return rng.chance(0.5)
    default:
      return null
  }
}

function resolve(node: Node, root: Node): Node | undefined {
  if (node.$ref === undefined) return node
  return node.$ref === '#' ? root : root.$defs?.[node.$ref.replace('#/$defs/', '')]
}

/** Deep down only the members that do not recurse, or a draw might never end. */
function shallow(members: readonly Node[], root: Node, depth: number): readonly Node[] {
  if (depth < DEEP) return members
  const closed = members.filter(
    (member) => !JSON.stringify(resolve(member, root) ?? {}).includes('"$ref"'),
  )
  return closed.length > 0 ? closed : members
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function drawObject(node: Node, rng: Rng, root: Node, depth: number): unknown {
  const required = new Set(node.required)
  const { properties = {}, additionalProperties: rest } = node
  const keys = Object.keys(properties).filter(
    (key) => required.has(key) || (depth < DEEP && rng.chance(0.5)),
  )
  if (typeof rest === 'object') {
    keys.push(...[...required].filter((key) => !Object.hasOwn(properties, key)))
    if (required.size === 0 && depth < DEEP && rng.chance(0.5)) {
      keys.push(
        node.propertyNames ? String(draw(node.propertyNames, rng, root, depth)) : rng.pick(WORDS),
      )
    }
  }
  return Object.fromEntries(
    keys.map((key) => [key, draw(properties[key] ?? (rest as Node), rng, root, depth + 1)]),
  )
}

function drawArray(node: Node, rng: Rng, root: Node, depth: number): unknown {
  const head = (node.prefixItems ?? []).map((item) => draw(item, rng, root, depth + 1))
  const low = node.minItems ?? 0
  const high = Math.max(low, Math.min(node.maxItems ?? low + 3, low + (depth < DEEP ? 3 : 0)))
  const { items } = node
  if (!items || node.prefixItems) return head
  return Array.from({ length: rng.int(low, high + 1) }, () => draw(items, rng, root, depth + 1))
}

function drawText(node: Node, rng: Rng): string {
  const low = node.minLength ?? 0
  const high = Math.min(node.maxLength ?? low + 16, low + 16)
  let drawn = ''
  while (drawn.length < low || (drawn.length < high && rng.chance(0.6))) drawn += rng.pick(WORDS)
  return drawn.slice(0, high)
}

function drawNumber(node: Node, rng: Rng): number {
  const whole = node.type === 'integer'
  // zod writes the safe-integer range as bounds of every integer: nobody means those.
  const bound = (value: number | undefined) =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined
  const least = bound(node.minimum) ?? bound(node.exclusiveMinimum)
  const most = bound(node.maximum) ?? bound(node.exclusiveMaximum)
  const low = least ?? Math.min(0, (most ?? 100) - 100)
  const high = most ?? low + 100
  const step = node.multipleOf ?? (whole ? 1 : undefined)
  if (step === undefined) return low + rng.float() * (high - low)
  const first = Math.ceil(low / step)
  return rng.int(first, Math.max(first, Math.floor(high / step)) + 1) * step
}
