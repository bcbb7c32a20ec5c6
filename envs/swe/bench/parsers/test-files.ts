import { basename, dirname } from 'node:path/posix'
import type { Language } from './language.ts'

const FOLDERS: Readonly<Record<Language, RegExp>> = {
  python: /(?:^|\/)(?:tests?|testing)\//i,
  javascript: /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|__snapshots__|e2e|cypress)\//i,
  go: /(?:^|\/)testdata\//,
  rust: /(?:^|\/)(?:tests|benches)\//,
}
const FILES: Readonly<Record<Language, RegExp>> = {
  python: /^(?:test_.*|.*_tests?|tests?)\.py$/i,
  javascript: /^(?:tests?|.*[-_.](?:test|spec)|tests?[-_.].*)\.[cm]?[jt]sx?(?:\.snap)?$/i,
  go: /_test\.go$/,
  rust: /^(?:tests?|.*_tests?)\.rs$/,
}

/** Whether a path is one of a test, its data included. */
export function isTestPath(path: string, language: Language): boolean {
  return FOLDERS[language].test(path) || FILES[language].test(basename(path))
}

/** Endings of files that stand beside tests and cannot be run. */
const DATA = /\.(?:json|png|csv|txt|md|rst|jpe?g|gif|pkl|ya?ml|toml|snap|html|xml|lock)$/i

/** Of the paths a test patch touches, those to hand to the runner, as SWE-bench picks them. */
export function runnablePaths(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !DATA.test(path))
}

/** `tests/test_x.py` -> `tests.test_x`. */
export function pythonModules(files: readonly string[]): readonly string[] {
  return files.map((file) => file.replace(/\.py$/, '').replaceAll('/', '.'))
}

/** The packages of Go test files. */
export function goPackages(files: readonly string[]): readonly string[] {
  const folders = files.map((file) => dirname(file))
  return [...new Set(folders)].map((folder) => (folder === '.' ? '.' : `./${folder}`))
}

/** Targets of Rust's integration tests; undefined where a file is none, so that all tests must run. */
export function cargoTargets(files: readonly string[]): readonly string[] | undefined {
  const targets = files.map((file) => /(?:^|\/)tests\/([^/]+?)(?:\.rs|\/.*)$/.exec(file)?.[1])
  const named = targets.filter((target) => target !== undefined)
  return named.length === files.length && files.length > 0 ? [...new Set(named)] : undefined
}
