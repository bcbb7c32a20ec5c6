import type { z } from 'zod'
import type { Json } from '../json.ts'
import type { Rng } from '../rng.ts'

/** A set of values: what an env emits or accepts. Its schema is also what a model is shown. */
export interface Space<T> {
  readonly kind: string
  readonly schema: z.ZodType<T>
  sample(rng: Rng): T
  contains(value: unknown): value is T
  /** JSON Schema, draft 2020-12. */
  jsonSchema(): Json
  /** The tools a model may call, where actions are tool calls. */
  readonly tools?: readonly ToolSpec[]
}

export interface ToolSpec {
  readonly name: string
  readonly description: string
  /** JSON Schema of the arguments. */
  readonly parameters: Json
  /** Turns the model's arguments into an action value, still unchecked. */
  toAction(args: Readonly<Record<string, unknown>>): unknown
}

/** The value type of a space. */
export type Value<S> = S extends Space<infer T> ? T : never
