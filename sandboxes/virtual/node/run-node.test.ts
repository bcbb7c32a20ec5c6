import { spawnSync } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { memoryFiles, tryNode } from './memory-files.suite.ts'
import { NATIVE_STACK_MIB } from './native-stack.ts'

const text = (files: ReturnType<typeof memoryFiles>, path: string) =>
  new TextDecoder().decode(files.read(path))

describe('the command line', () => {
  test('prints its version', async () => {
    expect(await tryNode(['--version'])).toMatchObject({ exitCode: 0, stdout: 'v20.20.2\n' })
  })

  test('runs text given with -e, with arguments', async () => {
    const result = await tryNode([
      '-e',
      'console.log(process.argv.slice(1), require("os").EOL)',
      'a',
    ])

    expect(result.stdout).toBe("[ 'a' ] \n\n")
  })

  test('prints the value of text given with -p', async () => {
    expect((await tryNode(['-p', '[1, 2].map((x) => x * 2)'])).stdout).toBe('[ 2, 4 ]\n')
    expect((await tryNode(['-p', '"text"'])).stdout).toBe('text\n')
  })

  test('runs a module given with -e', async () => {
    const code = "import { sep } from 'node:path'; console.log(sep, await 1)"

    expect((await tryNode(['--input-type=module', '-e', code])).stdout).toBe('/ 1\n')
  })

  test('runs a program from standard input', async () => {
    const result = await tryNode(['-', 'x'], { stdin: 'console.log(process.argv.slice(2))' })

    expect(result.stdout).toBe("[ 'x' ]\n")
  })

  test('passes standard input on', async () => {
    const files = {
      '/work/sync.js': "console.log(require('fs').readFileSync(0, 'utf8'))",
      '/work/events.js': `
        let text = ''
        process.stdin.setEncoding('utf8').on('data', (part) => { text += part }).on('end', () => console.log(text))`,
      '/work/iterates.mjs': 'for await (const part of process.stdin) console.log(String(part))',
    }

    for (const name of ['sync.js', 'events.js', 'iterates.mjs']) {
      expect((await tryNode([name], { files, stdin: 'given' })).stdout).toBe('given\n')
    }
  })

  test('finds the main file without its extension and in a folder', async () => {
    const files = { '/work/a.js': 'console.log(1)', '/work/d/index.js': 'console.log(2)' }

    expect((await tryNode(['a'], { files })).stdout).toBe('1\n')
    expect((await tryNode(['./d'], { files })).stdout).toBe('2\n')
  })

  test('says which file is missing', async () => {
    const result = await tryNode(['none.js'])

    expect(result.exitCode).toBe(1)
    expect(result.stderr).toContain("Error: Cannot find module '/work/none.js'")
    expect(result.stderr).toContain("code: 'MODULE_NOT_FOUND'")
  })

  test('refuses flags it does not know', async () => {
    expect(await tryNode(['--nonsense', 'a.js'])).toEqual({
      exitCode: 9,
      stdout: '',
      stderr: 'node: bad option: --nonsense\n',
    })
  })

  test('loads what --require and --import name first', async () => {
    const files = {
      '/work/first.cjs': 'globalThis.order = ["first"]',
      '/work/second.mjs': 'order.push("second")',
      '/work/main.js': 'console.log(order)',
    }

    const result = await tryNode(['-r', './first.cjs', '--import', './second.mjs', 'main.js'], {
      files,
    })

    expect(result.stdout).toBe("[ 'first', 'second' ]\n")
  })

  test('checks syntax without running', async () => {
    const files = {
      '/work/good.js': 'console.log("ran")',
      '/work/bad.js': 'const a = 1\nconst = 2',
    }

    expect(await tryNode(['--check', 'good.js'], { files })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    })
    const bad = await tryNode(['--check', 'bad.js'], { files })
    expect(bad.exitCode).toBe(1)
    expect(bad.stderr).toContain('/work/bad.js:2\nconst = 2\n')
  })

  test('says that a module of Node is not available', async () => {
    const files = { '/work/a.js': "require('node:http')", '/work/b.mjs': "import 'child_process'" }

    for (const [name, module] of [
      ['a.js', 'node:http'],
      ['b.mjs', 'child_process'],
    ] as const) {
      const result = await tryNode([name], { files })
      expect(result.exitCode).toBe(1)
      expect(result.stderr).toContain(
        `Cannot find module '${module}': not available in the virtual sandbox`,
      )
    }
  })
})

describe('an uncaught error', () => {
  test('is shown with its line and stack', async () => {
    const files = { '/work/a.js': 'function f() {\n  throw new TypeError("no")\n}\nf()' }

    const { stderr, exitCode } = await tryNode(['a.js'], { files })

    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^\/work\/a\.js:2\n {2}throw new TypeError\("no"\)\n +\^\n\nTypeError: no\n/,
    )
    expect(stderr).toMatch(
      / {4}at f \(\/work\/a\.js:2:\d+\)\n {4}at \/work\/a\.js:4:\d+\n\nNode\.js v20/,
    )
  })

  test('may be a native one, told in words of V8', async () => {
    const files = { '/work/a.js': 'const value = undefined\nvalue.property' }

    const { stderr } = await tryNode(['a.js'], { files })

    expect(stderr).toContain("TypeError: Cannot read properties of undefined (reading 'property')")
  })

  test('may not be an error at all', async () => {
    const { stderr, exitCode } = await tryNode(['-e', 'throw { odd: true }'])

    expect(exitCode).toBe(1)
    expect(stderr).toContain('Uncaught { odd: true }')
  })
})

