import type { Invalid, Space } from '../../core/index.ts'

interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
}

/** Whether a line is an action as it was typed. */
export function takesText(space: Space<unknown>): boolean {
  return (space.jsonSchema() as Schema).type === 'string'
}

/** What a player typed as an action. What is none goes to the env all the same, which says what it wants. */
export function actionOf(space: Space<unknown>, line: string): unknown {
  if (takesText(space)) return line
  try {
    return JSON.parse(line)
  } catch {
    const [example = '...'] = formsOf(space)
    const invalid: Invalid = { invalid: `the line is not JSON, such as ${example}`, raw: line }
    return invalid
  }
}

/** What actions look like, where they are not text: `{"tool":"read","path":"..."}`. */
export function formsOf(space: Space<unknown>): readonly string[] {
  const schema = space.jsonSchema() as Schema
  return (schema.anyOf ?? schema.oneOf ?? [schema]).map((each) => JSON.stringify(exampleOf(each)))
}

function exampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [member] = schema.anyOf ?? schema.oneOf ?? []
  if (member) return exampleOf(member)
  if (schema.type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, value]) => [name, exampleOf(value)]),
    )
  }
  const examples = { string: '...', integer: 1, number: 1, boolean: true, array: [] }
  return (examples as Readonly<Record<string, unknown>>)[schema.type ?? ''] ?? null
}
