import { expect, test } from 'vitest'
import { readGoal, valueFor } from './goal.ts'

test.each([
  ['Fill in "Full name" with "Ada Dahl", "City" with "Oslo".', 'Full name', 'Ada Dahl'],
  ['Log in as "ada" with the password "x-1!".', 'Password', 'x-1!'],
  ['Set "Volume" to 40 and "Speed" to 12, then save.', 'Speed', '12'],
  ['Order 12 of "Desk lamp" and 3 of "Rug".', 'Rug', '3'],
  ['Choose "teal" as colour and submit.', 'Colour', 'teal'],
  ['Select "Oslo" from the list "Arrival", and submit.', 'Arrival', 'Oslo'],
  ['Name: Ada Lovelace, City: Oslo.', 'City', 'Oslo'],
  ['Name: Ada Lovelace, City: Oslo.', 'Name', 'Ada Lovelace'],
  ['Starts: 2:30 pm', 'Starts', '14:30'],
  ['Book the date = 2026-03-31 now', 'Date', '2026-03-31'],
])('%s gives a value for its label', (goal, label, value) => {
  expect(valueFor(readGoal(goal), label)?.value).toBe(value)
})

test('a label that the goal does not name, or only within a word, has no value', () => {
  const goal = readGoal('Set "Username" to "ada" and save.')

  expect(valueFor(goal, 'Name')).toBeUndefined()
  expect(valueFor(goal, 'City')).toBeUndefined()
  expect(valueFor(goal, '')).toBeUndefined()
})

test('words of a goal are those outside of its quotes', () => {
  expect(readGoal('Press "Save all", then Done.').words).toEqual(['press', 'then', 'done'])
})
