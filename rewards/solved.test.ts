import { expect, test } from 'vitest'
import { solved } from './index.ts'
import { trajectoryOf, valuesOf } from './rewards.suite.ts'

const yes = { solved: true }
const no = { solved: false }

test('pays once, on the last turn, when the signal is true at the end', async () => {
  expect(await valuesOf(solved(), trajectoryOf(no, [yes, no, yes]))).toEqual([0, 0, 1])
  expect(await valuesOf(solved(), trajectoryOf(no, [yes, yes, no]))).toEqual([0, 0, 0])
})

test('pays for a truncated episode that is solved, and after an invalid last action', async () => {
  expect(await valuesOf(solved(), trajectoryOf(no, [no, yes], 'truncated'))).toEqual([0, 1])
  expect(await valuesOf(solved(), trajectoryOf(no, [yes, null], 'truncated'))).toEqual([0, 1])
})

test('goes by what grading measured', async () => {
  const trajectory = { ...trajectoryOf(no, [yes, yes]), finalSignals: no }

  expect(await valuesOf(solved(), trajectory)).toEqual([0, 0])
})

test('pays nothing where nothing was ever measured', async () => {
  expect(await valuesOf(solved(), trajectoryOf<typeof no>(null, [null, null]))).toEqual([0, 0])
})

test('pays provisionally on the step that ends the episode', () => {
  const step = { index: 0, signals: yes, previous: null }

  expect(solved().step?.({ ...step, terminated: true })).toBe(1)
  expect(solved().step?.({ ...step, terminated: false })).toBe(0)
})

test('reads another signal when told to', async () => {
  const won = solved({ signal: 'won' })

  expect(await valuesOf(won, trajectoryOf({ won: false }, [{ won: true }]))).toEqual([1])
  expect(won.spec).toEqual({ kind: 'solved', params: { signal: 'won' } })
})
