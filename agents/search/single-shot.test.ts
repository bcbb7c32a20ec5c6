import { expect, test } from 'vitest'
import { ask, library } from './library.suite.ts'
import { singleShot } from './single-shot.ts'

test.each([
  ['Where was Tolm Varrin born?', 'Aldmere'],
  ['When was Tolm Varrin born?', '2 March 1874'],
  ['In what year was Aldmere founded?', '1210'],
  ['How many inhabitants does Aldmere have?', '12,400'],
  ['How high is Mount Hurn?', '2,310 metres'],
  ['Who composed the opera The Salt Road?', 'Leo Marsh'],
])('one search and one page answer %s', async (question, expected) => {
  const { actions, answer } = await ask(singleShot, question, library)

  expect(actions.map(({ tool }) => tool)).toEqual(['search', 'open', 'answer'])
  expect(actions[0]).toMatchObject({ query: question })
  expect(answer?.text).toBe(expected)
})

test('the sentence that the answer stands in is cited, word for word', async () => {
  const { answer } = await ask(singleShot, 'How many inhabitants does Aldmere have?', library)

  expect(answer?.citations).toEqual([{ page: 'aldmere', span: 'It has 12,400 inhabitants.' }])
})

test('where the question is refused as a query, its words are searched for', async () => {
  const question = 'Where was Tolm Varrin born?'
  const { actions, answer } = await ask(singleShot, question, library, { isGuarded: true })

  expect(actions[1]).toMatchObject({ tool: 'search', query: 'Tolm Varrin born' })
  expect(answer?.text).toBe('Aldmere')
})

test('where nothing is found, that is the answer', async () => {
  const { answer } = await ask(singleShot, 'Zzyzx?', library)

  expect(answer).toMatchObject({ unanswerable: true })
})
