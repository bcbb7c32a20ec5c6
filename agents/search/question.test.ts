import { expect, test } from 'vitest'
import { readQuestion } from './question.ts'

const lore = { titles: [], isPlain: () => false }

test.each([
  ['Who wrote The Salt Road?', 'person', null],
  ['When was Tolm Varrin born?', 'date', null],
  ['In which year did Tolm Varrin die?', 'year', 'year'],
  ['Where was the painter of The Salt Road born?', 'place', null],
  ['On which river lies the town where Tolm Varrin was born?', 'name', 'river'],
  ['What is the name of the river that flows through Aldmere?', 'name', 'river'],
  ['What is the height of Mount Hurn?', 'measure', 'height'],
  ['How many novels did Anna Bree write?', 'number', 'novels'],
  ['How long is the Oss?', 'measure', null],
  ['The town where Tolm Varrin was born lies on which river?', 'name', 'river'],
  ['Name the river on which Aldmere lies.', 'name', 'river'],
  ['What is the population of Aldmere?', 'number', 'population'],
])('%s asks for a %s (%s)', (text, sought, noun) => {
  const asked = readQuestion(text, lore)

  expect(asked.sought).toBe(sought)
  expect(asked.noun?.text ?? null).toBe(noun)
})

test('what a question says is told apart from its names, from what asks and from what may mean anything', () => {
  const { names, words } = readQuestion(
    'On which river lies the town where T. Varrin was born?',
    lore,
  )

  expect(names.map(({ text }) => text)).toEqual(['T. Varrin'])
  expect(words.map(({ text }) => text)).toEqual(['river', 'lies', 'born'])
})
