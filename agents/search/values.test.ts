import { expect, test } from 'vitest'
import { datesIn, numbersIn } from './values.ts'

test.each([
  ['born on 2 March 1874', '2 March 1874', 18740302],
  ['on March 2, 1874, he', 'March 2, 1874', 18740302],
  ['in June 1210', 'June 1210', 12100600],
  ['(1874-03-02)', '1874-03-02', 18740302],
  ['founded in 1210.', '1210', 12100000],
  ['built in 874', '874', 8740000],
])('the date in "%s" is %s', (text, date, value) => {
  expect(datesIn(text)).toEqual([{ text: date, at: text.indexOf(date), value }])
})

test.each([
  ['It has 12,400 inhabitants.', '12,400', 'inhabitants', 12_400],
  ['a height of 2310.5 metres', '2310.5', 'metres', 2310.5],
  ['1.5 million people', '1.5 million', 'people', 1_500_000],
  ['he wrote four novels', 'four', 'novels', 4],
  ['1850 inhabitants', '1850', 'inhabitants', 1850],
])('the number in "%s" is %s', (text, bare, unit, value) => {
  expect(numbersIn(text)).toMatchObject([{ bare, unit, value }])
})

test('a date is no number', () => {
  expect(numbersIn('He was born on 2 March 1874 and died in 1931.')).toEqual([])
})
