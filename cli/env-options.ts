import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type AnyDef, ConfigError } from '../core/index.ts'
import { sandboxKinds } from '../sandboxes/index.ts'

/** Flags of every command that opens an env. */
export const envOptionFlags = {
  sandbox: z
    .enum(['auto', ...sandboxKinds])
    .optional()
    .describe("Where the agent's code runs; auto picks what works everywhere."),
  tasks: z
    .string()
    .optional()
    .describe("A file or folder of tasks to play instead of the env's own."),
  options: z.string().optional().describe("The env's own options, as a JSON object."),
}

/**
 * What the flags say, as the env's options. A flag the env has no use for is refused.
 * @throws ConfigError
 */
export function envOptions(
  definition: AnyDef,
  flags: { sandbox?: string | undefined; tasks?: string | undefined; options?: string | undefined },
): Record<string, unknown> {
  const options = parseOptions(flags.options)
  const known = optionNames(definition)
  for (const name of ['sandbox', 'tasks'] as const) {
    const value = flags[name]
    if (value === undefined) continue
    if (known && !known.includes(name)) {
      throw new ConfigError(
        `Cannot use --${name} with ${definition.id}: the env has no such option (leave --${name} out)`,
      )
    }
    options[name] = name === 'tasks' ? existing(value) : value
  }
  return options
}

function parseOptions(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { ...value }
  }
  throw new ConfigError(
    `Cannot read --options ${text}: it is not a JSON object (write '{"name": 1}')`,
  )
}

function existing(path: string): string {
  const absolute = resolve(path)
  if (existsSync(absolute)) return absolute
  throw new ConfigError(`Cannot read --tasks ${path}: no such file or folder (check the path)`)
}

/** null: not known, for schemas that cannot be described; then the env itself decides. */
function optionNames(definition: AnyDef): readonly string[] | null {
  if (!definition.options) return []
  const described = z.toJSONSchema(definition.options, { io: 'input', unrepresentable: 'any' })
  return described.properties ? Object.keys(described.properties) : null
}
