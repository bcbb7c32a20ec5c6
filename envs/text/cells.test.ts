import { expect, test } from 'vitest'
import { namedCell, spaced } from './cells.ts'

test.each([
  'row 3 column 4',
  'Row 3, column 4',
  'r3c4',
  'R3 C4',
  'r 3 c 4',
  'row 3 and col 4',
  '(row: 3; column: 4)',
  'column 4 row 3',
  'Column 4, row 3.',
  'c4r3',
])('reads %j as a cell', (said) => {
  expect(namedCell(spaced(said))).toMatchObject({ row: 3, column: 4 })
})

test('keeps the words beside a cell', () => {
  expect(namedCell(spaced('flag r3c4, please!'))?.rest.match(/\S+/g)).toEqual(['flag', 'please!'])
})

test.each(['3 4', 'row 3', 'row 3.4', 'c4', 'row column', ''])('names no cell: %j', (said) => {
  expect(namedCell(spaced(said))).toBeNull()
})

test.each([
  ['3.4', '3.4'],
  ['3, 4.', '3 4'],
  ['row 3. column 4', 'row 3 column 4'],
  ['(3,4)=5', '3 4 5'],
])('takes %j apart to %j', (said, read) => {
  expect(spaced(said)).toBe(read)
})
