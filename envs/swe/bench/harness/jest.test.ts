import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jestProject } from '../attacks/jest.ts'
import { describeAttackedProject } from './javascript/attacked.suite.ts'
import { jestHarness } from './jest.ts'
import { bothReports } from './jest-vitest/honest.suite.ts'

describeAttackedProject(jestProject)
describeAttackedProject(
  jestProject,
  'CI=true npx --no-install jest --runInBand --verbose --coverage test/parse.test.js test/totals.test.js',
)

const request = {
  root: '/repository',
  folder: '/tmp/grading',
  nonce: 'n1',
  testFiles: ['test/a+b.test.js'],
}

describe('the plan', () => {
  test.each([
    'npx jest',
    'yarn jest --ci',
    'pnpm exec jest src',
    './node_modules/.bin/jest --config jest.config.js',
    'TZ=UTC jest --maxWorkers 2 --verbose "a b"',
  ])('takes over: %s', (command) => {
    expect(jestHarness.plan({ ...request, command })).toBeDefined()
  })

  test.each([
    'npm test',
    'npx jest -t one',
    'npx jest && npx eslint .',
    'npx jest | tee log',
    'npx jest $FILES',
    'jest --watch',
    'npx jest --runner jest-runner-eslint',
    'npx vitest run',
  ])('leaves alone: %s', (command) => {
    expect(jestHarness.plan({ ...request, command })).toBeUndefined()
  })

  test('hands the files of tests over as they are named', () => {
    const plan = jestHarness.plan({ ...request, command: undefined })

    expect(plan?.command).toContain(String.raw`^/repository/test/a\+b\.test\.js$`)
  })
})

describe('the report', () => {
  const plan = jestHarness.plan({ ...request, command: undefined })
  const untouched = plan?.files[plan.report] ?? ''

  test('is no verdict while nothing has begun', () => {
    expect(plan?.read(untouched)).toMatchObject({ started: false, ended: false, log: '' })
  })

  test('counts for nothing without the key, whatever it holds', () => {
    const record = fc.record({ started: fc.boolean(), ended: fc.boolean(), tests: fc.anything() })
    const text = fc.oneof(
      fc.string(),
      record.map((said) => JSON.stringify(said)),
      fc.tuple(fc.string(), record).map(([key, said]) => `${key} ${JSON.stringify(said)}`),
    )
    fc.assert(
      fc.property(text, (report) => {
        expect(plan?.read(report)).toMatchObject({ started: true, ended: false, log: '' })
      }),
    )
  })

  test('is read without an error, whatever follows the key', () => {
    const key = untouched.slice(0, untouched.indexOf(' '))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (said) => {
        expect(plan?.read(`${key} ${said}`)).toMatchObject({ ended: false, log: '' })
      }),
    )
  })
})

test('says of a project with projects, mocks, hooks and timers what jest says', async () => {
  const { ours, own } = await bothReports({ runner: 'jest', files: HONEST })

  expect(Object.keys(own).length).toBeGreaterThan(20)
  expect(ours).toEqual(own)
})

const PROJECT = (name: string) => ({
  displayName: name,
  testMatch: [`<rootDir>/${name}/**/*.test.js`],
  moduleNameMapper: { '^@/(.*)$': '<rootDir>/src/$1' },
  setupFiles: ['<rootDir>/setup.js'],
  setupFilesAfterEnv: ['<rootDir>/after-env.js'],
  transform: { '\\.js$': '<rootDir>/transform.js' },
  globals: { LIMIT: 3 },
})

