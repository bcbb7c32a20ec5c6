import type { VirtualFiles } from '../files.ts'
import { compileGlob } from '../git/glob.ts'
import { resolvePath } from './modules/paths.ts'

const SUPPORTED = /\.[cm]?js$/
const TEST_NAME = /^(?:test|test-.+|.+[.\-_]test)$/

/** A path given to `node --test` that does not exist. */
export class NoSuchTestsError extends Error {
  override readonly name = 'NoSuchTestsError'
}

/** The files `node --test` runs: those named, those found in folders, or those found in `cwd`. */
export function findTestFiles(
  files: VirtualFiles,
  cwd: string,
  paths: readonly string[],
): readonly string[] {
  const found = new Set<string>()
  for (const path of paths.length === 0 ? [cwd] : paths) {
    const absolute = resolvePath(cwd, path)
    const kind = files.stat(absolute)?.kind
    if (kind === 'file') found.add(absolute)
    else if (kind === 'directory') collect(files, absolute, baseOf(absolute) === 'test', found)
    else for (const match of expand(files, cwd, path)) found.add(match)
  }
  return [...found].sort()
}

function collect(
  files: VirtualFiles,
  directory: string,
  isTestDirectory: boolean,
  found: Set<string>,
): void {
  for (const name of files.list(directory) ?? []) {
    const path = directory === '/' ? `/${name}` : `${directory}/${name}`
    const kind = files.stat(path)?.kind
    if (kind === 'directory') {
      if (name !== 'node_modules') collect(files, path, isTestDirectory || name === 'test', found)
    } else if (
      SUPPORTED.test(name) &&
      (isTestDirectory || TEST_NAME.test(withoutExtension(name)))
    ) {
      found.add(path)
    }
  }
}

const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const withoutExtension = (name: string) => name.replace(/\.[^.]+$/, '')

/** @throws NoSuchTestsError when no file matches. */
function expand(files: VirtualFiles, cwd: string, pattern: string): string[] {
  const absolute = resolvePath(cwd, pattern)
  const isMatch = globMatcher(absolute)
  const matches = walk(files, literalPrefix(absolute)).filter(isMatch)
  const isGlob = /[*?[{]/.test(pattern)
  if (!isGlob || matches.length === 0) throw new NoSuchTestsError(`Could not find '${absolute}'`)
  return matches
}

function literalPrefix(pattern: string): string {
  const literal = pattern.split(/[*?[{]/)[0] ?? ''
  return literal.slice(0, literal.lastIndexOf('/')) || '/'
}

function walk(files: VirtualFiles, directory: string): string[] {
  return (files.list(directory) ?? []).flatMap((name) => {
    const path = directory === '/' ? `/${name}` : `${directory}/${name}`
    if (files.stat(path)?.kind !== 'directory') return [path]
    return name === 'node_modules' ? [] : walk(files, path)
  })
}

/** In time that only grows with the lengths: patterns are the agent's. */
function globMatcher(pattern: string): (path: string) => boolean {
  const matchers = expandBraces(pattern).map((glob) => compileGlob(glob, 'name'))
  return (path) => matchers.some((matches) => matches(path))
}

const MAX_ALTERNATIVES = 64

/**
 * `a.{js,mjs}` -> `a.js`, `a.mjs`.
 * @throws NoSuchTestsError for more alternatives than anybody writes.
 */
function expandBraces(pattern: string): readonly string[] {
  let patterns: readonly string[] = [pattern]
  while (patterns.some((glob) => BRACES.test(glob))) {
    patterns = patterns.flatMap((glob) => {
      const [, head, choices, tail] = BRACES.exec(glob) ?? []
      return choices === undefined
        ? [glob]
        : choices.split(',').map((choice) => `${head}${choice}${tail}`)
    })
    if (patterns.length > MAX_ALTERNATIVES)
      throw new NoSuchTestsError(`Could not find '${pattern}'`)
  }
  return patterns
}

/** Up to the first opening brace, what stands in the innermost pair, and the rest. */
const BRACES = /^(.*?)\{([^{}]*)\}(.*)$/s
