// biome-ignore-all lint: a program that does odd things on purpose
import assert, { AssertionError, equal, strict } from 'node:assert'
import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import * as pathNamespace from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

console.log(
  assert.equal === equal,
  strict.equal !== equal,
  typeof AssertionError,
  Object.keys(pathNamespace).includes('join'),
  pathNamespace.default.join === pathNamespace.join,
)
console.log(
  fileURLToPath(import.meta.url) === import.meta.filename,
  import.meta.dirname === process.cwd(),
  import.meta.filename.endsWith('modules.mjs'),
)
console.log(typeof require, typeof module, this)
const require = createRequire(import.meta.url)
console.log(
  require('node:path') === pathNamespace.default,
  isBuiltin('fs'),
  isBuiltin('node:test'),
  isBuiltin('test'),
  isBuiltin('x'),
)
console.log(readFileSync(import.meta.filename, 'utf8').length > 10, await sleep(1, 'slept'))
const data = await import('data:text/javascript,export const a = 5')
console.log(data.a, import.meta.resolve('node:fs'), import.meta.resolve('./x.js').endsWith('/x.js'))
const again = await import('./modules.mjs')
console.log(Object.keys(again))
export const exported = 1
export default function named() {}
