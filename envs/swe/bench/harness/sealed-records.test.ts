import { expect, test } from 'vitest'
import { createKeys, readSealed, sealOf } from './sealed-records.ts'

const sealed = (key: string, text: string) => `${sealOf(key, text)} ${text}`

test("seals as the authors' example does", () => {
  const key = '000102030405060708090a0b0c0d0e0f'
  const text = String.fromCharCode(...Array(15).keys())

  expect(sealOf(key, text)).toBe('a129ca6149be45e5')
})

test('keeps the records of each key, in order, and gives back what bears no seal', () => {
  const [first = '', second = ''] = createKeys(2)
  const lines = [
    sealed(second, '1 1 begin b'),
    sealed(first, '0 2 closed'),
    'programs 2',
    sealed(first, '0 1 begin a'),
  ]

  const { runs, plain } = readSealed(lines.join('\n'), [first, second])

  expect(runs.get(0)).toEqual({ records: ['begin a', 'closed'], isWhole: true })
  expect(runs.get(1)).toEqual({ records: ['begin b'], isWhole: true })
  expect(plain).toEqual(['programs 2'])
})

test('ignores a record of another key, and one that was changed', () => {
  const [first = '', second = ''] = createKeys(2)
  const record = sealed(first, '0 1 end failed TestA')
  const report = [sealed(first, '1 1 end passed TestA'), record.replace('failed', 'passed')]

  const { runs } = readSealed(report.join('\n'), [first, second])

  expect(runs.size).toBe(0)
})

test('sees that a record was removed', () => {
  const [key = ''] = createKeys(1)

  const { runs } = readSealed([1, 3].map((n) => sealed(key, `0 ${n} x`)).join('\n'), [key])

  expect(runs.get(0)?.isWhole).toBe(false)
})
