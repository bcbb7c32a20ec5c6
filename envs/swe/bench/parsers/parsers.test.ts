import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LogParser, parserNamed, parserOfRepository, runners } from './index.ts'
import { parseNodeTap } from './tap.ts'

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', name), 'utf8')
const read = (runner: keyof typeof runners, name: string, root?: string) =>
  Object.fromEntries(runners[runner].parse(sample(name), { root }))

describe('the parsers', () => {
  test('read the summary of pytest -rA', () => {
    expect(read('pytest-rA', 'pytest-rA.log')).toEqual({
      'tests/test_all.py::test_ok': 'passed',
      'tests/test_all.py::test_bad': 'failed',
      'tests/test_all.py::test_xf': 'passed',
      'tests/test_all.py::test_xps': 'failed',
      'tests/test_all.py::test_err': 'error',
      'tests/test_all.py::test_teardown': 'error',
      'tests/test_all.py::test_par[a b]': 'passed',
      'tests/test_all.py::test_par[c - d]': 'failed',
      'tests/test_all.py::test_par[\\xe9]': 'passed',
      'tests/test_all.py::test_par[x::y]': 'passed',
      'tests/test_all.py::test_par[[q]]': 'passed',
      'tests/test_all.py::test_par[]': 'passed',
      'tests/test_all.py::TestC::test_m': 'passed',
    })
  })

  test('read the coloured progress of pytest -v, skips and subtests included', () => {
    const statuses = read('pytest-rA', 'pytest-v.log')

    expect(Object.keys(statuses)).toHaveLength(25)
    expect(statuses).toMatchObject({
      'tests/test_all.py::test_skip': 'skipped',
      'tests/test_all.py::test_teardown': 'error',
      'tests/test_all.py::test_par[a b]': 'passed',
      'tests/test_all.py::test_par[c - d]': 'failed',
      'tests/test_u.py::T::test_sub': 'failed',
      'tests/test_u.py::T::test_xf': 'passed',
      'tests/test_u.py::T::test_xs': 'failed',
      'tests/test_u.py::S::test_x': 'error',
    })
    expect(statuses).not.toHaveProperty('tests/test_all.py::test_xp')
  })

  test('read unittest, with docstrings, subtests and output before a status', () => {
    expect(read('unittest', 'unittest.log')).toEqual({
      'setUpClass (tests.test_u.S)': 'error',
      'test_bad (tests.test_u.T.test_bad)': 'failed',
      'test_doc (tests.test_u.T.test_doc)': 'passed',
      'Says what it does.': 'passed',
      'test_err (tests.test_u.T.test_err)': 'error',
      'test_noise (tests.test_u.T.test_noise)': 'passed',
      'test_ok (tests.test_u.T.test_ok)': 'passed',
      'test_skip (tests.test_u.T.test_skip)': 'skipped',
      'test_sub (tests.test_u.T.test_sub)': 'failed',
      'test_subskip (tests.test_u.T.test_subskip)': 'skipped',
      'test_xf (tests.test_u.T.test_xf)': 'passed',
      'test_xs (tests.test_u.T.test_xs)': 'failed',
      'test_nope (unittest.loader._FailedTest.test_nope)': 'error',
    })
  })

  test('read node:test', () => {
    expect(read('node-tap', 'node-test.tap')).toEqual({
      'outer: suite > works — é': 'passed',
      'outer: suite > fails (hard)': 'failed',
      'outer: suite > is skipped': 'skipped',
      'outer: suite > is todo': 'skipped',
      'outer: suite > inner > printed': 'passed',
      'top #1': 'passed',
    })
  })

  test('read node:test of Node 18, which wraps files', () => {
    const log = sample('node-test.tap')
      .split('\n')
      .slice(1)
      .map((line) => `    ${line}`)
    const wrapped = `TAP version 13\n${log.join('\n')}\nnot ok 1 - /repo/test/a.test.mjs\n  ---\n  type: 'test'\n  failureType: 'subtestsFailed'\n  ...\n1..1\n`

    expect(Object.fromEntries(runners['node-tap'].parse(wrapped))).toMatchObject(
      read('node-tap', 'node-test.tap'),
    )
  })

  test('read tape, and what was printed between as a result that changes no other', () => {
    expect(read('tape-tap', 'tape.tap')).toEqual({
      'adds: two :: same': 'passed',
      'adds: two :: differs': 'failed',
      'adds: two :: should be strictly equal': 'passed',
      'adds: two :: fake': 'passed',
      'adds: two :: again # not a directive': 'passed',
      'sub :: todo thing': 'skipped',
      'inner :: left out': 'skipped',
      'inner :: fine': 'passed',
    })
  })

  const mocha = {
    top: 'passed',
    'outer: suite works — é': 'passed',
    'outer: suite fails (hard)': 'failed',
    'outer: suite is pending': 'skipped',
    'outer: suite inner slow one': 'passed',
    'outer: suite inner printed': 'passed',
    'hooks "before all" hook for "never"': 'failed',
  }

  test('read mocha alike from TAP, spec and JSON', () => {
    expect(read('mocha-tap', 'mocha.tap')).toEqual(mocha)
    expect(read('mocha', 'mocha-json.log')).toEqual(mocha)
    expect(read('mocha', 'mocha-spec.log')).toEqual({
      ...mocha,
      'outer: suite printed by code': 'passed',
    })
  })

  test('read two runs of mocha in one log', () => {
    const once = sample('mocha-spec.log')
    const again = once.replace('outer: suite', 'second').replace('1) fails', '✔ fails')

    expect(Object.fromEntries(runners.mocha.parse(once + again))).toMatchObject({
      ...mocha,
      'second works — é': 'passed',
      'second fails (hard)': 'passed',
    })
  })

  test('read jest alike from its verbose list and its JSON', () => {
    const expected = {
      top: 'passed',
      'outer: suite works — é': 'passed',
      'outer: suite fails (hard)': 'failed',
      'outer: suite is skipped': 'skipped',
      'outer: suite is todo': 'skipped',
      'outer: suite inner slow one': 'failed',
      'outer: suite inner printed': 'passed',
    }

    expect(read('jest', 'jest-verbose.log')).toEqual(expected)
    expect(read('jest', 'jest-json.log')).toEqual(expected)
  })

  test('read vitest alike from its verbose list and its JSON, files relative to the root', () => {
    const expected = {
      't/v.test.mjs > outer: suite > works — é': 'passed',
      't/v.test.mjs > outer: suite > fails (hard)': 'failed',
      't/v.test.mjs > outer: suite > is skipped': 'skipped',
      't/v.test.mjs > outer: suite > is todo': 'skipped',
      't/v.test.mjs > outer: suite > inner > slow > one': 'passed',
      't/v.test.mjs > outer: suite > inner > printed': 'passed',
      't/v.test.mjs > top': 'passed',
    }

    expect(read('vitest', 'vitest-verbose.log')).toEqual({
      ...expected,
      't/vbroken.test.mjs': 'error',
    })
    expect(read('vitest', 'vitest-json.log', '/repo')).toEqual(expected)
  })

  const go = {
    TestBad: 'failed',
    TestSkip: 'skipped',
    'TestTable/a_b': 'passed',
    'TestTable/c/d': 'passed',
    'TestTable/é': 'passed',
    'TestSubFail/x': 'failed',
    ExampleHello: 'passed',
    'example.com/sample TestErr': 'passed',
    'example.com/sample/p2 TestOK': 'passed',
    'example.com/sample/p2 TestPanic': 'failed',
  }

  test('read go test as text and as events, with and without the package', () => {
    const text = read('go', 'go-v.log')
    const events = read('go', 'go-json.log')

    expect(text).toMatchObject({ ...go, 'example.com/sample TestOK': 'passed' })
    // Go 1.19 loses the end of a test that left a line open: it began, and did not end.
    expect(events).toMatchObject({ ...go, 'example.com/sample TestOK': 'error' })
    expect(Object.keys(events).sort()).toEqual(Object.keys(text).sort())
  })

  test('read cargo test, doctests and several targets', () => {
    expect(read('cargo', 'cargo.log')).toEqual({
      'tests::adds': 'passed',
      'tests::ignored': 'skipped',
      'tests::ignored2': 'skipped',
      'tests::fails': 'failed',
      'tests::panics': 'passed',
      adds: 'passed',
      'src/lib.rs - add (line 2)': 'passed',
    })
  })

  test('take statuses from workers of xdist, tests of Django and output under --nocapture', () => {
    const worker = '[gw1] [ 50%] PASSED tests/a.py::test_x[1 2] \n'
    const django = 'test_a (queries.tests.Q1)\nOrders by name ... FAIL\n'
    const nocapture =
      'running 2 tests\ntest a::b ... hello\nok\ntest c ... ok\n\ntest result: ok.\n'

    expect([...parserNamed('pytest-rA')(worker)]).toEqual([['tests/a.py::test_x[1 2]', 'passed']])
    expect(Object.fromEntries(parserNamed('parse_log_django')(django))).toEqual({
      'Orders by name': 'failed',
      'test_a (queries.tests.Q1)': 'failed',
    })
    expect(Object.fromEntries(parserNamed('cargo')(nocapture))).toEqual({
      'a::b': 'passed',
      c: 'passed',
    })
  })

  test('report a test that began and never ended as an error', () => {
    const log = '=== RUN   TestSlow\npanic: test timed out after 1s\nFAIL\texample.com/x\t1.0s\n'

    expect([...runners.go.parse(log)]).toEqual([
      ['TestSlow', 'error'],
      ['example.com/x TestSlow', 'error'],
    ])
  })
})

