import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { vitestProject } from '../attacks/vitest.ts'
import { describeAttackedProject } from './javascript/attacked.suite.ts'
import { bothReports } from './jest-vitest/honest.suite.ts'
import { vitestHarness } from './vitest.ts'

describeAttackedProject(vitestProject)
describeAttackedProject(
  vitestProject,
  'npx --no-install vitest run --reporter=verbose --no-color tests/count.test.ts tests/words.test.ts',
)

const request = { root: '/repository', folder: '/tmp/grading', nonce: 'n1', testFiles: [] }

describe('the plan', () => {
  test.each(['npx vitest run', 'yarn vitest run src', 'vitest --run --pool threads'])(
    'takes over: %s',
    (command) => {
      expect(vitestHarness.plan({ ...request, command })).toBeDefined()
    },
  )

  test.each([
    'npm test',
    'npx vitest bench',
    'npx vitest run -t one',
    'npx vitest run; true',
    'jest',
  ])('leaves alone: %s', (command) => {
    expect(vitestHarness.plan({ ...request, command })).toBeUndefined()
  })
})

test('a report counts for nothing without the key, whatever it holds', () => {
  const plan = vitestHarness.plan({ ...request, command: undefined })

  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (report) => {
      expect(plan?.read(report)).toMatchObject({ started: true, ended: false, log: '' })
    }),
  )
  expect(plan?.read(plan.files[plan.report] ?? '')).toMatchObject({ started: false })
})

test('says of a project with projects, mocks, hooks and timers what vitest says', async () => {
  const { ours, own } = await bothReports({ runner: 'vitest', files: HONEST })

  expect(Object.keys(own).length).toBeGreaterThan(20)
  expect(ours).toEqual(own)
})

const HONEST = {
  'package.json': JSON.stringify({ name: 'honest', type: 'module' }),
  'vitest.config.ts': `import { defineConfig } from 'vitest/config'
const resolve = { alias: { '@': new URL('./src', import.meta.url).pathname } }
const test = { globals: true, setupFiles: ['./setup.ts'] }
export default defineConfig({
  test: {
    pool: 'threads',
    projects: [
      { resolve, test: { ...test, name: 'one', include: ['one/**/*.test.ts'] } },
      { resolve, test: { ...test, name: 'two', include: ['two/**/*.test.ts'], isolate: false } },
    ],
  },
})
`,
  'setup.ts': `import { beforeEach, expect } from 'vitest'
expect.extend({ toBeEven: (n: number) => ({ pass: n % 2 === 0, message: () => 'odd' }) })
beforeEach(() => { (globalThis as any).before = ((globalThis as any).before ?? 0) + 1 })
`,
  'src/sum.ts':
    'export const sum = (a: number, b: number) => a + b\nexport const later = (call: () => void) => setTimeout(call, 1000)\n',
  'src/config.ts': "export const name: string = 'real'\n",
  'one/run.test.ts': `import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { later, sum } from '@/sum.ts'
import { name } from '@/config.ts'
vi.mock('@/config.ts', () => ({ name: 'mocked' }))
describe('one', () => {
  let hooks = 0
  beforeAll(() => { hooks += 1 })
  test('sums', () => { expect.assertions(2); expect(sum(1, 2)).toBe(3); (expect(2) as any).toBeEven() })
  test('fails', () => { expect(sum(1, 2)).toBe(4) })
  test('fails too few assertions', () => { expect.assertions(2); expect(1).toBe(1) })
  test('fails softly', () => { expect.soft(1).toBe(2) })
  test('is mocked', () => { expect(name).toBe('mocked') })
  test('has fake timers', () => {
    vi.useFakeTimers()
    const call = vi.fn()
    later(call)
    vi.runAllTimers()
    expect(call).toHaveBeenCalledTimes(1)
    vi.useRealTimers()
  })
  test.skip('is skipped', () => {})
  test.todo('is to do')
  test('skips itself', ({ skip }) => { skip() })
  test.fails('is expected to fail', () => { expect(1).toBe(2) })
  test.fails('is expected to fail and passes', () => { expect(1).toBe(1) })
  test.concurrent('is concurrent', async ({ expect }) => { expect(await Promise.resolve(1)).toBe(1) })
  test('runs out of time', async () => { await new Promise(() => {}) }, 50)
  test.each([[1, 2], [3, 4]])('table %i %i', (a, b) => { expect(a).toBeLessThan(b) })
  test('matches inline', () => { expect({ a: 1 }).toMatchInlineSnapshot(\`
    {
      "a": 1,
    }
  \`) })
  test('has no snapshot yet', () => { expect(1).toMatchSnapshot() })
  test('polls', async () => { let n = 0; await expect.poll(() => ++n, { timeout: 4000 }).toBe(3) })
  test('is global, too', () => { expect(globalThis.expect).toBe(expect) })
})
describe('broken hooks', () => {
  beforeEach(() => { throw new Error('before') })
  test('fails by its hook', () => {})
})
describe('broken hooks at the end', () => {
  afterEach(() => { throw new Error('after') })
  test('fails by its hook', () => {})
})
describe('a broken suite', () => {
  beforeAll(() => { throw new Error('all') })
  test('is skipped by its hook', () => {})
})
`,
  'one/retry.test.ts': `import { expect, test } from 'vitest'
let times = 0
test('passes in the end', { retry: 2 }, () => { times += 1; expect(times).toBe(2) })
test('never passes', { retry: 2 }, () => { expect(times).toBe(-1) })
test('is repeated', { repeats: 2 }, () => { expect(1).toBe(1) })
`,
  'one/own-fixtures.test.ts': `import { test as base, expect } from 'vitest'
const test = base.extend<{ n: number }>({ n: async ({}, use) => { await use(3) } })
test('has a fixture', ({ n }) => { expect(n).toBe(3) })
test.for([1, 2])('for %i', (n, { expect }) => { expect(n).toBeLessThan(3) })
`,
  'two/only.test.ts': `test.only('is the only one', () => { expect((globalThis as any).before).toBe(1) })
test('is left out', () => { expect(1).toBe(2) })
`,
  'two/spies.test.ts': `import assert from 'node:assert'
import * as chai from 'vitest'
test('spies', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  console.log('spied')
  assert.equal(log.mock.calls[0]?.[0], 'spied')
  chai.assert.isTrue(true)
  vi.stubGlobal('fetch', () => 1)
  expect((fetch as any)()).toBe(1)
})
`,
  'two/broken.test.ts': "import './missing.ts'\ntest('is never reached', () => {})\n",
}
