import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Harness } from '../harness.ts'
import { mochaHarness, mochaTapHarness } from '../mocha.ts'
import { nodeTestHarness } from '../node-test.ts'
import { tapeHarness } from '../tape.ts'
import { signatureOf, startsOnce } from './guard.ts'

const nonce = 'n0123456789abcdef'
const all = { nodeTestHarness, tapeHarness, mochaHarness, mochaTapHarness }
const planOf = (harness: Harness, command?: string) =>
  harness.plan({ root: '/repo', folder: '/tmp/g', nonce, testFiles: ['test/a.js'], command })
const payload = JSON.stringify({ honest: true, log: 'ok 1 - a\n', integrity: [] })

for (const [name, harness] of Object.entries(all)) {
  const read = (report: string) => planOf(harness)?.read(report)

  test(`${name} takes nothing from a report that its key did not sign`, () => {
    const near = fc.constantFrom(
      payload,
      `${signatureOf('other', payload)} ${payload}\n`,
      `${signatureOf(nonce, `${payload} `)} ${payload}\n`,
      `${nonce} ${payload}`,
      `${'0'.repeat(64)} ${payload}`,
    )

    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (report) => {
        expect(read(report)).toMatchObject({ started: true, ended: false, log: '' })
      }),
    )
  })

  test(`${name} takes what its key signed`, () => {
    const report = `${signatureOf(nonce, payload)} ${payload}\n`

    expect(read(report)).toEqual({ started: true, ended: true, log: 'ok 1 - a\n', integrity: [] })
  })

  test(`${name} says that nothing started where nobody took the key`, () => {
    expect(read(nonce)).toMatchObject({ started: false, ended: false })
  })

  test(`${name} keeps its key out of all but one file`, () => {
    const { files = {}, command = '' } = planOf(harness) ?? {}
    const holders = Object.entries(files).filter(([, text]) => text.includes(nonce))

    expect(holders).toEqual([['/tmp/g/key', nonce]])
    expect(command).not.toContain(nonce)
  })

  test(`${name} leaves alone a command that tests more than once`, () => {
    expect(planOf(harness, 'node test/a.js && node test/b.js')).toBeUndefined()
  })
}

test('a build before the tests is no second run', () => {
  expect(startsOnce('tsc -p . && npx mocha -R spec; true')).toBe(true)
  expect(startsOnce('npm test -- --grep x')).toBe(true)
  expect(startsOnce('npx tape a.js; npx tape b.js')).toBe(false)
})

test('signed text that is no report counts for nothing', () => {
  const text = '{"honest":true}'

  expect(planOf(tapeHarness)?.read(`${signatureOf(nonce, text)} ${text}`)?.ended).toBe(false)
})
