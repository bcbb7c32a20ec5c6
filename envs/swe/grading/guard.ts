import type { Files } from '../tasks/edits.ts'

/**
 * A module loaded before the code under test, which shares its process with the tests: it closes the
 * ways to rewrite assertions and the runner, and to read the test files.
 */
export function guardModule(closedPaths: readonly string[]): string {
  return `import { createRequire } from 'node:module'
const require = createRequire('/guard.js')
const paths = ${JSON.stringify(closedPaths)}
const { freeze } = Object
const { apply } = Reflect
const startsWith = Function.prototype.call.bind(String.prototype.startsWith)
const { resolve } = require('node:path')
const { fileURLToPath } = require('node:url')
const isBuffer = Buffer.isBuffer
const NativeURL = URL
const plain = (file) => {
  if (file instanceof NativeURL) return fileURLToPath(file)
  return isBuffer(file) ? \`\${file}\` : file
}
const refuse = (file) => {
  if (typeof file !== 'string') return
  const wanted = resolve(file)
  for (let i = 0; i < paths.length; i++) {
    if (wanted === paths[i] || startsWith(paths[i], wanted === '/' ? '/' : wanted + '/')) {
      throw new Error('Cannot open ' + wanted + ': tests are closed to the code they test')
    }
  }
}
const close = (owner, name, isAsync) => {
  const open = owner[name]
  if (typeof open !== 'function') return
  const guarded = function (file, ...rest) {
    const safe = plain(file)
    refuse(safe)
    return apply(open, this, [safe, ...rest])
  }
  owner[name] = isAsync ? async function (...args) { return apply(guarded, this, args) } : guarded
}
const fs = require('node:fs')
const names = ['readFile', 'writeFile', 'appendFile', 'open', 'copyFile', 'cp', 'rename', 'link', 'symlink', 'truncate', 'rm', 'unlink']
for (const name of [...names, 'openAsBlob', 'createReadStream', 'createWriteStream']) close(fs, name, false)
for (const name of names) {
  close(fs, name + 'Sync', false)
  close(fs.promises, name, true)
}
const assert = require('node:assert')
const test = require('node:test')
const Module = require('node:module')
for (const object of [assert, assert.strict, assert.AssertionError, assert.AssertionError.prototype, test, Module, Module.prototype, Module._extensions]) freeze(object)
for (const name of ['it', 'test', 'describe', 'suite', 'mock']) if (test[name]) freeze(test[name])
`
}

/**
 * Put behind a test file: a last test with a name that nobody knows. Without its result the file did
 * not run to its end, whatever was reported before.
 */
export function lastTest(name: string, format: ModuleFormat): string {
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
