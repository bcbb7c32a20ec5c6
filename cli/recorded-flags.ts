import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { ConfigError, type Json } from '../core/index.ts'
import { createRedactor, type Recording, type Redactor } from '../fixtures/index.ts'
import { agentFlags } from './agent-flags.ts'
import { isEnvFile } from './load-env.ts'

/** What a recording says of a run: nothing else is written, or taken from one that others may have made. */
const RECORDED: readonly string[] = [
  ...['env', 'episodes', 'seed', 'agent', 'sandbox', 'unsafeProcess', 'split', 'difficulty'],
  ...['reward', 'groupSize', 'maxTurns'],
  ...Object.keys(agentFlags),
]

/** The choices that a run was recorded with. @throws ConfigError for any that no recording has. */
export function recordedFlags({ folder, source }: Recording): Readonly<Record<string, Json>> {
  if (typeof source !== 'object' || source === null || Array.isArray(source)) {
    throw new ConfigError(
      `Cannot replay ${folder} as a run: it was recorded by a program (play it with replay(cassette, { env, agent }))`,
    )
  }
  const flags = source as Readonly<Record<string, Json>>
  const other = Object.keys(flags).find((name) => !RECORDED.includes(name))
  if (other !== undefined) {
    throw new ConfigError(
      `Cannot replay ${folder}: recording.json holds ${other}, which no recording has (take it out)`,
    )
  }
  const { env } = flags
  const placed = { ...flags, ...policyPlaces(flags, (path) => resolve(folder, path)) }
  if (typeof env !== 'string' || !isEnvFile(env)) return placed
  return { ...placed, env: envFileOf(folder, env) }
}

/** Folders of the agent `policy`; to any other `model` is a name. */
function policyPlaces(
  flags: Readonly<Record<string, Json>>,
  place: (path: string) => string,
): Readonly<Record<string, Json>> {
  if (flags['agent'] !== 'policy') return {}
  return Object.fromEntries(
    ['model', 'adapter'].flatMap((name) => {
      const path = flags[name]
      return typeof path === 'string' ? [[name, place(path)]] : []
    }),
  )
}

/** A folder that was fetched from somewhere must not bring the code that plays it. */
export function envFileOf(folder: string, env: string): string {
  const file = resolve(folder, env)
  const isWithin = (path: string, of: string) =>
    !isAbsolute(relative(of, path)) && relative(of, path).split(sep)[0] !== '..'
  const root = resolve(folder)
  if (!isWithin(file, root) && !isWithin(realOf(file), realOf(root))) return file
  throw new ConfigError(
    `Cannot replay ${folder}: the env file ${env} lies inside of the recording (move it out, and name its new place in recording.json)`,
  )
}

function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** What a recording needs of the choices, without secrets and without paths of this machine. */
export function sourceFor(
  folder: string,
  source: Readonly<Record<string, Json>>,
  redact: readonly RegExp[],
): Json {
  const { env } = source
  const fromFolder = (path: string) => relative(resolve(folder), resolve(path)).split(sep).join('/')
  const chosen = {
    ...source,
    ...policyPlaces(source, fromFolder),
    ...(typeof env === 'string' && isEnvFile(env) ? { env: fromFolder(env) } : {}),
  }
  const redactor = createRedactor({ patterns: redact })
  return Object.fromEntries(
    Object.entries(chosen)
      .filter(([name]) => RECORDED.includes(name))
      .map(([name, value]) => [name, redactedFlag(redactor, value)]),
  )
}

function redactedFlag(redactor: Redactor, value: Json): Json {
  if (typeof value !== 'string') return value
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(value)) return redactor.url(value)
  // `--body` and `--stop` are JSON.
  return /^\s*[[{]/.test(value) ? redactor.httpBody(value) : redactor.text(value)
}
