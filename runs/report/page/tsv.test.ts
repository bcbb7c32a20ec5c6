import { expect, test } from 'vitest'
import { tsvOf } from './tsv.ts'

test('tsvOf gives names, then values in full precision', () => {
  const table = {
    columns: [
      { name: 'kind', format: 'text' },
      { name: 'success', format: 'share' },
    ],
    rows: [{ cells: ['off-by-one', 1 / 3] }, { cells: ['none', null] }],
  } as const

  expect(tsvOf(table)).toBe('kind\tsuccess\noff-by-one\t0.3333333333333333\nnone\t')
})

test('tsvOf keeps a cell one cell, and a formula a text', () => {
  const table = {
    columns: [{ name: 'task', format: 'text' }],
    rows: [{ cells: ['a\tb\nc'] }, { cells: ['=HYPERLINK("x")'] }],
  } as const

  expect(tsvOf(table)).toBe('task\na b c\n\'=HYPERLINK("x")')
})
