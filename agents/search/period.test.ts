import { expect, test } from 'vitest'
import { isInTime, periodIn } from './period.ts'

test.each([
  ['completed in 1860 or later, but before 1880', { from: 1860, to: 1879 }],
  ['between 1860 and 1880', { from: 1860, to: 1880 }],
  ['from 1860 to 1880', { from: 1860, to: 1880 }],
  ['after 1860', { from: 1861, to: Infinity }],
  ['until 1860', { from: 0, to: 1860 }],
  ['in the 1860s', { from: 1860, to: 1869 }],
  ['in 1860', { from: 1860, to: 1860 }],
  ['of old', null],
])('"%s" limits the time', (text, expected) => {
  expect(periodIn(text)).toEqual(expected)
})

test('the first date of a text decides whether it is in time', () => {
  expect(isInTime('The Salt Road (1865)', 'How many before 1880?')).toBe(true)
  expect(isInTime('The Salt Road (1885)', 'How many before 1880?')).toBe(false)
  expect(isInTime('The Salt Road', 'How many are there?')).toBe(true)
})
