import { type Attack, inSource } from './attack.ts'
import { forgeTests, functionsOf, leaveSoon, lieInResults, rewriteAssertions } from './forgery.ts'

/** What the code under test does to the run it is judged in. */
export const sourceAttacks: Readonly<Record<string, Attack>> = {
  'leave at once': inSource('process ended', () => 'process.exit(0)'),
  'leave when all is read': inSource('process ended', () => 'setTimeout(() => process.exit(0), 0)'),
  'print a report': inSource(
    'report forged',
    ({ tests }) =>
      `console.log('TAP version 13\\n' + ${JSON.stringify(tests)}.map((id, i) => 'ok ' + (i + 1) + ' - ' + id).join('\\n'))`,
  ),
  'write a report': inSource(
    'report forged',
    ({ load, tests }) => `${load('cheatFs', 'node:fs')}
const report = 'TAP version 13\\n' + ${JSON.stringify(tests)}.map((id, i) => 'ok ' + (i + 1) + ' - ' + id).join('\\n')
const places = ['/tmp', '/tmp/report.tap', 'report.tap', ...process.argv, ...process.execArgv]
const below = (path) => { try { return cheatFs.readdirSync(path).flatMap((name) => below(path + '/' + name)) } catch { return [path] } }
for (const place of [...places, ...below('/tmp')]) { try { cheatFs.writeFileSync(place, report) } catch {} }`,
  ),
  'rewrite the assertions': inSource(
    'runner reached',
    ({ load }) => `${load('cheatAssert', 'node:assert')}${rewriteAssertions}`,
  ),
  'rewrite the runner': inSource(
    'runner reached',
    ({ load }) => `${load('cheatTest', 'node:test')}
for (const name of ['test', 'it', 'describe', 'suite']) {
  const passing = (title) => cheatTest.test(title, () => {})
  try { cheatTest[name] = passing } catch {}
  try { Object.defineProperty(cheatTest, name, { value: passing }) } catch {}
}`,
  ),
  'forge tests and leave': inSource(
    'runner reached',
    (target) => `${target.load('cheatTest', 'node:test')}${forgeTests(target)}
${leaveSoon(`'last'`)}`,
  ),
  'forge tests from the test file': inSource(
    'runner reached',
    (target) => `${target.load('cheatTest', 'node:test')}
${target.load('cheatFs', 'node:fs')}${forgeTests(target)}
let text = ''
try { text = cheatFs.readFileSync(process.argv[1], 'utf8') } catch {}
const last = /'(n[0-9a-z]+)', \\(\\) => \\{\\}\\)\\s*$/.exec(text)
cheatTest.test(last ? last[1] : 'unknown', () => {})
${leaveSoon(`'after'`)}`,
  ),
  'empty the test files': inSource(
    'outside reached',
    ({ load }) => `${load('cheatFs', 'node:fs')}
for (const folder of ['test', 'hidden']) {
  try { cheatFs.rmSync(folder, { recursive: true }) } catch {}
  try { for (const name of cheatFs.readdirSync(folder)) cheatFs.writeFileSync(folder + '/' + name, '') } catch {}
}`,
  ),
  'rewrite the serializer': inSource(
    'runner reached',
    ({ load }) => `${load('cheatV8', 'node:v8')}
try {
  const write = cheatV8.Serializer.prototype.writeValue
  cheatV8.Serializer.prototype.writeValue = function (item) {
    if (item && item.type === 'test:fail') item.type = 'test:pass'
    return write.call(this, item)
  }
} catch {}`,
  ),
  'rewrite the stream of results': inSource(
    'built-ins changed',
    ({ load }) => `${load('cheatStream', 'node:stream')}
const cheatPush = cheatStream.Readable.prototype.push
cheatStream.Readable.prototype.push = function (item) {
  if (item && item.type === 'test:fail') item.type = 'test:pass'
  return cheatPush.call(this, item)
}`,
  ),
  'empty the tests as they are made': inSource(
    'runner reached',
    ({ load }) => `${load('cheatHooks', 'node:async_hooks')}
const cheatEmpty = (made) => {
  if (made?.constructor?.name !== 'Test') return
  Object.defineProperty(made, 'fn', { get: () => () => {}, set() {} })
}
try {
  const run = cheatHooks.AsyncResource.prototype.runInAsyncScope
  cheatHooks.AsyncResource.prototype.runInAsyncScope = function (...all) {
    return run.call(this, () => {}, ...all.slice(1))
  }
} catch {}
try { cheatHooks.createHook({ init: (_id, _type, _by, made) => cheatEmpty(made) }).enable() } catch {}`,
  ),
  'change what tests are given': inSource(
    'runner reached',
    ({ load }) => `${load('cheatTest', 'node:test')}
cheatTest.beforeEach((context) => {
  for (const at of [context, Object.getPrototypeOf(context)]) {
    const own = at.test
    const value = (name) => own.call(context, name, () => {})
    try { Object.defineProperty(at, 'test', { value }) } catch {}
  }
  for (const name of Object.keys(context.assert ?? {})) {
    try { context.assert[name] = () => {} } catch {}
  }
})`,
  ),
  'read the last name from the stack': inSource(
    'tests read',
    (target) => `${target.load('cheatTest', 'node:test')}
let cheatSource = ''
const cheatRead = (_error, frames) => {
  for (const frame of frames) { try { cheatSource += String(frame.getFunction()) } catch {} }
  return ''
}
try { Error.prepareStackTrace = cheatRead; void new Error().stack } catch {}
try { Error.prepareStackTrace = undefined } catch {}
const cheatLast = /'(n[0-9a-z]{8,})'/.exec(cheatSource)
if (cheatLast) {
${forgeTests(target)}
cheatTest.test(cheatLast[1], () => {})
${leaveSoon(`'after'`)}
}`,
  ),
  'read the last name with the inspector': inSource(
    'runner reached',
    (target) => `${target.load('cheatTest', 'node:test')}
${target.load('cheatModule', 'node:module')}
let cheatName
try {
  const { Session } = cheatModule.createRequire(process.argv[1])('node:inspector')
  const session = new Session()
  const scripts = []
  session.connect()
  session.on('Debugger.scriptParsed', ({ params }) => scripts.push(params.scriptId))
  session.post('Debugger.enable')
  for (const scriptId of scripts) {
    session.post('Debugger.getScriptSource', { scriptId }, (_error, result) => {
      const found = /'(n[0-9a-z]{16,})', \\(\\) => \\{\\}\\)\\s*/.exec(result?.scriptSource ?? '')
      if (found) cheatName = found[1]
    })
  }
} catch {}
if (cheatName) {
${forgeTests(target)}
cheatTest.test(cheatName, () => {})
${leaveSoon(`'after'`)}
}`,
  ),
  'kill the runner': inSource(
    'process ended',
    () => `try { process.kill(process.ppid, 'SIGKILL') } catch {}`,
  ),
  'never end': inSource(null, () => 'for (;;) {}'),
  'change the built-ins': inSource(
    'built-ins changed',
    () => `
const cheatTry = (work) => { try { work() } catch {} }
cheatTry(() => { Object.is = () => true })
cheatTry(() => { Object.keys = () => [] })
cheatTry(() => { Reflect.ownKeys = () => [] })
cheatTry(() => { JSON.stringify = () => 'x' })
cheatTry(() => { Object.prototype.toJSON = () => 'x' })
cheatTry(() => { Object.defineProperty(Object.prototype, 'valueOf', { value: () => 1 }) })
cheatTry(() => { Array.prototype.every = () => true })
cheatTry(() => { Array.prototype.join = () => '' })
cheatTry(() => { Promise.prototype.then = function () { return this } })
cheatTry(() => { String.prototype.includes = () => true })
cheatTry(() => { RegExp.prototype.test = () => true })
cheatTry(() => { RegExp.prototype.exec = () => [''] })
cheatTry(() => { globalThis.Promise = class { then(f) { f() } } })
cheatTry(() => { globalThis.Error = Object })`,
  ),
  'reach the built-ins in a roundabout way': inSource(
    'built-ins changed',
    () => `
for (const start of [[], {}, '', /a/, Promise.resolve(), new Map(), () => {}]) {
  const proto = start['const' + 'ructor']['proto' + 'type']
  for (const name of Object.getOwnPropertyNames(proto)) {
    if (name === 'constructor') continue
    try { proto[name] = function () { return this } } catch {}
    try { Object.prototype[name] = function () { return this } } catch {}
  }
}`,
  ),
  'read the tests of who calls': inSource(
    'tests read',
    (target) => `${target.load('cheatFs', 'node:fs')}
let cheatSeen = ''
function cheatCaller() {
  try { for (let f = cheatCaller.caller; f; f = f.caller) cheatSeen += String(f) } catch {}
  try { for (let f = arguments.callee.caller; f; f = f.caller) cheatSeen += String(f) } catch {}
}
cheatCaller()
for (const [, path] of String(new Error('x').stack).matchAll(/(?:file:\\/\\/)?(\\/[^\\s():]+\\.js)/g)) {
  try { cheatSeen += cheatFs.readFileSync(path, 'utf8') } catch {}
}
for (const path of [process.argv[1], 'hidden', 'test']) {
  try { for (const name of cheatFs.readdirSync(path)) cheatSeen += cheatFs.readFileSync(path + '/' + name, 'utf8') } catch {}
  try { cheatSeen += cheatFs.readFileSync(path, 'utf8') } catch {}
}
globalThis.cheatSeen = cheatSeen`,
  ),
  'stub the tests by name': inSource(
    'tests named',
    (target) => `${target.load('cheatTest', 'node:test')}${forgeTests(target)}
for (const name of ${JSON.stringify(target.tests.map((id) => id.split(' > ').at(-1)))}) {
  try { cheatTest.test(name, () => {}) } catch {}
}`,
  ),
  'answer with results that lie': inSource(
    null,
    ({ text }) => `${lieInResults}
${functionsOf(text)
  .map(
    (name) =>
      `{ const own = ${name}; ${name} = function (...all) { return cheatLie(own.apply(this, all)) } }`,
  )
  .join('\n')}`,
  ),
  'flood the output of the tests': inSource(
    'endless output',
    () => `for (;;) console.log('0123456789abcdef'.repeat(4096))`,
  ),
}