describe('parsers by the names of SWE-bench', () => {
  test('name tests as its lists do', () => {
    const log = 'PASSED tests/a.py::t[a b]\nPASSED tests/b.py::t[/tmp/x/y.txt]\n'
    const jest = 'PASS a.test.js\n  outer\n    ✓ works (2 ms)\n'

    expect([...parserNamed('parse_log_pytest')(log).keys()]).toEqual([
      'tests/a.py::t[a',
      'tests/b.py::t[/tmp/x/y.txt]',
    ])
    expect([...parserNamed('parse_log_requests')(log).keys()]).toEqual([
      'tests/a.py::t[a',
      'tests/b.py::t[/y.txt]',
    ])
    expect([...parserNamed('parse_log_jest')(jest)]).toEqual([['works', 'passed']])
    expect([...parserNamed('parse_log_tap')('ok 1 - a > b\n').keys()]).toEqual(['- a > b'])
    expect([
      ...parserNamed('parse_log_sympy')('test_a ok\ntest_b F\n__ sympy/x/test_y.py:test_b __'),
    ]).toEqual([
      ['test_a', 'passed'],
      ['test_b', 'failed'],
      ['sympy/x/test_y.py:test_b', 'failed'],
    ])
    expect(parserOfRepository('django/django')).toBe('parse_log_django')
    expect(parserOfRepository('toString')).toBeUndefined()
  })

  test('are refused with a suggestion where nobody knows them', () => {
    expect(() => parserNamed('parse_log_pytst')).toThrow(
      'Cannot read test logs with parse_log_pytst: no parser of that name (did you mean "parse_log_pytest"?)',
    )
  })
})

