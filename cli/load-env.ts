import { stat } from 'node:fs/promises'
import { register as registerHooks } from 'node:module'
import { relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type AnyDef, ConfigError } from '../core/index.ts'
import { envs } from '../envs/index.ts'
import { importProblem } from './import-problem.ts'

/** Whether an env is named by its file. */
export function isEnvFile(env: string): boolean {
  return /^[./]|\.[cm]?[jt]s$/.test(env)
}

/** The definition behind a registered id, or the one a file exports. @throws ConfigError */
export async function loadEnv(env: string): Promise<AnyDef> {
  return isEnvFile(env) ? loadEnvFile(env) : envs.loadUnknown(env)
}

async function loadEnvFile(path: string): Promise<AnyDef> {
  const file = resolve(path)
  const found = await stat(file).catch(() => undefined)
  if (!found) {
    throw new ConfigError(`Cannot load env ${path}: there is no such file (check the path)`)
  }
  if (!found.isFile()) {
    throw new ConfigError(`Cannot load env ${path}: it is not a file (give the .ts file itself)`)
  }
  if (/\.[cm]?tsx?$/.test(file)) await understandTypeScript()
  let exported: Readonly<Record<string, unknown>>
  try {
    exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    throw importProblem(path, error)
  }
  return onlyDefinition(path, exported)
}

function onlyDefinition(path: string, exported: Readonly<Record<string, unknown>>): AnyDef {
  const found = new Map<AnyDef, string>()
  for (const [name, value] of Object.entries(exported)) {
    if (isDefinition(value) && !found.has(value)) found.set(value, name)
  }
  const [definition, ...others] = found.keys()
  if (definition && others.length === 0) return definition
  const file = relative(process.cwd(), resolve(path))
  if (!definition) {
    const names = Object.keys(exported)
    throw new ConfigError(
      `Cannot load env ${file}: it exports ${
        names.length === 0 ? 'nothing' : `no env, only ${names.join(', ')}`
      } (export what defineEnv gives)`,
    )
  }
  throw new ConfigError(
    `Cannot load env ${file}: it exports several, ${[...found.values()].join(', ')} (export one a file)`,
  )
}

function isDefinition(value: unknown): value is AnyDef {
  if (typeof value !== 'object' || value === null) return false
  const candidate = value as Partial<AnyDef>
  return (
    typeof candidate.id === 'string' &&
    typeof candidate.reset === 'function' &&
    typeof candidate.step === 'function' &&
    typeof candidate.rewards === 'object'
  )
}

let understanding: Promise<void> | undefined

/**
 * Lets `import()` take TypeScript, once. A plain import afterwards, and not tsx's own `tsImport`,
 * keeps `import 'palaestra'` in the user's file the very module this program runs on.
 */
function understandTypeScript(): Promise<void> {
  understanding ??= (async () => {
    if (runsOnTypeScript()) return
    const { register } = await import('tsx/esm/api')
    register()
    registerHooks('./module-format.js', import.meta.url)
  })()
  return understanding
}

function runsOnTypeScript(): boolean {
  const startedWith = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ')
  return import.meta.url.endsWith('.ts') || /\btsx\b/.test(startedWith)
}
