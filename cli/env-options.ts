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
    .describe("Where the agent's code runs; auto picks by the task and by what this machine has."),
  unsafeProcess: z
    .boolean()
    .default(false)
    .describe("Run the agent's code as plain processes of this machine, which protects nothing."),
  tasks: z
    .string()
    .optional()
    .describe("A file or folder of tasks to play instead of the env's own."),
  miniwob: z
    .string()
    .optional()
    .describe('Folder of MiniWoB++ (its html folder), for web/MiniWob-v0.'),
  options: z.string().optional().describe("The env's own options, as a JSON object."),
}

interface EnvFlags {
  readonly difficulty?: string | undefined
  readonly sandbox?: string | undefined
  readonly unsafeProcess?: boolean | undefined
  readonly tasks?: string | undefined
  readonly predictions?: string | undefined
  readonly miniwob?: string | undefined
  readonly task?: string | undefined
  readonly options?: string | undefined
}

/**
 * What the flags say, as the env's options. A flag the env has no use for is refused.
 * @throws ConfigError
 */
export function envOptions(definition: AnyDef, flags: EnvFlags): Record<string, unknown> {
  const options = parseOptions(flags.options)
  const known = optionNames(definition)
  setDifficulty(options, definition, flags.difficulty)
  const given = [
    { flag: '--unsafe-process', name: 'unsafeProcess', value: flags.unsafeProcess || undefined },
    { flag: '--sandbox', name: 'sandbox', value: sandboxOf(flags) },
    { flag: '--tasks', name: 'tasks', value: flags.tasks && existing('--tasks', flags.tasks) },
    {
      flag: '--miniwob',
      name: 'miniwob',
      value: flags.miniwob && existing('--miniwob', flags.miniwob),
    },
    { flag: '--task', name: 'task', value: flags.task },
    // What stands in the file, and whether it is there, the env itself says best.
    {
      flag: '--predictions',
      name: 'predictions',
      value: flags.predictions && resolve(flags.predictions),
    },
  ]
  for (const { flag, name, value } of given) {
    if (value === undefined) continue
    if (known && !known.includes(name)) {
      throw new ConfigError(
        `Cannot use ${flag} with ${definition.id}: the env has no such option (leave ${flag} out)`,
      )
    }
    options[name] = value
  }
  return options
}

/** Whether the difficulty is an option of the env; otherwise it chooses among its tasks. */
export function hasDifficultyOption(definition: AnyDef): boolean {
  return optionNames(definition)?.includes('difficulty') ?? false
}

/**
 * For commands that choose no tasks, for which a difficulty could be nothing but an option.
 * @throws ConfigError
 */
export function assertDifficultyOption(definition: AnyDef, difficulty: string | undefined): void {
  if (difficulty === undefined || hasDifficultyOption(definition)) return
  throw new ConfigError(
    `Cannot use --difficulty ${difficulty} with ${definition.id}: the env has no such option (leave --difficulty out)`,
  )
}

function setDifficulty(
  options: Record<string, unknown>,
  definition: AnyDef,
  difficulty: string | undefined,
): void {
  if (difficulty === undefined || !hasDifficultyOption(definition)) return
  const { difficulty: other = difficulty } = options
  if (other !== difficulty) {
    throw new ConfigError(
      `Cannot use --difficulty ${difficulty}: --options say ${JSON.stringify(other)} (leave one of them out)`,
    )
  }
  options['difficulty'] = difficulty
}

/** Nobody gets a sandbox that protects nothing by one flag's value alone. */
export function sandboxOf<Kind extends string>({
  sandbox,
  unsafeProcess,
}: {
  readonly sandbox?: Kind | undefined
  readonly unsafeProcess?: boolean | undefined
}): Kind | 'process' | undefined {
  if (sandbox === 'process' && !unsafeProcess) {
    throw new ConfigError(
      'Cannot use --sandbox process: it protects nothing (use another one, or add --unsafe-process)',
    )
  }
  if (!unsafeProcess) return sandbox
  if (sandbox === undefined || sandbox === 'process') return 'process'
  throw new ConfigError(
    `Cannot use --unsafe-process with --sandbox ${sandbox}: it runs code without a sandbox (leave one of them out)`,
  )
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

function existing(flag: string, path: string): string {
  const absolute = resolve(path)
  if (existsSync(absolute)) return absolute
  throw new ConfigError(`Cannot read ${flag} ${path}: no such file or folder (check the path)`)
}

/** null: not known, for schemas that cannot be described; then the env itself decides. */
function optionNames(definition: AnyDef): readonly string[] | null {
  if (!definition.options) return []
  const described = z.toJSONSchema(definition.options, { io: 'input', unrepresentable: 'any' })
  return described.properties ? Object.keys(described.properties) : null
}
