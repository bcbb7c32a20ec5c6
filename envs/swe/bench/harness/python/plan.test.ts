import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HarnessPlan } from '../harness.ts'
import { pytestHarness } from '../pytest.ts'
import { unittestHarness } from '../unittest.ts'

const planOf = (command?: string): HarnessPlan => {
  const request = { root: '/repo', folder: '/tmp/g', nonce: 'n0nce', testFiles: [], command }
  const plan = pytestHarness.plan(request)
  if (!plan) throw new Error('no plan')
  return plan
}
const initialOf = ({ files, report }: HarnessPlan) => files[report] ?? ''
const keyOf = (plan: HarnessPlan) => Buffer.from(initialOf(plan).slice(4).trim(), 'hex')

function record(key: Buffer, kind: string, text: string): string {
  const body = `${kind} ${Buffer.from(text).toString('hex')}`
  return `${createHash('sha3-256').update(key).update(body).digest('hex')} ${body}\n`
}

describe('the file of the results', () => {
  test('counts what is signed with the key of the run', () => {
    const plan = planOf()
    const key = keyOf(plan)
    const text = record(key, 'note', 'é was seen') + record(key, 'end', 'PASSED a.py::b\n')

    expect(plan.read(text)).toEqual({
      started: true,
      ended: true,
      log: 'PASSED a.py::b\n',
      integrity: ['é was seen'],
    })
  })

  test('says that nothing started only while the key is still there', () => {
    const plan = planOf()

    expect(plan.read(initialOf(plan))).toMatchObject({ started: false, ended: false })
    expect(plan.read('')).toMatchObject({ started: true, ended: false })
    expect(plan.read(`${initialOf(plan)}more`)).toMatchObject({ started: true, ended: false })
  })

  test('counts nothing that another run signed', () => {
    const text = record(keyOf(planOf()), 'end', 'PASSED a.py::b')

    expect(planOf().read(text)).toEqual({ started: true, ended: false, log: '', integrity: [] })
  })

  test('counts nothing else, whatever stands there', () => {
    const plan = planOf()
    const own = record(keyOf(plan), 'end', 'FAILED a.py::b')
    const forged = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc
        .tuple(fc.stringMatching(/^[0-9a-f]{64}$/), fc.string())
        .map(([stamp, text]) => `${stamp} end ${text}`),
      fc.nat(own.length - 2).map((length) => own.slice(0, length)),
      fc
        .tuple(fc.nat(own.length - 2), fc.constantFrom(...'0123456789abcdef'))
        .map(([at, digit]) =>
          own[at] === digit ? '' : own.slice(0, at) + digit + own.slice(at + 1),
        ),
    )

    fc.assert(
      fc.property(fc.array(forged), (lines) => {
        const report = plan.read(lines.join('\n'))

        expect(report).toEqual({ started: true, ended: false, log: '', integrity: [] })
      }),
    )
  })
})

describe('commands of instances', () => {
  const folder = '/tmp/g'

  test.each([
    ['pytest -rA tests/x.py', true],
    ['source activate x && python -m pytest --no-header -rA tests/x.py', true],
    ['pip install pytest && pytest -rA', true],
    ['pytest a.py; pytest b.py', false],
    ['bin/test -C --verbose', false],
    ['tox -e py39', false],
  ])('of pytest are taken over where one run of it can be seen: %s', (command, isTaken) => {
    const request = { root: '/repo', folder, nonce: 'n', testFiles: [], command }

    expect(pytestHarness.plan(request) !== undefined).toBe(isTaken)
  })

  test.each([
    ['python -W ignore -m unittest tests.test_a', true],
    ['./tests/runtests.py --verbosity 2 --parallel 1 admin', true],
    ['python run.py', false],
  ])('of unittest are taken over where one run of it can be seen: %s', (command, isTaken) => {
    const request = { root: '/repo', folder, nonce: 'n', testFiles: [], command }

    expect(unittestHarness.plan(request) !== undefined).toBe(isTaken)
  })

  test('that set a search path keep the guard on it', () => {
    expect(planOf('PYTHONPATH=src:. pytest').command).toContain(`PYTHONPATH=${folder}:src:. pytest`)
  })
})
