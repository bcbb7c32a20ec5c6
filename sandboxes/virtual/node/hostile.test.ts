import { describe, expect, test } from 'vitest'
import { memoryFiles, tryNode } from './memory-files.suite.ts'

const run = (code: string, options: Parameters<typeof tryNode>[1] = {}) =>
  tryNode(['main.js'], { interrupts: 2000, ...options, files: { '/work/main.js': code } })

describe('a program that does not end', () => {
  const endless: Readonly<Record<string, string>> = {
    'an empty loop': 'while (true) {}',
    'a loop that catches everything':
      'while (true) { try { while (true) {} } catch {} finally {} }',
    'microtasks that queue microtasks': 'function loop() { Promise.resolve().then(loop) } loop()',
    'an async function that awaits for ever': '(async () => { for (;;) await null })()',
    'ticks that queue ticks': 'function tick() { process.nextTick(tick) } tick()',
    'immediates without end': 'function again() { setImmediate(again) } again()',
    'timers without end': 'setInterval(() => {}, 1)',
    'a generator without end': 'function* g() { for (;;) yield 1 } for (const x of g()) {}',
    'a getter that loops': 'const o = { get x() { for (;;); } }; o.x',
    'a proxy that loops': 'const p = new Proxy({}, { get() { for (;;); } }); p.x',
    'a regular expression that backtracks': "/^(a+)+$/.test('a'.repeat(40) + 'b')",
    'sorting with a comparator that loops': '[2, 1].sort(() => { for (;;); })',
    'a module that never loads': "import('./main.js').then(() => { for (;;); })",
    'toString while printing':
      'console.log({ toString() { for (;;); }, [Symbol.for("nodejs.util.inspect.custom")]() { for (;;); } })',
    'an exit listener that loops': "process.on('exit', () => { for (;;); })",
  }

  test.each(Object.entries(endless))('is stopped: %s', async (_, code) => {
    const result = await run(code)

    expect(result.exitCode).toBe(124)
  })

  test('does not disturb the next one', async () => {
    await run('globalThis.left = 1; while (true) {}')

    const next = await run('console.log(typeof left)')

    expect(next).toEqual({ exitCode: 0, stdout: 'undefined\n', stderr: '' })
  })
})

describe('a program that takes too much memory', () => {
  const greedy: Readonly<Record<string, string>> = {
    'a list that grows': "const list = []; for (;;) list.push('x'.repeat(1000) + list.length)",
    'a large buffer': 'new Uint8Array(1e9)',
    'memory asked for again after each refusal':
      "const list = []; for (;;) { try { for (;;) list.push(new Uint8Array(1e6)) } catch (error) { require('node:util').inspect(error) } }",
  }

  test.each(Object.entries(greedy))('ends like Node without heap: %s', async (_, code) => {
    const result = await run(code, { interrupts: 50_000, memoryMiB: 32 })

    expect(result.exitCode).toBe(134)
    expect(result.stderr).toContain('JavaScript heap out of memory')
  })

  test('leaves the next one all of it', async () => {
    await run('const list = []; for (;;) list.push(new Uint8Array(1e6))', { memoryMiB: 32 })

    const next = await run("console.log('x'.repeat(1e6).length)", { memoryMiB: 32 })

    expect(next.stdout).toBe('1000000\n')
  })
})

test('output beyond the limit is dropped while the program runs', async () => {
  const result = await run("for (let i = 0; i < 1e5; i++) console.log('line ' + i)", {
    interrupts: 100_000,
    maxOutputBytes: 1000,
  })

  expect(result.exitCode).toBe(0)
  expect(Buffer.byteLength(result.stdout)).toBe(1000)
})

test('texts are cut between characters', async () => {
  const result = await run("process.stdout.write('äöü')", { maxOutputBytes: 5 })

  expect(result.stdout).toBe('äö')
})

test('the same program twice gives the same bytes', async () => {
  const code = `
    const crypto = require('node:crypto')
    console.log(Math.random(), crypto.randomUUID(), Date.now(), performance.now(), new Date().toString())
    setTimeout(() => console.log(performance.now()), 1000)
    try { null.x } catch (error) { console.log(error.stack) }
  `

  const [first, second] = [await run(code), await run(code)]

  expect(second).toEqual(first)
  expect(first.exitCode).toBe(0)
})

test('another seed gives other random numbers', async () => {
  const code = "console.log(Math.random() < 1, require('node:crypto').randomUUID(), Math.random())"

  const first = await run(code)
  const other = await run(code, { env: { PALAESTRA_SEED: '2' } })

  expect(other.stdout).not.toBe(first.stdout)
})

