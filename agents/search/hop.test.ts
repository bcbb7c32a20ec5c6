import { describe, expect, test } from 'vitest'
import { hop } from './hop.ts'
import { ask, library } from './library.suite.ts'

describe('hop', () => {
  test.each([
    [1, 'Where was Tolm Varrin born?', 'Aldmere'],
    [1, 'When was Tolm Varrin born?', '2 March 1874'],
    [1, 'How many inhabitants does Aldmere have?', '12,400'],
    [1, 'How high is Mount Hurn?', '2,310 metres'],
    [1, 'In what year was Aldmere founded?', '1210'],
    [1, 'Who is the mayor of Karnstead?', 'Mira Holt'],
    [2, 'On which river lies the town where Tolm Varrin was born?', 'Oss'],
    [2, 'Who is the mayor of the village in which Tolm Varrin died?', 'Ida Stroud'],
    [2, 'Which painter was born in Aldmere and died in Karnstead?', 'Anna Bree'],
    [2, 'Which mountain is higher, Mount Vey or Mount Hurn?', 'Mount Hurn'],
    [2, 'Who was the mayor of Karnstead when the Flood of Karnstead happened?', 'Olaf Renn'],
    [2, 'Who was born earlier, Tolm Varrin or Jorun Pell?', 'Jorun Pell'],
    [2, 'How many painters were born in Aldmere?', '2'],
    [
      3,
      'At which mountain rises the river on which the birthplace of Tolm Varrin lies?',
      'Mount Hurn',
    ],
    [3, 'Who is married to the mayor of the village where Tolm Varrin died?', 'Leo Marsh'],
    [
      4,
      'Who first climbed the mountain where the river rises on which Tolm Varrin was born?',
      'Per Dahl',
    ],
    [
      4,
      'Which opera was composed by the husband of the mayor of the village where the painter of The Grey Harbour died?',
      'The Salt Road',
    ],
  ])('answers a question of %i hops: %s', async (_hops, question, expected) => {
    const { answer } = await ask(hop, question, library)

    expect(answer?.text).toBe(expected)
  })

  test.each([
    ['Who is the sister of Tolm Varrin?'],
    ['Which language is spoken in Quell?'],
    ['Who is the mayor of Brunn?'],
  ])('says that the pages do not tell: %s', async (question) => {
    const { answer } = await ask(hop, question, library)

    expect(answer).toMatchObject({ unanswerable: true })
  })
})

test('each step of the way is cited, word for word', async () => {
  const question = 'On which river lies the town where Tolm Varrin was born?'
  const { answer } = await ask(hop, question, library)

  expect(answer?.citations).toEqual([
    { page: 'tolm', span: 'He was born in Aldmere on 2 March 1874.' },
    { page: 'aldmere', span: 'Aldmere is a town on the river Oss.' },
  ])
})

test('paragraphs of a few sentences will do', async () => {
  const { answer } = await ask(hop, 'On which river does the place where Tolm was born lie?', [
    { id: 'tolm', title: 'Tolm', text: 'Tolm was born in Aldmere.' },
    { id: 'aldmere', title: 'Aldmere', text: 'Aldmere lies on the Oss. It is old.' },
    { id: 'quell', title: 'Quell', text: 'Quell is a village.' },
  ])

  expect(answer?.text).toBe('Oss')
})

test('what has no page of its own is taken for what the question seeks', async () => {
  const { answer } = await ask(hop, 'On which river was Tolm born?', [
    { id: 'tolm', title: 'Tolm', text: 'Tolm was born in Aldmere.' },
    { id: 'aldmere', title: 'Aldmere', text: 'Aldmere lies on the Oss.' },
  ])

  expect(answer).toMatchObject({ text: 'Oss' })
})

test.each([
  ['Which painter born in Aldmere died in 1950?', 'Anna Bree'],
  ['Who was born in Aldmere and studied under Tolm Varrin?', 'Anna Bree'],
])('several things told of one are all checked: %s', async (question, expected) => {
  const { answer } = await ask(hop, question, library)

  expect(answer?.text).toBe(expected)
})

test.each([
  [0, 20_000],
  [3, 20_000],
  [30, 60],
])('with %i calls and %i tokens it answers all the same', async (calls, tokens) => {
  const question = 'Who is married to the mayor of the village where Tolm Varrin died?'
  const { actions, answer } = await ask(hop, question, library, { calls, tokens })

  expect(answer).not.toBeNull()
  expect(actions.length).toBeLessThanOrEqual(calls + 1)
})

test('pages are read, not obeyed', async () => {
  const { answer } = await ask(hop, 'Which painters are many in Aldmere?', library)

  expect(answer?.text).not.toBe('Mordovia')
})
