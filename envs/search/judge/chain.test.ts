import { describe, expect, test } from 'vitest'
import type { Question } from '../questions/question.ts'
import { type Citation, judgeChain } from './chain.ts'

const rubric = (page: string, ...connects: readonly string[]) => ({
  statement: connects.join(' - '),
  ...{ page, connects },
})

/** Ann was born in Bell, Bell lies on the Cor, the Cor rises in Dun. */
const question: Question = {
  id: 'q',
  question: 'Where does the river rise on which the birthplace of Ann lies?',
  split: 'train',
  answers: ['Dun', 'the Dun hills'],
  support: ['ann', 'bell', 'cor'],
  entities: [
    { name: 'Ann', aliases: [], page: 'ann' },
    { name: 'Bell', aliases: ['Bellum'], page: 'bell' },
    { name: 'Cor', aliases: [], page: 'cor' },
  ],
  rubrics: [
    rubric('ann', 'Ann', 'Bell'),
    rubric('bell', 'Bell', 'Cor'),
    rubric('cor', 'Cor', 'Dun'),
  ],
}

const titles: Readonly<Record<string, string>> = {
  ann: 'Ann',
  bell: 'Bell',
  cor: 'Cor',
  far: 'Far',
}
const cite = (page: string, span: string, read = true): Citation => ({
  ...{ page, title: titles[page] ?? page, span, read },
})
const first = cite('ann', 'She was born in Bellum.')
const second = cite('bell', 'It lies on the Cor.')
const third = cite('cor', 'It rises in the Dun hills.')

describe('the chain of evidence', () => {
  test('is whole where each hop is cited, also by aliases', () => {
    expect(judgeChain(question, [first, second, third])).toEqual({
      ...{ citationPrecision: 1, citationRecall: 1, connected: true, rubricShare: 1 },
    })
  })

  test('that is cut counts only what still reaches the answer', () => {
    const judged = judgeChain(question, [first, third])

    expect(judged).toMatchObject({ connected: false, citationPrecision: 1 })
    expect(judged.rubricShare).toBeCloseTo(1 / 3)
    expect(judged.citationRecall).toBeCloseTo(2 / 3)
  })

  test('that does not reach the answer counts nothing', () => {
    expect(judgeChain(question, [first, second])).toMatchObject({
      rubricShare: 0,
      connected: false,
    })
  })

  test.each([
    ['of a page that was not read', cite('cor', 'It rises in the Dun hills.', false)],
    ['that names the page alone', cite('cor', 'The Cor is a river.')],
    ['of another page', cite('far', 'The Cor rises in Dun.')],
  ])('gains nothing by a span %s, and precision falls', (_, citation) => {
    const judged = judgeChain(question, [first, second, citation])

    expect(judged.rubricShare).toBe(0)
    expect(judged.citationPrecision).toBeCloseTo(2 / 3)
  })

  test('without citations is nothing at all', () => {
    expect(judgeChain(question, [])).toEqual({
      ...{ citationPrecision: 0, citationRecall: 0, connected: false, rubricShare: 0 },
    })
  })
})

test('questions without rubrics are judged by their supporting pages', () => {
  const bare = { ...question, rubrics: [] }

  expect(judgeChain(bare, [first, second, third])).toMatchObject({
    rubricShare: 1,
    connected: true,
  })
  expect(judgeChain(bare, [first, cite('far', 'x')])).toMatchObject({
    ...{ citationPrecision: 0.5, citationRecall: expect.closeTo(1 / 3), connected: false },
  })
  expect(judgeChain({ ...bare, support: [] }, [first])).toMatchObject({
    ...{ citationRecall: 0, connected: false },
  })
})
