import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTap } from './tap.ts'

const report = String.raw`TAP version 13
# ok 1 - printed by the code
# Subtest: outer
    # Subtest: works \# fine \\ ok
    ok 1 - works \# fine \\ ok
      ---
      duration_ms: 1.4
      ...
    # Subtest: fails
    not ok 2 - fails
      ---
      duration_ms: 1.1
      location: '/repo/test/a.test.js:6:5'
      failureType: 'testCodeFailure'
      error: |-
        Expected values to be strictly equal:

        1 !== 2

      code: 'ERR_ASSERTION'
      ...
    ok 3 - left out # SKIP
    ok 4 - later # TODO not yet
    1..4
not ok 1 - outer
  ---
  duration_ms: 6.5
  type: 'suite'
  failureType: 'subtestsFailed'
  error: '1 subtest failed'
  ...
# Subtest: alone
not ok 2 - alone
  ---
  error: 'Missing expected exception (RangeError).'
  ...
1..2
# tests 5
`

describe('parseTap', () => {
  test('joins file, suites and test, and reads the four statuses', () => {
    expect(parseTap(report, { file: 'test/a.test.js' })).toEqual([
      { id: 'test/a.test.js > outer > works # fine \\ ok', status: 'passed' },
      {
        id: 'test/a.test.js > outer > fails',
        status: 'failed',
        error: 'Expected values to be strictly equal:\n\n1 !== 2',
      },
      { id: 'test/a.test.js > outer > left out', status: 'skipped' },
      { id: 'test/a.test.js > outer > later', status: 'todo' },
      {
        id: 'test/a.test.js > alone',
        status: 'failed',
        error: 'Missing expected exception (RangeError).',
      },
    ])
  })

  test('reads Windows line ends alike', () => {
    expect(parseTap(report.replaceAll('\n', '\r\n'))).toEqual(parseTap(report))
  })

  test('reports a file that crashed under its own id, and drops one without tests', () => {
    const tap = `not ok 1 - /repo/hidden/c.test.js\n  ---\n  error: 'test failed'\n  ...\nok 2 - /repo/hidden/d.test.js\n`

    expect(parseTap(tap, { file: 'hidden/c.test.js' })).toContainEqual({
      id: 'hidden/c.test.js',
      status: 'failed',
      error: 'test failed',
    })
    expect(parseTap(tap)).toEqual([
      { id: '/repo/hidden/c.test.js', status: 'failed', error: 'test failed' },
    ])
  })

  test('opens a report in which the file wraps its tests', () => {
    const tap = '    ok 1 - adds\n    1..1\nok 1 - /repo/test/a.test.js\n1..1\n'

    expect(parseTap(tap, { file: 'test/a.test.js' })).toEqual([
      { id: 'test/a.test.js > adds', status: 'passed' },
    ])
  })

  test('takes no result from printed lines or from the text of an error', () => {
    const tap = [
      '# ok 1 - printed',
      '#     ok 1 - printed deeper',
      'not ok 1 - real',
      '  ---',
      '  error: |-',
      '    ...',
      '    ok 2 - from an error',
      'ok 3 - from a line break in an error',
      '  ...',
      '1..1',
    ].join('\n')

    expect(parseTap(tap).map((result) => result.id)).toEqual(['real'])
  })

  test('keeps the worst of several results with one id', () => {
    expect(parseTap('ok 1 - a\nnot ok 2 - a\nok 3 - a\n')).toEqual([{ id: 'a', status: 'failed' }])
  })

  test('leaves out tests whose suite was never finished', () => {
    expect(parseTap('ok 1 - done\n    ok 1 - cut off\n')).toEqual([
      { id: 'done', status: 'passed' },
    ])
  })

  test('reports a suite that failed by itself, such as in a hook', () => {
    const tap = "not ok 1 - suite\n  ---\n  type: 'suite'\n  failureType: 'hookFailed'\n  ...\n"

    expect(parseTap(tap)).toEqual([{ id: 'suite', status: 'failed' }])
  })

  test('reads any text without throwing', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('ok 1 - a', 'not ok 2 - b # TODO', '    ok 1 - c', '  ---', '  ...', '---'),
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const { status } of parseTap(lines.join('\n'))) {
          expect(['passed', 'failed', 'skipped', 'todo']).toContain(status)
        }
      }),
    )
  })

  test('gives back every name that was escaped as the runner escapes it', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !/[\p{Cc}]|^\s|\s$/u.test(text))
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.boolean(), (names, passed) => {
        const lines = names.map(
          (text, i) =>
            `    ${passed ? 'ok' : 'not ok'} ${i + 1} - ${text.replaceAll('\\', '\\\\').replaceAll('#', '\\#')}`,
        )
        const tap = [...lines, "ok 1 - s\n  ---\n  type: 'suite'\n  ..."].join('\n')

        expect(parseTap(tap, { file: 'f' })).toEqual(
          names.map((text) => ({ id: `f > s > ${text}`, status: passed ? 'passed' : 'failed' })),
        )
      }),
    )
  })

  test('reads a report of several megabytes in linear time', () => {
    const noise = `# ${'x'.repeat(200)}\n`.repeat(50_000)
    const tests = Array.from({ length: 2000 }, (_, i) => `ok ${i + 1} - t${i}\n`).join('')

    expect(parseTap(noise + tests)).toHaveLength(2000)
  })
})