const HONEST = {
  'package.json': JSON.stringify({
    name: 'honest',
    jest: { projects: [PROJECT('one'), PROJECT('two')] },
  }),
  'transform.js':
    "module.exports = { process: (code) => ({ code: code.replaceAll('__BUILT__', 'true') }) }\n",
  'setup.js': "global.fromSetup = 'yes'\n",
  'after-env.js': `expect.extend({ toBeEven: (n) => ({ pass: n % 2 === 0, message: () => 'odd' }) })
expect.addSnapshotSerializer({ test: (value) => value === 'never', print: () => '' })
beforeEach(() => { global.before = (global.before ?? 0) + 1 })
`,
  'src/sum.js':
    'module.exports = { sum: (a, b) => a + b, later: (call) => setTimeout(call, 1000) }\n',
  'src/config.js': "module.exports = { name: 'real' }\n",
  'one/run.test.js': `const { sum, later } = require('@/sum')
jest.mock('@/config', () => ({ name: 'mocked' }))
describe('one', () => {
  let hooks = 0
  beforeAll(() => { hooks += 1 })
  afterEach(() => { expect.hasAssertions() })
  test('sums', () => { expect.assertions(2); expect(sum(1, 2)).toBe(LIMIT); expect(2).toBeEven() })
  test('fails', () => { expect(sum(1, 2)).toBe(4) })
  test('fails too few assertions', () => { expect.assertions(2); expect(1).toBe(1) })
  test('has no assertions', () => {})
  test('is mocked', () => { expect(require('@/config').name).toBe('mocked') })
  test('has fake timers', () => {
    jest.useFakeTimers()
    const call = jest.fn()
    later(call)
    jest.runAllTimers()
    expect(call).toHaveBeenCalledTimes(1)
    jest.useRealTimers()
  })
  test.skip('is skipped', () => {})
  test.todo('is to do')
  test.failing('is expected to fail', () => { expect(1).toBe(2) })
  test.failing('is expected to fail and passes', () => { expect(1).toBe(1) })
  test.concurrent('is concurrent', async () => { expect(await Promise.resolve(1)).toBe(1) })
  test('with a callback', (done) => { setTimeout(() => { expect(hooks).toBe(1); done() }, 5) })
  test('runs out of time', async () => { expect(1).toBe(1); await new Promise(() => {}) }, 50)
  test.each\`a | b
    \${1} | \${2}
    \${3} | \${4}
  \`('table $a $b', ({ a, b }) => { expect(a).toBeLessThan(b) })
  test('matches inline', () => { expect({ a: 1 }).toMatchInlineSnapshot(\`
{
  "a": 1,
}
\`) })
  test('has no snapshot yet', () => { expect(1).toMatchSnapshot() })
  test('is built', () => { expect(__BUILT__ && fromSetup).toBe('yes') })
})
describe('broken hooks', () => {
  beforeEach(() => { throw new Error('before') })
  test('fails by its hook', () => { expect(1).toBe(1) })
})
describe('broken hooks at the end', () => {
  afterEach(() => { throw new Error('after') })
  test('fails by its hook', () => { expect(1).toBe(1) })
})
`,
  'one/retry.test.js': `jest.retryTimes(2)
let times = 0
test('passes in the end', () => { times += 1; expect(times).toBe(2) })
test('never passes', () => { expect(times).toBe(-1) })
`,
  'two/only.test.js': `const { test: imported, expect: own } = require('@jest/globals')
imported.only('is the only one', () => { own(before).toBe(1) })
test('is left out', () => { expect(1).toBe(2) })
`,
  'two/spies.test.js': `const fs = require('fs')
const assert = require('assert')
test('spies on what Node has', () => {
  const spy = jest.spyOn(fs, 'readFileSync').mockReturnValue('spied')
  const log = jest.spyOn(console, 'log').mockImplementation(() => {})
  console.log(fs.readFileSync('x'))
  assert.equal(log.mock.calls[0][0], 'spied')
  spy.mockRestore()
  expect(() => fs.readFileSync('/none')).toThrow(/ENOENT/)
})
test('isolates modules', () => {
  jest.isolateModules(() => { expect(require('@/sum').sum(1, 1)).toBe(2) })
  jest.resetModules()
  expect(require('@/config').name).toBe('real')
})
test('changes the global scope', () => { global.fetch = () => 1; expect(fetch()).toBe(1) })
`,
  'two/broken.test.js': "require('./missing')\ntest('is never reached', () => {})\n",
}
