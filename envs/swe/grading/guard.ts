import type { Files } from '../tasks/edits.ts'

const GUARD = '/tmp/grading/guard.cjs'

/**
 * The test files of a task in the form in which they are run. The code under test shares its process
 * with the tests, so before it is loaded a first import takes the test files from the disk and closes
 * assertions and runner to changes; and a last test, with a name that nobody knows, tells whether a
 * file ran to its end: without its result nothing that was reported counts.
 */
export function guardTests(
  paths: readonly string[],
  { files, workdir, nonce }: { files: Files; workdir: string; nonce: string },
): Files {
  const guarded = paths.map((path) => {
    const format = formatOf(path, files)
    return [path, opened(files[path] ?? '', format) + lastTest(nonce, format)] as const
  })
  const absolute = paths.map((path) => `${workdir}/${path}`)
  return { ...Object.fromEntries(guarded), [GUARD]: guardModule(absolute) }
}

function guardModule(testPaths: readonly string[]): string {
  return `'use strict'
const fs = require('node:fs')
for (const path of ${JSON.stringify(testPaths)}) fs.rmSync(path, { force: true })
const assert = require('node:assert')
const Module = require('node:module')
const test = require('node:test')
const { AssertionError, strict } = assert
const closed = [assert, strict, AssertionError, AssertionError.prototype, Module, Module.prototype, Module._extensions, test]
for (const name of ['it', 'test', 'describe', 'suite', 'mock']) closed.push(test[name])
for (const object of closed) if (object) Object.freeze(object)
`
}

/** The guard comes first, on the line that was first, and strict code stays strict. */
function opened(text: string, format: ModuleFormat): string {
  const [shebang = ''] = /^#!.*\n/.exec(text) ?? []
  const body = text.slice(shebang.length)
  if (format === 'module') return `${shebang}import '${GUARD}';${body}`
  const isStrict = /^(?:\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*(?:'use strict'|"use strict")/.test(body)
  return `${shebang}${isStrict ? "'use strict';" : ''}require('${GUARD}');${body}`
}

function lastTest(name: string, format: ModuleFormat): string {
  return format === 'module'
    ? `\n;import { test as ${name} } from 'node:test';${name}('${name}', () => {})\n`
    : `\n;require('node:test').test('${name}', () => {})\n`
}

export type ModuleFormat = 'module' | 'commonjs'

/** How Node reads a file: by its ending, by the nearest package.json, else by its syntax. */
export function formatOf(path: string, files: Files): ModuleFormat {
  if (path.endsWith('.mjs')) return 'module'
  if (path.endsWith('.cjs')) return 'commonjs'
  const folders = path.split('/').slice(0, -1)
  for (let depth = folders.length; depth >= 0; depth--) {
    const text = files[[...folders.slice(0, depth), 'package.json'].join('/')]
    if (text === undefined) continue
    const type = typeOf(text)
    if (type !== undefined) return type
    break
  }
  return /^(?:import\b(?!\s*\()|export\b)/m.test(files[path] ?? '') ? 'module' : 'commonjs'
}

function typeOf(packageJson: string): ModuleFormat | undefined {
  try {
    const { type } = JSON.parse(packageJson)
    return type === 'module' || type === 'commonjs' ? type : undefined
  } catch {
    return undefined
  }
}