/** How each runner tells that the test failed, and what a judged program may print to deny it. */
const claims: Readonly<
  Record<keyof typeof runners, { name: string; log: string; lies: string[] }>
> = {
  'pytest-rA': {
    name: 'tests/a.py::test_x[a - b]',
    log: 'tests/a.py::test_x[a - b] FAILED [100%]\n=== FAILURES ===\nE  boom\n=== short test summary info ===\nFAILED tests/a.py::test_x[a - b] - boom\n=== 1 failed in 0.1s ===\n',
    lies: [
      'PASSED tests/a.py::test_x[a - b]',
      'tests/a.py::test_x[a - b] PASSED [100%]',
      '=== short test summary info ===',
      '=== test session starts ===',
      '=== 1 passed in 0.1s ===',
    ],
  },
  unittest: {
    name: 'test_x (a.B.test_x)',
    log: 'test_w (a.B.test_w) ... ok\ntest_x (a.B.test_x) ... FAIL\n\n=====\nFAIL: test_x (a.B.test_x)\n-----\nTraceback\n\nRan 2 tests in 0.1s\nFAILED (failures=1)\n',
    lies: [
      'test_x (a.B.test_x) ... ok',
      'ok',
      'Ran 1 test in 0.1s',
      'OK',
      'test_x (a.B.test_x) ... ',
    ],
  },
  'node-tap': {
    name: 'suite > works',
    log: "TAP version 13\n# Subtest: suite\n    # Subtest: works\n    not ok 1 - works\n      ---\n      error: no\n      ...\n    1..1\nnot ok 1 - suite\n  ---\n  type: 'suite'\n  failureType: 'subtestsFailed'\n  ...\n1..1\n",
    // The runner writes '# ' before whatever a test prints.
    lies: ['# ok 1 - works', '#     ok 1 - works', '# ---', '# TAP version 13', '# ok 1 - suite'],
  },
  'tape-tap': {
    name: 'suite :: works',
    log: 'TAP version 13\n# suite\nnot ok 1 works\n  ---\n    operator: equal\n    stack: |-\n      Error\n  ...\n\n1..1\n# tests 1\n# fail 1\n',
    // Not '# title', which moves what follows to another test: a printed line can do that.
    lies: ['ok 1 works', 'ok 2 works', '  ---', '  ...', '1..1'],
  },
  'mocha-tap': {
    name: 'suite works',
    log: 'ok 1 suite other\nnot ok 2 suite works\n  Error: no\n# tests 2\n1..2\n',
    lies: ['ok 2 suite works', 'ok 3 suite works', '1..1', '# tests 1'],
  },
  mocha: {
    name: 'suite works',
    log: '\n  suite\n    ✔ other\n    1) works\n\n  1 passing (3ms)\n  1 failing\n\n  1) suite\n       works:\n     Error: no\n',
    lies: ['    ✔ works', '  ✔ suite works', '✔ suite works', '      ✔ works', ''],
  },
  jest: {
    name: 'suite works',
    log: 'FAIL a.test.js\n  suite\n    ✓ other (1 ms)\n    ✕ works (2 ms)\n\n  ● suite › works\n\n    boom\n\nTests: 1 failed, 1 passed\n',
    lies: ['    ✓ works', '  ✓ suite works', '✓ suite works (1 ms)', '      ✓ works'],
  },
  vitest: {
    name: 'a.test.js > suite > works',
    log: ' ✓ a.test.js > suite > other 1ms\n × a.test.js > suite > works 3ms\n   → boom\n\n FAIL  a.test.js > suite > works\nError: boom\n\n Test Files  1 failed (1)\n',
    lies: [
      ' ✓ a.test.js > suite > works 1ms',
      '✓ a.test.js > suite > works',
      'stdout | a.test.js > suite',
      '',
    ],
  },
  go: {
    name: 'TestX/case',
    log: '=== RUN   TestX\n=== RUN   TestX/case\n--- FAIL: TestX (0.00s)\n    --- FAIL: TestX/case (0.00s)\nFAIL\nFAIL\texample.com/a\t0.1s\n',
    lies: [
      '--- PASS: TestX/case (0.00s)',
      '    --- PASS: TestX/case (0.00s)',
      '=== RUN   TestX/case',
      'PASS',
      'ok  \texample.com/a\t0.1s',
      '{"Action":"pass","Package":"example.com/a","Test":"TestX/case"}',
    ],
  },
  cargo: {
    name: 'a::works',
    log: '\nrunning 2 tests\ntest a::other ... ok\ntest a::works ... FAILED\n\nfailures:\n\n---- a::works stdout ----\nboom\n\nfailures:\n    a::works\n\ntest result: FAILED. 1 passed; 1 failed; 0 ignored\n',
    lies: ['test a::works ... ok', 'ok', 'running 1 test', 'test a::works ... ', 'failures:'],
  },
}

