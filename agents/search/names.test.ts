import { expect, test } from 'vitest'
import { isSameName, namesIn } from './names.ts'

const lore = { titles: ['Siege of Karn (1840)'], isPlain: (word: string) => word === 'rain' }
const names = (text: string) => namesIn(text, lore).map((name) => name.text)

test.each([
  ['Tolm Varrin was born in Aldmere.', ['Tolm Varrin', 'Aldmere']],
  ['He met T. Varrin on 2 March 1874.', ['T. Varrin']],
  ['The Oss rises at Mount Hurn.', ['Oss', 'Mount Hurn']],
  ['Rain fell on the University of Aldmere.', ['University of Aldmere']],
  ["Anna Bree's house in Saint-Vey", ['Anna Bree', 'Saint-Vey']],
  ['He wrote "songs in the dark" for Bree.', ['songs in the dark', 'Bree']],
  ['Who fought in the siege of Karn?', ['siege of Karn']],
])('finds the names in %s', (text, expected) => {
  expect(names(text)).toEqual(expected)
})

test.each([
  ['Tolm Varrin', 'T. Varrin', true],
  ['The Oss', 'Oss', true],
  ['Tolm Varrin', 'Anna Varrin', false],
  ['Varrin', 'Tolm Varrin', false],
])('%s and %s: %s', (one, other, expected) => {
  expect(isSameName(one, other)).toBe(expected)
})
