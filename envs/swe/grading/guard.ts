import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { Sandbox } from '../../../sandboxes/index.ts'
import type { Files } from '../tasks/edits.ts'
import { closeBuiltins } from './builtins.ts'
import { readOnce } from './read-once.ts'

/** Whoever knew its path could load it again. */
const guardIn = ({ tmpdir }: Place, nonce: string) =>
  `${tmpdir}/grading/${createHash('sha256').update(`guard ${nonce}`).digest('hex').slice(0, 24)}.cjs`

type Place = Pick<Sandbox, 'kind' | 'workdir' | 'tmpdir'>

/**
 * The test files of a task in the form in which they are run. The code under test shares its process
 * with the tests, so before it is loaded a first import takes the test files from the disk and closes
 * assertions, runner and the language's own objects to changes; and a last test, with a name that nobody knows, tells whether a
 * file ran to its end: without its result nothing that was reported counts.
 */
export function guardTests(
  paths: readonly string[],
  { files, sandbox, nonce }: { files: Files; sandbox: Place; nonce: string },
): Files {
  const guard = guardIn(sandbox, nonce)
  const guarded = paths.map((path) => {
    const format = formatOf(path, files)
    const from = posix.dirname(posix.join(sandbox.workdir, path))
    const loaded = posix.relative(from, guard)
    return [path, `${opened(files[path] ?? '', format, loaded)}\n;${LAST_TEST}()\n`] as const
  })
  // Relative both ways: a fork may have other absolute paths.
  const folder = posix.dirname(guard)
  const removed = paths.map((path) => posix.relative(folder, posix.join(sandbox.workdir, path)))
  const own = [LAST_NAME, posix.basename(guard)]
  return {
    ...Object.fromEntries(guarded),
    // The virtual Node reads once by itself.
    [guard]: guardModule([...removed, ...own], sandbox.kind === 'virtual' ? '' : readOnce),
    [`${folder}/${LAST_NAME}`]: nonce,
  }
}

/** Read once and removed, with the guard itself: no source holds the name of the last test. */
const LAST_NAME = 'last'

function guardModule(names: readonly string[], before: string): string {
  return `'use strict'
const fs = require('node:fs')
const read = fs.readFileSync(__dirname + '/${LAST_NAME}', 'utf8')
for (const name of ${JSON.stringify(names)}) fs.rmSync(__dirname + '/' + name, { force: true })
const assert = require('node:assert')
const Module = require('node:module')
const test = require('node:test')
const { AssertionError, strict } = assert
${before}const closed = [assert, strict, AssertionError, AssertionError.prototype, Module, Module.prototype, Module._extensions, test]
for (const name of ['it', 'test', 'describe', 'suite', 'mock']) closed.push(test[name])
const use = (name, work) => { try { work(require(name)) } catch {} }
const pin = (object, names, value) => {
  for (const name of names) {
    if (typeof object[name] !== 'function') continue
    Object.defineProperty(object, name, { value: value || object[name], writable: false, configurable: false })
  }
}
const refuse = () => { throw new Error('not while tests are graded') }
use('node:v8', (v8) => {
  closed.push(v8.Serializer.prototype, v8.DefaultSerializer.prototype)
  pin(v8, ['getHeapSnapshot', 'writeHeapSnapshot'], refuse)
})
use('node:inspector', (inspector) => {
  pin(inspector.Session.prototype, ['connect', 'connectToMainThread', 'post'], refuse)
  pin(inspector, ['open'], refuse)
})
use('node:events', (events) => pin(events.prototype, ['emit']))
use('node:process', (own) => {
  pin(own, ['binding', '_debugProcess', '_linkedBinding'], refuse)
  pin(own.stdout, ['write', '_write', '_writev', '_writeGeneric', 'emit'])
  own.on('SIGUSR1', () => {})
  const handle = own.stdout._handle
  if (handle) pin(handle, ['writeBuffer', 'writev', 'writeUtf8String', 'writeLatin1String', 'writeAsciiString', 'writeUcs2String'])
})
try { Object.defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false }) } catch {}
closed.push(Object.getPrototypeOf(test.mock || {}))
for (const object of closed) if (object && object !== Object.prototype) Object.freeze(object)
use('node:async_hooks', (hooks) => pin(hooks, ['createHook', 'executionAsyncResource'], refuse))
if (Module.syncBuiltinESMExports) Module.syncBuiltinESMExports()
${closeBuiltins}
// Tests are made of the one, and their results leave through the other.
use('node:async_hooks', ({ AsyncResource }) => closeBuiltin(AsyncResource.prototype, isAny))
use('node:stream', (stream) => {
  for (const name of ['Stream', 'Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough']) {
    closeBuiltin(stream[name].prototype, isAny)
  }
})
// Whoever adds a hook of its own is given the context of every test; this one comes first.
test.before((context) => { Object.freeze(Object.getPrototypeOf(context)) })
test.beforeEach((context) => {
  for (const name of ['test', 'assert']) {
    const value = context[name]
    if (value === undefined) continue
    if (name === 'assert') Object.freeze(value)
    Object.defineProperty(context, name, { value, writable: false, configurable: false })
  }
})
const siblings = module.parent && module.parent.children
if (siblings && siblings.includes(module)) siblings.splice(siblings.indexOf(module), 1)
const paths = Module._pathCache || {}
for (const key of Object.keys(paths)) if (paths[key] === __filename) delete paths[key]
if (require.cache) delete require.cache[__filename]
const register = test.test || test
module.exports = () => { register(read, () => {}) }
`
}

/** The guard comes first, on the line that was first. Tests are strict code: of sloppy ones a callee can read the source. */
function opened(text: string, format: ModuleFormat, guard: string): string {
  const [shebang = ''] = /^#!.*\n/.exec(text) ?? []
  const body = text.slice(shebang.length)
  if (format === 'module') return `${shebang}import ${LAST_TEST} from '${guard}';${body}`
  return `${shebang}'use strict';const ${LAST_TEST}=require('${guard}');${body}`
}

/** A name that the code under test can neither see nor guess, and tests do not use. */
const LAST_TEST = 'registerLastTestOfThisFile'

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