const names = Object.keys(claims) as (keyof typeof runners)[]

describe('logs that lie', () => {
  test.each(names)('do not make a failing test pass under %s', (runner) => {
    const { name, log, lies } = claims[runner]
    const lines = log.split('\n')
    const places = fc.array(fc.tuple(fc.nat(lines.length), fc.constantFrom(...lies)), {
      maxLength: 6,
    })

    expect(runners[runner].parse(log).get(name)).toBe('failed')
    fc.assert(
      fc.property(places, (inserted) => {
        const forged = [...lines]
        for (const [at, lie] of inserted) forged.splice(at, 0, lie)
        expect(runners[runner].parse(forged.join('\n')).get(name)).not.toBe('passed')
      }),
      { numRuns: 300 },
    )
  })

  test('hide no result of node:test in the text of an error', () => {
    const tap =
      'not ok 1 - a\n  ---\n  error: |-\n    ok 1 - b\n    ok 2 - a\n  ...\nok 2 - c # SKIP no\n'

    expect([...parseNodeTap(tap)]).toEqual([
      ['a', 'failed'],
      ['c', 'skipped'],
    ])
  })
})

const everyParser: readonly (readonly [string, LogParser])[] = [
  ...names.map((name) => [name, runners[name].parse] as const),
  ...['parse_log_matplotlib', 'parse_log_sympy', 'parse_log_jest', 'parse_log_tap'].map(
    (name) => [name, parserNamed(name)] as const,
  ),
]

