import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import {
  type Estimator,
  type EstimatorName,
  estimatorNames,
  estimators,
} from './advantages/index.ts'

/** What a command line can hold of the options of estimators. */
type Plain = string | number | boolean

const shapeOf = (name: EstimatorName): Readonly<Record<string, z.ZodType>> =>
  (estimators[name] as Estimator).schema.shape

const fields = [...new Set(estimatorNames.flatMap((name) => Object.keys(shapeOf(name))))]
const havingField = (field: string) =>
  estimatorNames.filter((name) => Object.hasOwn(shapeOf(name), field))

/** The options of all estimators, each once: none has a default, what is given goes to the one that is chosen. */
export const estimatorFlags: Readonly<Record<string, z.ZodOptional<z.ZodType<Plain>>>> =
  Object.fromEntries(fields.map((field) => [field, flagOf(field)]))

function flagOf(field: string): z.ZodOptional<z.ZodType<Plain>> {
  const having = havingField(field)
  const schema = shapeOf(having[0] ?? 'grpo')[field]
  const inner = schema ? innerOf(schema) : z.string()
  const plain =
    inner instanceof z.ZodBoolean
      ? z.enum(['on', 'off'])
      : inner instanceof z.ZodNumber || inner instanceof z.ZodEnum
        ? inner
        : z.string()
  const about = (schema?.description ?? '').replace(/\.$/, '')
  return (plain as z.ZodType<Plain>).optional().describe(`Of ${having.join(', ')}: ${about}.`)
}

/** Without default and optional around it. */
function innerOf(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    return innerOf(schema.unwrap() as z.ZodType)
  }
  return schema
}

/** The options that were given, as the estimator that was chosen takes them. @throws ConfigError for others'. */
export function estimatorOptions(
  name: EstimatorName,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const own = shapeOf(name)
  const options: Record<string, unknown> = {}
  for (const field of fields) {
    const value = given[field]
    if (value === undefined) continue
    const schema = own[field]
    if (!schema) {
      throw new ConfigError(
        `Cannot train with ${field} ${value}: advantage ${name} does not use it (${
          Object.keys(own).length === 0
            ? 'it has no options'
            : `it has ${Object.keys(own).join(', ')}`
        })`,
      )
    }
    options[field] = plainValue(innerOf(schema), value, field)
  }
  return options
}

function plainValue(schema: z.ZodType, value: unknown, field: string): unknown {
  if (schema instanceof z.ZodBoolean) return value === 'on' || value === true
  if (typeof value !== 'string' || schema instanceof z.ZodEnum || schema instanceof z.ZodString) {
    return value
  }
  try {
    return JSON.parse(value)
  } catch {
    throw new ConfigError(`Cannot train with ${field} ${value}: it is not JSON (quote it as JSON)`)
  }
}