describe('node --test', () => {
  const passing = "require('node:test')('passes', () => {})"

  test('finds test files as Node does', async () => {
    const names = [
      'a.test.js',
      'b-test.mjs',
      'c_test.cjs',
      'test-d.js',
      'test.js',
      'test/e.js',
      'test/deep/f.mjs',
    ]
    const others = [
      'node_modules/x/x.test.js',
      'plain.js',
      'test/data.json',
      'testing.js',
      'lib/contest.js',
    ]
    const files = Object.fromEntries(
      [...names, ...others].map((name) => [
        `/work/${name}`,
        name.endsWith('.mjs') ? "import test from 'node:test'; test('passes')" : passing,
      ]),
    )

    const { stdout } = await tryNode(['--test'], { files })

    expect(stdout).toContain(`# tests ${names.length}\n`)
  })

  test('takes folders, files and patterns', async () => {
    const files = {
      '/work/x/one.test.js': passing,
      '/work/x/two.js': passing,
      '/work/y/three.js': passing,
    }

    expect((await tryNode(['--test', 'x'], { files })).stdout).toContain('# tests 1\n')
    expect((await tryNode(['--test', 'x/two.js', 'y/three.js'], { files })).stdout).toContain(
      '# tests 2\n',
    )
    expect((await tryNode(['--test', '**/t*.js'], { files })).stdout).toContain('# tests 2\n')
  })

  test('says which file is missing', async () => {
    expect(await tryNode(['--test', 'none.js'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: "Could not find '/work/none.js'\n",
    })
  })

  test('writes several reports to several places', async () => {
    const files = memoryFiles({ '/work/a.test.js': passing })
    const args = ['tap', 'out/report.tap', 'spec', 'stdout', 'dot', 'stderr']
    const flags = args.map((value, index) =>
      index % 2 === 0 ? `--test-reporter=${value}` : `--test-reporter-destination=${value}`,
    )

    const { stdout, stderr } = await tryNode(['--test', ...flags], { files })

    expect(text(files, '/work/out/report.tap')).toMatch(
      /^TAP version 13\n# Subtest: passes\nok 1 - passes\n/,
    )
    expect(stdout).toMatch(/^✔ passes \(0ms\)\nℹ tests 1\n/)
    expect(stderr).toBe('.\n')
  })

  test('shows failures in the spec report', async () => {
    const suite = `
      const { describe, it } = require('node:test')
      describe('outer', () => { it('fails', () => { require('assert').strictEqual(1, 2) }) })`

    const { stdout, exitCode } = await tryNode(['--test', '--test-reporter=spec'], {
      files: { '/work/a.test.js': suite },
    })

    expect(exitCode).toBe(1)
    expect(stdout).toContain('▶ outer\n  ✖ fails (0ms)\n')
    expect(stdout).toContain(
      'AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:',
    )
    expect(stdout).toContain('✖ failing tests:\n\ntest at /work/a.test.js:3:')
  })

  test('keeps what earlier files reported when the budget runs out', async () => {
    const files = {
      '/work/a.test.js': passing,
      '/work/b.test.js': 'while (true) {}',
      '/work/c.test.js': passing,
    }

    const { stdout, exitCode } = await tryNode(['--test'], { files, interrupts: 500 })

    expect(exitCode).toBe(124)
    expect(stdout).toContain('ok 1 - passes')
    expect(stdout).toContain('not ok 2 - /work/b.test.js')
    expect(stdout).toContain('# tests 2\n')
  })
})

test('time is simulated: a long wait takes none', async () => {
  const code = `
    const start = Date.now()
    setTimeout(() => console.log(Date.now() - start, Math.round(performance.now()) >= 3600000), 3600000)`

  const result = await tryNode(['-e', code])

  expect(result.stdout).toBe('3600000 true\n')
})

test('the time zone is UTC wherever the host is', () => {
  const program = `
    import { tryNode } from './memory-files.suite.ts'
    const result = await tryNode(['-p', 'new Date(2024, 6, 1, 12).toISOString() + new Date(0).getHours()'])
    process.stdout.write(result.stdout)`
  const { stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', program],
    {
      cwd: import.meta.dirname,
      env: { ...process.env, TZ: 'America/New_York' },
      encoding: 'utf8',
    },
  )

  expect(stdout).toBe('2024-07-01T12:00:00.000Z0\n')
})

test('recursion without end is an error the program can catch', async () => {
  const programs = [
    'let depth = 0; function f() { depth++; f() } try { f() } catch (error) { console.log(error instanceof RangeError, error.name, depth > 4000) }',
    'function f() { [1].forEach(f) } try { f() } catch (error) { console.log(error.name) }',
    "try { JSON.parse('['.repeat(1e5)) } catch (error) { console.log(error instanceof SyntaxError || error.name) }",
    "try { eval('('.repeat(1e5)) } catch (error) { console.log(error instanceof SyntaxError || error.name) }",
    'const proxy = new Proxy({}, { get: (_, key, self) => self[key] }); try { proxy.x } catch (error) { console.log(error.name) }',
    'function f() { f() } f()',
  ]
  const worker = new Worker(new URL('./conformance/deep-stack.worker.mjs', import.meta.url), {
    workerData: programs,
    resourceLimits: { stackSizeMb: NATIVE_STACK_MIB },
  })

  const results = await new Promise<{ stdout: string; stderr: string; exitCode: number }[]>(
    (resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
    },
  )
  await worker.terminate()

  expect(results.map(({ stdout }) => stdout)).toEqual([
    'true RangeError true\n',
    'RangeError\n',
    'true\n',
    'true\n',
    'RangeError\n',
    '',
  ])
  expect(results.at(-1)?.stderr).toContain('RangeError: Maximum call stack size exceeded')
}, 60_000)
