import { posix } from 'node:path'
import type { ModuleFacts } from './read-module.ts'

type Modules = ReadonlyMap<string, ModuleFacts>

/** Imports between the files of a repository that lead nowhere. Packages and Node's own modules are not looked at. */
export function linkProblems(modules: Modules, paths: ReadonlySet<string>): readonly string[] {
  return [...modules].flatMap(([path, { imports }]) =>
    imports.flatMap(({ from, names }) => {
      if (!from.startsWith('.')) return []
      const target = resolve(path, from)
      if (!paths.has(target)) return [`${path}: there is no module ${from}`]
      const missing = names.filter((name) => !isExported(modules, target, name))
      return missing.map((name) => `${path}: ${from} exports no ${name}`)
    }),
  )
}

/** `import` wants the whole name of a file. */
const resolve = (path: string, from: string) => posix.join(posix.dirname(path), from)

function isExported(
  modules: Modules,
  path: string,
  name: string,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  const exported = modules.get(path)?.exports
  // What is no module of this repository, or known only by running it, may export anything.
  if (!exported || modules.get(path)?.syntaxError !== undefined) return true
  if (exported.names.has(name)) return true
  if (seen.has(path) || name === 'default') return false
  return exported.allOf.some(
    (from) =>
      !from.startsWith('.') ||
      isExported(modules, resolve(path, from), name, new Set([...seen, path])),
  )
}
