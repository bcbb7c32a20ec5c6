import { expect, test } from 'vitest'
import { formatCell, formatMs, formatNumber, plural } from './format.ts'

test('formatCell reads a value as its column says', () => {
  expect(formatCell(1234567, 'integer')).toBe('1,234,567')
  expect(formatCell(0.41237, 'share')).toBe('41.2 %')
  expect(formatCell(-0.031, 'points')).toBe('−3.1 pp')
  expect(formatCell(0.031, 'points')).toBe('+3.1 pp')
  expect(formatCell(0, 'points')).toBe('0.0 pp')
  expect(formatCell('off-by-one', 'text')).toBe('off-by-one')
  expect(formatCell(null, 'share')).toBe('–')
})

test('formatNumber keeps four significant digits', () => {
  expect([0, 1, -1, 0.5, 1 / 3, -12.34567, 1234.5678].map(formatNumber)).toEqual([
    '0',
    '1',
    '−1',
    '0.5',
    '0.3333',
    '−12.35',
    '1,235',
  ])
  expect(formatNumber(0.00001234)).toBe('1.23e−5')
})

test('formatMs takes the unit that is read at once, without a 60 in a smaller one', () => {
  expect(
    [0, 0.4, 12.4, 999.4, 999.6, 1500, 59_949, 59_999, 61_000, 3_599_900, 5_400_000].map(formatMs),
  ).toEqual([
    '0 ms',
    '<1 ms',
    '12 ms',
    '999 ms',
    '1.0 s',
    '1.5 s',
    '59.9 s',
    '1 min 0 s',
    '1 min 1 s',
    '1 h 0 min',
    '1 h 30 min',
  ])
})

test('plural counts', () => {
  expect([0, 1, 10_000].map((count) => plural(count, 'episode'))).toEqual([
    '0 episodes',
    '1 episode',
    '10,000 episodes',
  ])
})
