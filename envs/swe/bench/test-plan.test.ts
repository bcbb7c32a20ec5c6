import { describe, expect, test } from 'vitest'
import { readInstance } from './instances/instance.ts'
import { testPlanOf } from './test-plan.ts'

const plan = (more: object) =>
  testPlanOf(
    readInstance({
      instance_id: 'a-1',
      repo: 'acme/a',
      problem_statement: 'It breaks.',
      FAIL_TO_PASS: ['f'],
      PASS_TO_PASS: [],
      ...more,
    }),
  )
const touching = (path: string) => ({
  test_patch: `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-a\n+b\n`,
})

describe('testPlanOf', () => {
  test('takes what the instance says', () => {
    const { command, parse, runner } = plan({ test_cmd: 'make check', log_parser: 'go' })

    expect({ command, runner }).toEqual({ command: 'make check', runner: 'go' })
    expect([...parse('--- FAIL: TestA (0.00s)\n')]).toEqual([['TestA', 'failed']])
  })

  test.each([
    ['npx vitest run --reporter=verbose', 'vitest'],
    ['CI=1 npx jest --verbose a.test.js', 'jest'],
    ['npx mocha --reporter tap test', 'mocha-tap'],
    ['npx mocha', 'mocha'],
    ['npx tape test/*.js', 'tape-tap'],
    ['node --import tsx --test test/a.ts', 'node-tap'],
    ['go test -v ./...', 'go'],
    ['cargo test --all', 'cargo'],
    ['python -m unittest -v', 'unittest'],
    ['./tests/runtests.py --verbosity 2', 'unittest'],
    ['pytest -rA tests', 'pytest-rA'],
  ])('tells the runner from the command: %s', (command, runner) => {
    expect(plan({ test_cmd: command })).toMatchObject({ command, runner })
  })

  test.each([
    ['tests/test_a.py', 'pytest-rA', 'tests/test_a.py'],
    ['test/a.test.js', 'node-tap', 'test/a.test.js'],
    ['pkg/a_test.go', 'go', './pkg'],
    ['tests/api.rs', 'cargo', '--test api'],
  ])('falls back on the language of %s', (path, runner, argument) => {
    const made = plan(touching(path))

    expect(made.runner).toBe(runner)
    expect(made.command).toContain(argument)
  })

  test('names pytest tests as the lists of the instance do', () => {
    const log = 'PASSED tests/a.py::t[a b]\n'
    const parsed = (name: string) => [
      ...plan({ ...touching('tests/a.py'), FAIL_TO_PASS: [name] })
        .parse(log)
        .keys(),
    ]

    expect(parsed('tests/a.py::t[a b]')).toEqual(['tests/a.py::t[a b]'])
    expect(parsed('tests/a.py::t[a')).toEqual(['tests/a.py::t[a'])
  })

  test('knows the repositories of SWE-bench and the names of unittest', () => {
    expect(plan({ repo: 'django/django', ...touching('tests/x/tests.py') })).toMatchObject({
      runner: 'unittest',
      command: 'python3 -m unittest -v tests.x.tests',
    })
    expect(plan({ language: 'python', FAIL_TO_PASS: ['test_a (x.tests.A)'] }).runner).toBe(
      'unittest',
    )
  })

  test('says so where nothing tells', () => {
    expect(() => plan({})).toThrow('Cannot test instance a-1: nothing tells how its tests are run')
  })
})
