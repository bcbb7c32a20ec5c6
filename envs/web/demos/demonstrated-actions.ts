import { z } from 'zod'
import { json, type Space, tools } from '../../../core/index.ts'
import { webActions } from '../act/tools.ts'
import type { Demonstration } from './demonstrations.ts'
import { isToolAction, type ToolAction } from './match-action.ts'

/** Any tool call: what is left of it depends on the demonstrations. */
export const anyToolCall: Space<ToolAction> = json(
  z.looseObject({ tool: z.string() }) as unknown as z.ZodType<ToolAction>,
  { sample: (rng) => ({ tool: rng.pick(['click', 'back']) }) },
)

/** The tools of web envs where the demonstrations are of those; else those that they use, as they use them. */
export function demonstratedActions(all: readonly Demonstration[]): Space<ToolAction> {
  const actions = all.flatMap((demonstration) => demonstration.actions)
  if (actions.every((action) => webActions.contains(action))) {
    return webActions as unknown as Space<ToolAction>
  }
  const names = [...new Set(actions.map(({ tool }) => tool))].sort()
  const table = names.map((name) => [name, argumentsOf(actions.filter(isOf(name)))] as const)
  return tools(Object.fromEntries(table)) as unknown as Space<ToolAction>
}

const isOf = (name: string) => (action: unknown) => isToolAction(action) && action.tool === name

function argumentsOf(calls: readonly ToolAction[]): z.ZodObject {
  const names = [...new Set(calls.flatMap((call) => Object.keys(call)))].filter(
    (name) => name !== 'tool',
  )
  const shape = names.map((name) => {
    const given = calls.map((call) => call[name]).filter((value) => value !== undefined)
    const schema = schemaOf(given)
    return [name, given.length === calls.length ? schema : schema.optional()] as const
  })
  return z.object(Object.fromEntries(shape))
}

function schemaOf(values: readonly unknown[]): z.ZodType {
  if (values.every((value) => typeof value === 'string')) return z.string()
  if (values.every((value) => Number.isSafeInteger(value))) return z.int()
  if (values.every((value) => typeof value === 'number')) return z.number()
  if (values.every((value) => typeof value === 'boolean')) return z.boolean()
  const [first] = values
  if (values.every(Array.isArray) && Array.isArray(first)) {
    return z.array(schemaOf(values.flat()))
  }
  return z.json()
}
