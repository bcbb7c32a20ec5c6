import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { closeSandboxes, openSandbox } from '../../sandboxes/index.ts'
import { editsIn } from './edits-in.suite.ts'
import { MOST_ACTIONS, repairScript } from './search.ts'

afterAll(() => closeSandboxes())

interface Repository {
  readonly files: Readonly<Record<string, string>>
  readonly statement: string
}

const body = `function total(items) {
  let sum = 0;
  for (let i = 0; i < items.length; i += 1) sum -= items[i];
  return sum;
}
function mean(items) {
  return items.length === 0 ? 0 : total(items) / items.length;
}
`
const tests = `test('adds up', () => assert.equal(total([1, 2, 3]), 6));
test('gives the mean', () => assert.equal(mean([2, 4]), 3));
test('gives 0 for nothing', () => assert.equal(mean([]), 0));
`
const statement =
  'Sums are wrong.\n\n```js\ntotal([1, 2, 3])\n```\n\nExpected: 6\nActual: -6\n\nPlease repair it.'

const esModule: Repository = {
  statement,
  files: {
    'package.json': '{"type":"module","main":"src/index.js"}',
    'src/index.js': "export { mean, total } from './sums.js';\n",
    'src/sums.js': `${body}export { mean, total };\n`,
    'test/sums.test.js': `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { mean, total } from '../src/index.js';\n${tests}`,
  },
}
const commonJs: Repository = {
  statement,
  files: {
    'package.json': '{"main":"lib/sums.js"}',
    'lib/sums.js': `${body}module.exports = { mean, total };\n`,
    'test/sums.test.js': `const assert = require('node:assert/strict');\nconst { test } = require('node:test');\nconst { mean, total } = require('../lib/sums.js');\n${tests}`,
  },
}

/** Plays in a sandbox: the commands, and how the tests end. */
async function play({ files, statement }: Repository, allowed: number, seed: number) {
  await using sandbox = await openSandbox()
  await sandbox.writeFiles(files)
  const script = repairScript(statement, allowed, createRng(seed))
  const commands: string[] = []
  let next = script.next('')
  for (; !next.done && next.value.tool === 'bash'; ) {
    commands.push(next.value.command)
    const { stdout } = await sandbox.exec(next.value.command)
    next = script.next(stdout)
  }
  const { exitCode } = await sandbox.exec('node --test')
  return { commands, ended: next.value, works: exitCode === 0 }
}

describe.each([
  ['ES modules', esModule],
  ['CommonJS', commonJs],
])('repairScript: %s', (_, repository) => {
  test('repairs a small library', async () => {
    const { commands, ended, works } = await play(repository, 30, 1)

    expect(works).toBe(true)
    expect(ended).toEqual({ tool: 'submit' })
    expect(commands.length).toBeLessThan(MOST_ACTIONS)
    expect(commands.filter((command) => editsIn(command) === 1).length).toBeGreaterThan(0)
  })

  test('has at most twelve actions with at most one edit each, whatever the report', async () => {
    const hopeless = { ...repository, statement: 'It is slow.' }
    const cases = fc.record({
      allowed: fc.integer({ min: 1, max: 40 }),
      seed: fc.nat(9),
      isHopeless: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ allowed, seed, isHopeless }) => {
        const { commands, ended } = await play(isHopeless ? hopeless : repository, allowed, seed)

        expect(ended).toEqual({ tool: 'submit' })
        expect(commands.length + 1).toBeLessThanOrEqual(Math.min(allowed, MOST_ACTIONS))
        for (const command of commands) expect(editsIn(command)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 8 },
    )
  })
})

test('has at most twelve actions where nothing it tries helps', async () => {
  const impossible = {
    ...esModule,
    statement: statement.replace('Expected: 6', "Expected: 'six'"),
  }
  const { commands, ended, works } = await play(impossible, 100, 3)

  expect(commands.length).toBe(MOST_ACTIONS - 1)
  expect(ended).toEqual({ tool: 'submit' })
  expect(works).toBe(false)
})