describe('a report', () => {
  const suite = `
    const { test } = require('node:test')
    const assert = require('node:assert')
    require('./library.js')
    test('one', () => assert.strictEqual(1, 2))
    test('two', async () => { await null; assert.deepStrictEqual({ a: 1 }, { a: 2 }) })
    test('three', () => assert.throws(() => {}))
    test('four', () => Promise.reject(new Error('no')))
  `
  const attacks: Readonly<Record<string, string>> = {
    'patched arrays': `
      Array.prototype.push = () => 0; Array.prototype.slice = () => []; Array.prototype.map = () => []
      Array.prototype[Symbol.iterator] = function* () {}`,
    'a setter at an index': `
      Object.defineProperty(Array.prototype, '0', { set() {}, get() {}, configurable: true })`,
    'another Promise': 'globalThis.Promise = class {}',
    'patched promises': `
      const resolved = Promise.resolve()
      Promise.prototype.then = () => resolved
      Object.defineProperty(Promise.prototype, 'constructor', { get: () => class {} })`,
    'patched JSON': "JSON.stringify = () => '{}'; JSON.parse = () => ({})",
    'patched objects': `
      Object.is = () => true; Object.keys = () => []; Object.prototype.passed = true
      Object.getPrototypeOf = () => null; Object.prototype.toJSON = () => 1`,
    'patched functions': `
      Function.prototype.call = () => 0; Function.prototype.apply = () => 0; Reflect.apply = () => 0`,
    'patched species': `
      class Mine extends Array {}
      Array.prototype.constructor = { [Symbol.species]: Mine }
      WeakMap.prototype.get = () => ({}); WeakMap.prototype.has = () => true`,
    'patched maps':
      'Map.prototype.get = () => 0; Map.prototype.set = () => 0; Set.prototype.has = () => true',
    'patched regular expressions':
      'RegExp.prototype.exec = () => null; RegExp.prototype.test = () => true',
    'patched assertions': `
      const assert = require('node:assert')
      for (const key of Object.keys(assert)) { try { assert[key] = () => {} } catch {} }
      try { assert.AssertionError.prototype.message = '' } catch {}`,
    'patched errors':
      'globalThis.Error = function () { return {} }; Error.captureStackTrace = () => { throw 1 }',
    'printed results': "console.log('ok 1 - one\\nok 2 - two\\nok 3 - three\\nok 4 - four')",
    'an emptied process': 'process.exitCode = 0; process.emit = () => {}; process.on = () => {}',
    'patched timers': 'globalThis.setTimeout = () => 0; globalThis.queueMicrotask = () => 0',
    'patched test functions': `
      const test = require('node:test')
      try { test.test = () => {}; test.describe = () => {} } catch {}`,
  }

  test.each(Object.entries(attacks))('survives %s', async (_, library) => {
    const files = memoryFiles({ '/work/a.test.js': suite, '/work/library.js': library })
    const args = [
      '--test',
      '--test-reporter=tap',
      '--test-reporter-destination=out.tap',
      'a.test.js',
    ]

    const result = await tryNode(args, { files })

    const report = new TextDecoder().decode(files.read('/work/out.tap'))
    const verdicts = report.split('\n').filter((line) => /^(?:not )?ok /.test(line))
    expect(verdicts).toEqual([
      'not ok 1 - one',
      'not ok 2 - two',
      'not ok 3 - three',
      'not ok 4 - four',
    ])
    expect(result.exitCode).toBe(1)
  })

  test('is written by the host after the program, which does not learn where', async () => {
    const files = memoryFiles({
      '/work/a.test.js': `
        const { test } = require('node:test')
        const fs = require('node:fs')
        fs.writeFileSync('out.tap', 'ok 1 - forged')
        console.log(JSON.stringify([process.argv, process.execArgv, process.env]))
        process.on('exit', () => fs.writeFileSync('out.tap', 'ok 1 - forged'))
        test('real', () => {})`,
    })
    const args = [
      '--test',
      '--test-reporter=tap',
      '--test-reporter-destination=out.tap',
      'a.test.js',
    ]

    await tryNode(args, { files })

    const report = new TextDecoder().decode(files.read('/work/out.tap'))
    expect(report).toContain('ok 1 - real')
    expect(report).not.toContain('forged')
    expect(report).not.toContain('out.tap')
  })

  test('is not touched by other test files', async () => {
    const files = {
      '/work/a.test.js':
        'globalThis.leak = 1; Array.prototype.push = () => 0; process.exitCode = 0',
      '/work/b.test.js':
        "const { test } = require('node:test'); test('clean ' + typeof leak, () => {})",
    }

    const result = await tryNode(['--test'], { files })

    expect(result.stdout).toContain('ok 2 - clean undefined')
  })
})
