import {
  didYouMean,
  type Invalid,
  type Json,
  messageOf,
  type Space,
  type ToolSpec,
  zodProblem,
} from '../../core/index.ts'
import { bareSchema } from './bare-schema.ts'
import { isRecord } from './is-record.ts'

/** A call as the model wrote it: its arguments as text, or read already. */
export interface WrittenCall {
  readonly name: string
  readonly arguments: unknown
}

/** What a model is given to act with. */
export interface Toolbox {
  /** Empty where an action is a text: then a message is one, word for word. */
  readonly tools: readonly ToolSpec[]
  /** The action of a call, or why it is none, told so that the model can do better. */
  action(call: WrittenCall): unknown | Invalid
}

/** Tools of the action space; one function `act` where it has none of its own. */
export function createToolbox(space: Space<unknown>): Toolbox {
  const tools = space.kind === 'text' ? [] : (space.tools ?? [actTool(space)])
  return {
    tools,
    action({ name, arguments: written }) {
      const raw = { tool: name, arguments: written }
      const tool = tools.find((known) => known.name === name)
      if (!tool) {
        const names = tools.map((known) => known.name)
        const advice = didYouMean(name, names)
        return { invalid: `there is no tool ${JSON.stringify(name)} (${advice})`, raw }
      }
      const read = readArguments(written)
      if ('problem' in read) {
        return { invalid: `the arguments of ${name} ${read.problem}`, raw }
      }
      const action = tool.toAction(read.value)
      const parsed = space.schema.safeParse(action)
      if (parsed.success) return action
      return { invalid: `${name}: ${zodProblem(parsed.error)}`, raw }
    },
  }
}

type ReadArguments =
  | { readonly value: Readonly<Record<string, unknown>> }
  | { readonly problem: string }

function readArguments(written: unknown): ReadArguments {
  let value = written
  // Some models write the text of the text.
  for (let layer = 0; layer < 2 && typeof value === 'string'; layer++) {
    if (value.trim() === '') return { value: {} }
    try {
      value = JSON.parse(value)
    } catch (error) {
      return { problem: `are not JSON: ${messageOf(error)}` }
    }
  }
  if (value === null || value === undefined) return { value: {} }
  return isRecord(value) ? { value } : { problem: 'are not a JSON object' }
}

const NAME = 'act'

/** One function for a space without tools. Parameters are an object, so any other value is named `action`. */
function actTool(space: Space<unknown>): ToolSpec {
  const schema = bareSchema(space.jsonSchema())
  const isObject = isRecord(schema) && schema['type'] === 'object'
  const about = isRecord(schema) && typeof schema['description'] === 'string'
  return {
    name: NAME,
    description: about ? String(schema['description']) : 'Takes an action in the environment',
    parameters: isObject ? schema : wrapped(schema),
    toAction: (given) => (isObject ? given : given['action']),
  }
}

/** References of a schema count from its root, so one that has any moves among the definitions. */
function wrapped(schema: Json): Json {
  const parameters = { type: 'object', required: ['action'], additionalProperties: false }
  const text = JSON.stringify(schema)
  if (!isRecord(schema) || !text.includes('"$ref"')) {
    return { ...parameters, properties: { action: schema } }
  }
  const moved = JSON.parse(text.replaceAll('"$ref":"#"', '"$ref":"#/$defs/action"'))
  const { $defs, ...action } = moved as { readonly [key: string]: Json }
  return {
    ...parameters,
    properties: { action: { $ref: '#/$defs/action' } },
    $defs: { ...(isRecord($defs) ? ($defs as { readonly [key: string]: Json }) : {}), action },
  }
}
