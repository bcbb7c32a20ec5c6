import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guardQuery } from './guard-query.ts'

const question = 'On which river does the town lie where the painter Tolm Varrin was born in 1831?'
const guard = (
  query: string,
  asked = question,
  answers: readonly string[] = ['Oss', 'river Oss'],
) => guardQuery(query, asked, answers)

describe('the question', () => {
  test.each([
    question,
    question.toUpperCase(),
    `"${question}"`,
    'on which river does town lie where painter tolm varrin was born in 1831',
  ])('is refused: %s', (query) => {
    expect(guard(query)).toBe('it is the question itself')
  })

  test.each([
    `please tell: ${question}`,
    'river does the town lie where the painter Tolm Varrin was he from',
    `${question} site:example.org`,
  ])('is refused within more, and a long part of it: %s', (query) => {
    expect(guard(query)).toMatch(/^it quotes \d+ words of the question in a row$/)
  })

  test('of few words is quoted by most of them in a row', () => {
    expect(guard('where was Tolm Varrin born and bred', 'Where was Tolm Varrin born?')).toContain(
      '5',
    )
    expect(guard('Tolm Varrin born', 'Where was Tolm Varrin born?')).toBeNull()
  })

  test('of signs without spaces is quoted by a row of them', () => {
    const asked = '画家托尔姆出生的城镇位于哪条河流上而且有多长呢'

    expect(guard(`请问${asked.slice(0, 18)}`, asked)).toContain('it quotes 18 words')
    expect(guard('托尔姆出生的城镇', asked)).toBeNull()
  })

  test.each(['Tolm Varrin', 'Tolm Varrin painter born 1831', 'town where Tolm Varrin was born'])(
    'may be asked about in other words: %s',
    (query) => {
      expect(guard(query)).toBeNull()
    },
  )
})

describe('an answer', () => {
  test.each(['Is it the Oss?', 'towns on the oss', 'OSS!', 'the river Oss'])(
    'in a query is refused: %s',
    (query) => {
      expect(guard(query)).toBe('it holds the answer to the question')
    },
  )

  test('is sought as whole words', () => {
    expect(guard('Ossian poems')).toBeNull()
    expect(guard('北京天气', '首都?', ['北京'])).toBe('it holds the answer to the question')
    expect(guard('Pekin', 'Capital?', ['P'])).toBeNull()
  })

  test('that the question names itself may be asked for', () => {
    const either = 'Who was older, Anna Bree or Tolm Varrin?'

    expect(guard('Anna Bree year of birth', either, ['Anna Bree'])).toBeNull()
  })

  test.each([['yes'], ['7'], [''], ['No.']])(
    'that any query may hold does not count: %j',
    (answer) => {
      expect(guard(`was it ${answer} 7 yes no`, 'Was it so then, and why?', [answer])).toBeNull()
    },
  )
})

test('no text makes it throw, and a query that shares no word is never refused', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.string({ maxLength: 9 }), { maxLength: 3 }),
      (query, asked, answers) => {
        guardQuery(query, asked, answers)

        expect(guardQuery('zzz zzzz', asked.replaceAll('z', ''), ['yyy'])).toBeNull()
      },
    ),
  )
})

test('the reason does not tell the answer', () => {
  expect(guard('the Oss')).not.toMatch(/oss/i)
})
