import { expect, test } from 'vitest'
import { parseFailures } from './failures.ts'

const report = `TAP version 13
# Subtest: sums
    # Subtest: adds
    not ok 1 - adds
      ---
      duration_ms: 0
      location: '/workspace/test/sum.test.js:6:3'
      failureType: 'testCodeFailure'
      error: |-
        Expected values to be strictly equal:
        
        1 !== 2
        
      code: 'ERR_ASSERTION'
      name: 'AssertionError'
      expected: 2
      actual: 1
      stack: |-
        add (/workspace/src/sum.js:2:10)
        TestContext.<anonymous> (file:///workspace/test/sum.test.js:7:5)
      ...
    ok 2 - not ok 9 - a name
      ---
      duration_ms: 0
      ...
    not ok 3 - throws
      ---
      failureType: 'testCodeFailure'
      error: 'value is not defined'
      ...
    1..3
not ok 1 - sums
  ---
  type: 'suite'
  failureType: 'subtestsFailed'
  error: '2 subtests failed'
  ...
`

test('tells name, message and stack of each failing test, and leaves out suites', () => {
  expect(parseFailures(report)).toEqual([
    {
      name: 'adds',
      message: 'Expected values to be strictly equal:\n\n1 !== 2\n',
      expected: '2',
      actual: '1',
      frames: [
        { file: '/workspace/src/sum.js', line: 2 },
        { file: '/workspace/test/sum.test.js', line: 7 },
      ],
    },
    { name: 'throws', message: 'value is not defined', expected: '', actual: '', frames: [] },
  ])
})

test('reads a report that was cut in the middle', () => {
  const cut = report.slice(0, report.indexOf('code:'))

  expect(parseFailures(cut)).toMatchObject([{ name: 'adds', frames: [] }])
  expect(parseFailures('')).toEqual([])
})