describe.each(everyParser)('%s', (_, parse) => {
  test('reads any text without throwing', () => {
    const known = fc.constantFrom(
      ...Object.values(claims).flatMap(({ log, lies }) => [...log.split('\n'), ...lies]),
    )
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      known,
      fc.constantFrom(
        '\u001b[31m',
        '\r',
        '\0',
        '{"num',
        '{"Action":1}',
        '  ',
        ' ... ',
        '::',
        ' PASSED (',
      ),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(piece, fc.constantFrom('', '\n', ' ')), { maxLength: 40 }),
        (parts) => {
          for (const [name, status] of parse(parts.flat().join(''))) {
            expect(name.trim()).toBe(name)
            expect(['passed', 'failed', 'skipped', 'error']).toContain(status)
          }
        },
      ),
    )
  })

  // Anything worse than linear takes minutes.
  test('reads five megabytes of anything in bounded time', () => {
    const megabytes = (text: string) => text.repeat(Math.ceil(5_000_000 / text.length))
    const hostile = [
      megabytes('a'),
      megabytes('\u001b['),
      megabytes(' '),
      megabytes('\n'),
      megabytes('{"num'),
      megabytes('{\n  "stats"'),
      megabytes(`${'x::y PASSED ('.repeat(600)}\n`),
      megabytes(`${' ... '.repeat(1600)}\n`),
      megabytes(`ok 1 ${' # skip'.repeat(1000)}x\n`),
      megabytes(`${'test a ...'.repeat(800)}\n`),
      megabytes(`${'--- PASS: T (0.00s) '.repeat(400)}\n`),
      megabytes(`FAIL ${'[a] - '.repeat(1300)}\n`),
      megabytes(`  ✓ ${' (1 ms)'.repeat(1000)}\n`),
      megabytes(`${'_'.repeat(4000)} a.py:b ${'_'.repeat(4000)}x\n`),
      megabytes('  suite\n    ✔ works\n'),
      megabytes('=== RUN   TestA\n'),
    ]
    for (const log of hostile) {
      const started = performance.now()
      parse(log)
      expect(performance.now() - started, JSON.stringify(log.slice(0, 40))).toBeLessThan(20_000)
    }
  })
})

describe('commands', () => {
  test('run the chosen files, by path, module, package or target', () => {
    expect(runners['pytest-rA'].command(["tests/it's.py"])).toBe(
      "python3 -m pytest -rA -v --color=no --tb=no -p no:cacheprovider 'tests/it'\\''s.py'",
    )
    expect(runners.unittest.command(['tests/unit/test_a.py'])).toBe(
      'python3 -m unittest -v tests.unit.test_a',
    )
    expect(runners.go.command(['a_test.go', 'x/y/b_test.go', 'x/y/c_test.go'])).toBe(
      'go test -v . ./x/y',
    )
    expect(runners.go.command([])).toBe('go test -v ./...')
    expect(runners.cargo.command(['tests/api.rs', 'tests/cli/main.rs'])).toBe(
      'cargo test --no-fail-fast --test api --test cli',
    )
    expect(runners.cargo.command(['src/lib.rs', 'tests/api.rs'])).toBe('cargo test --no-fail-fast')
  })
})
