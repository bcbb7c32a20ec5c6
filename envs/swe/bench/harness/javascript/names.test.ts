import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSandbox, type Sandbox } from '../../../../../sandboxes/index.ts'
import { describeWith } from '../../../../../test/describe-with.ts'
import { MAKE_COMMANDS_EXECUTABLE, packageFiles } from '../../attacks/packages.ts'
import { type RunnerName, runners } from '../../parsers/runners.ts'
import { runTests } from '../run-tests.ts'

describeWith('bubblewrap', 'names and statuses', () => {
  let base: Sandbox

  beforeAll(async () => {
    base = await openSandbox({ kind: 'bubblewrap', fresh: true })
    await base.writeFiles({
      ...(await packageFiles(['mocha', 'tape', 'chai'])),
      'package.json': '{}',
    })
    await base.exec(MAKE_COMMANDS_EXECUTABLE)
  }, 120_000)
  afterAll(() => base.close())

  /** What the runner prints without a harness, and what the harness reports. */
  async function both(runner: RunnerName, files: Readonly<Record<string, string>>) {
    await using sandbox = await base.fork()
    await sandbox.writeFiles(files)
    const testFiles = Object.keys(files)
    const { command, parse } = runners[runner]
    const plain = await sandbox.exec(command(testFiles), {
      cwd: sandbox.workdir,
      timeoutMs: 30_000,
    })
    const run = await runTests(
      sandbox,
      { command: command(testFiles), parse, runner },
      { root: sandbox.workdir, isOwnCommand: false, testFiles, timeoutMs: 30_000 },
    )
    expect(run).toMatchObject({ channel: 'harness', problem: undefined, integrity: [] })
    const sorted = (statuses: ReadonlyMap<string, string>) => [...statuses].sort()
    return { printed: sorted(parse(plain.stdout)), reported: sorted(run.statuses) }
  }

  const nodeTests = `import assert, { equal } from 'node:assert/strict'
import test, { after, afterEach, before, describe, it } from 'node:test'
describe('outer # and \\\\ and\\ttab', () => {
  it('passes', () => equal(1, 1))
  it('fails', () => assert.equal(1, 2))
  it.skip('is skipped', () => {})
  it.todo('is to do', () => { throw new Error('later') })
  describe('inner', () => it('waits', () => new Promise((resolve) => setTimeout(resolve, 20))))
})
describe('before', () => { before(() => { throw new Error('no') }); it('never runs', () => {}) })
describe('after', () => { after(() => { throw new Error('no') }); it('ran', () => {}) })
describe('after each', () => { afterEach(() => { throw new Error('no') }); it('ran', () => {}) })
test('with parts', async (t) => { await t.test('one', () => {}); await t.test('two', () => { throw new Error('two') }) })
test('throws when it is over', () => { setTimeout(() => { throw new Error('late') }, 10) })
test('skips itself', (t) => t.skip('why'))
test('never ends', () => new Promise(() => {}))
`

  test('node:test is read as it prints', async () => {
    const { printed, reported } = await both('node-tap', {
      'test/a.test.mjs': nodeTests,
      'test/b.test.cjs': "require('node:test')('common', () => {})\n",
      'test/broken.test.cjs': "require('node:test')('seen', () => {}); require('./nothing')\n",
      'test/exits.test.cjs': "require('node:test')('lone', () => { process.exit(1) })\n",
    })

    expect(reported).toEqual(printed)
    expect(reported.length).toBeGreaterThan(15)
  })

  const tapeTests = `const test = require('tape')
let endSlow
test('all kinds', (t) => {
  t.ok(true, 'passes'); t.ok(false, 'fails'); t.equal(1, 1)
  t.ok(false, 'is skipped', { skip: true }); t.ok(false, 'is to do', { todo: true })
  t.comment('said in between')
  t.pass('after   a\\ncomment')
  t.test('inner', (st) => { st.plan(1); st.pass('in it') })
  t.end()
})
test.skip('skipped', (t) => t.end())
test('to do', { todo: true }, (t) => { t.fail('not yet'); t.end() })
test('more than planned', (t) => { t.plan(1); t.pass('one'); t.pass('two') })
test('rejects', async (t) => { t.pass('first'); throw new Error('rejected') })
test('slow', { timeout: 20 }, (t) => { endSlow = () => t.end() })
test('tears down', (t) => { t.teardown(() => {}); t.end() })
test('never ends', (t) => { t.pass('begun'); endSlow() })
`

  test('tape is read as it prints', async () => {
    const { printed, reported } = await both('tape-tap', { 'test/a.js': tapeTests })

    expect(reported).toEqual(printed)
    expect(reported.length).toBeGreaterThan(10)
  })

  test('the only test of tape is the only one', async () => {
    const { printed, reported } = await both('tape-tap', {
      'test/a.js':
        "const test = require('tape')\ntest('a', (t) => t.end())\ntest.only('b', (t) => { t.pass('c'); t.end() })\n",
    })

    expect(reported).toEqual([['b :: c', 'passed']])
    expect(reported).toEqual(printed)
  })

  const mochaTests = `const assert = require('assert')
it('top', () => {})
describe('outer', () => {
  it('passes', () => {})
  it('fails', () => assert.equal(1, 2))
  it('is pending')
  it.skip('is skipped', () => {})
  it('skips itself', function () { this.skip() })
  context('inner', () => { it('waits', (done) => { setTimeout(done, 20) }) })
})
describe('before', () => { before(() => { throw new Error('no') }); it('never runs', () => {}) })
describe('after', () => { after(() => { throw new Error('no') }); it('ran', () => {}) })
describe('before each', () => { beforeEach(() => { throw new Error('no') }); it('never runs', () => {}); it('nor this', () => {}) })
describe('retries', () => { let count = 0; it('again', function () { this.retries(2); assert.equal(++count, 2) }) })
it('is slow', function (done) { this.timeout(20); setTimeout(done, 60) })
it('throws later', (done) => { setTimeout(() => { throw new Error('late') }, 5) })
it('rejects', async () => { throw new Error('no') })
it('says done twice', (done) => { done(); done() })
`

  for (const runner of ['mocha', 'mocha-tap'] as const) {
    test(`${runner} is read as it prints`, async () => {
      const { printed, reported } = await both(runner, {
        'test/a.js': mochaTests,
        'test/b.mjs':
          "import { expect } from 'chai'\nimport { it } from 'mocha'\nit('modules', () => expect(1).to.equal(1))\n",
      })

      expect(reported).toEqual(printed)
      expect(reported.length).toBeGreaterThan(14)
    })
  }

  test('the only test of mocha is the only one', async () => {
    const { printed, reported } = await both('mocha', {
      'test/a.js': "it('a', () => {})\ndescribe('b', () => { it.only('c', () => {}) })\n",
    })

    expect(reported).toEqual([['b c', 'passed']])
    expect(reported).toEqual(printed)
  })

  test('a runner that is not there is no verdict', async () => {
    await using sandbox = await openSandbox({ kind: 'bubblewrap', fresh: true })
    const { command, parse } = runners.mocha
    const plan = { command: command([]), parse, runner: 'mocha' as const }
    const options = { isOwnCommand: false, testFiles: [], timeoutMs: 30_000 }

    const run = runTests(sandbox, plan, { root: sandbox.workdir, ...options })

    await expect(run).rejects.toThrow(/Cannot run the tests: .*mocha is not installed/)
  })
})
