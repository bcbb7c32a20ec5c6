import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf, refusal } from '../../corpora/files.suite.ts'
import { corpusOf } from '../../corpora/in-memory.ts'
import { openQa, type QaOptions } from './open-qa.ts'

/** What a file of this content is read as. */
async function read(content: string, options: QaOptions = {}) {
  const folder = await folderOf({ 'qa.json': content })
  return openQa(join(folder, 'qa.json'), options)
}

async function problemWith(content: string, options: QaOptions = {}): Promise<string> {
  const folder = await folderOf({ 'qa.json': content })
  return refusal(openQa(join(folder, 'qa.json'), options), folder)
}

const HOTPOT = {
  _id: 'h1',
  question: 'Where was the founder of Aldmere born?',
  answer: 'Tolm',
  type: 'bridge',
  level: 'hard',
  supporting_facts: [
    ['Aldmere', 0],
    ['Aldmere', 1],
    ['Ada Varrin', 0],
  ],
  context: [
    ['Aldmere', ['Aldmere is a town.', ' It was founded by Ada Varrin.']],
    ['Ada Varrin', ['Ada Varrin was born in Tolm.']],
    ['Oster', ['Oster is a town.']],
  ],
}
const other = {
  ...HOTPOT,
  _id: 'h2',
  question: 'Which is a town, Aldmere or Oster?',
  answer: 'Oster',
  type: 'comparison',
  supporting_facts: [
    ['Aldmere', 0],
    ['Oster', 0],
  ],
  context: [...HOTPOT.context.slice(0, 1), ['Oster', ['Oster is another town.']]],
}
const MUSIQUE = {
  id: '2hop__1_2',
  question: 'Who is the spouse of the Green performer?',
  answer: 'Miq Giraud',
  answer_aliases: ['M. Giraud', 'Miq Giraud'],
  answerable: true,
  paragraphs: [
    { idx: 0, title: 'Aldmere', paragraph_text: 'A town.', is_supporting: false },
    { idx: 5, title: 'Miq', paragraph_text: 'Wife of Stev Hill.', is_supporting: true },
    { idx: 10, title: 'Green (album)', paragraph_text: 'By Stev Hill.', is_supporting: true },
  ],
  question_decomposition: [
    { id: 1, question: 'Green >> performer', answer: 'Stev Hill', paragraph_support_idx: 10 },
    { id: 2, question: 'Who married #1?', answer: 'Miq Giraud', paragraph_support_idx: 5 },
  ],
}

test('HotpotQA is read from a list: each paragraph is one page, however often it is given', async () => {
  const { format, corpus, questions } = await read(JSON.stringify([HOTPOT, other], null, 2))

  expect([format, corpus.size, questions.size]).toEqual(['HotpotQA', 4, 2])
  const pages = Array.from({ length: 4 }, (_, number) => corpus.page(number))
  expect(pages.map(({ title }) => title)).toEqual(['Aldmere', 'Ada Varrin', 'Oster', 'Oster'])
  expect(pages[0]?.sections).toEqual([
    { heading: '', text: 'Aldmere is a town. It was founded by Ada Varrin.' },
  ])
  const [aldmere = '', ada = '', , oster = ''] = pages.map(({ id }) => id)
  expect(aldmere).toMatch(/^Aldmere#[0-9a-f]{8}$/)
  expect(questions.question(0)).toMatchObject({
    ...{ id: 'h1', kind: 'bridge', hops: 2, answers: ['Tolm'], support: [aldmere, ada] },
    entities: [{ name: 'Ada Varrin', aliases: [], page: ada }],
  })
  expect(questions.question(1)).toMatchObject({
    ...{ id: 'h2', kind: 'comparison', support: [aldmere, oster], entities: [], rubrics: [] },
  })
  expect(() => questions.question(2)).toThrow('Cannot read question 2: they are 0 to 1')
})

test('HotpotQA by columns, as JSON Lines, is the same', async () => {
  const columns = {
    ...{ id: 'h1', question: HOTPOT.question, answer: HOTPOT.answer, type: 'bridge' },
    supporting_facts: { title: ['Aldmere', 'Aldmere', 'Ada Varrin'], sent_id: [0, 1, 0] },
    context: {
      title: HOTPOT.context.map(([title]) => title),
      sentences: HOTPOT.context.map(([, sentences]) => sentences),
    },
  }

  const ours = await read(`${JSON.stringify(columns)}\n`)
  const theirs = await read(JSON.stringify([HOTPOT]))

  expect(ours.questions.question(0)).toEqual(theirs.questions.question(0))
  expect([ours.corpus.hash, ours.questions.hash]).toEqual([
    theirs.corpus.hash,
    theirs.questions.hash,
  ])
})

const TWO_WIKI = {
  ...HOTPOT,
  type: 'compositional',
  context: [
    ['Aldmere (town)', ['It was founded by Ada Varrin.']],
    ['Ada Varrin', ['Ada Varrin was born in Tolm.']],
  ],
  supporting_facts: [
    ['Aldmere (town)', 0],
    ['Ada Varrin', 0],
  ],
  evidences: [
    ['Aldmere', 'founded by', 'Ada Varrin'],
    ['Ada Varrin', 'place of birth', 'Tolm'],
    ['Nobody', 'knows', 'this'],
  ],
}

test('2WikiMultiHopQA tells its facts, and which entity is between', async () => {
  const { format, corpus, questions } = await read(JSON.stringify([TWO_WIKI]))

  const [aldmere, ada] = [corpus.page(0).id, corpus.page(1).id]
  expect(format).toBe('2WikiMultiHopQA')
  expect(questions.question(0)).toMatchObject({
    kind: 'bridge',
    entities: [{ name: 'Ada Varrin', page: ada }],
    rubrics: [
      {
        statement: 'Aldmere, founded by: Ada Varrin',
        page: aldmere,
        connects: ['Aldmere', 'Ada Varrin'],
      },
      {
        statement: 'Ada Varrin, place of birth: Tolm',
        page: ada,
        connects: ['Ada Varrin', 'Tolm'],
      },
    ],
  })
})

test('2WikiMultiHopQA with columns that are JSON texts is the same', async () => {
  const { context, supporting_facts, evidences } = TWO_WIKI
  const asTexts = {
    ...TWO_WIKI,
    context: JSON.stringify(context),
    supporting_facts: JSON.stringify(supporting_facts),
    evidences: JSON.stringify(evidences),
  }

  const ours = await read(JSON.stringify(asTexts))
  const theirs = await read(JSON.stringify([TWO_WIKI]))

  expect(ours.format).toBe('2WikiMultiHopQA')
  expect(ours.questions.question(0)).toEqual(theirs.questions.question(0))
  expect(ours.corpus.hash).toBe(theirs.corpus.hash)
})

test('a column that is neither a list nor the JSON text of one is refused', async () => {
  const record = { ...TWO_WIKI, context: 'Aldmere: [' }

  await expect(read(JSON.stringify(record))).rejects.toThrow(/qa\.json:1: .*context/)
})

test('MuSiQue tells single questions, aliases, and the page of each', async () => {
  const { format, corpus, questions } = await read(JSON.stringify(MUSIQUE))

  const [, miq, green] = [0, 1, 2].map((number) => corpus.page(number).id)
  expect(format).toBe('MuSiQue')
  expect(questions.question(0)).toMatchObject({
    ...{ id: '2hop__1_2', kind: 'bridge', hops: 2, answers: ['Miq Giraud', 'M. Giraud'] },
    support: [green, miq],
    entities: [{ name: 'Stev Hill', aliases: [], page: miq }],
    rubrics: [
      { statement: 'Green >> performer: Stev Hill', page: green, connects: ['Green', 'Stev Hill'] },
      {
        statement: 'Who married Stev Hill? Miq Giraud',
        page: miq,
        connects: ['Stev Hill', 'Miq Giraud'],
      },
    ],
  })
})

test('a question of MuSiQue whose paragraph was taken away has no answer', async () => {
  const steps = MUSIQUE.question_decomposition.map((step) => ({
    ...step,
    paragraph_support_idx: null,
  }))
  const record = { ...MUSIQUE, answerable: false, question_decomposition: steps }

  const { questions } = await read(JSON.stringify(record))

  expect(questions.question(0)).toMatchObject({
    ...{ kind: 'unanswerable', hops: 2, answers: [], support: [], entities: [], rubrics: [] },
  })
})

test.each(['first', 'last'])(
  'of MuSiQue-Full each question is asked once, with its answer, where the answerable one is %s',
  async (place) => {
    const contrast = {
      ...MUSIQUE,
      answerable: false,
      paragraphs: MUSIQUE.paragraphs.slice(0, 2),
      question_decomposition: [],
    }
    const lines = [MUSIQUE, contrast].map((line) => JSON.stringify(line))

    const ordered = place === 'first' ? lines : lines.toReversed()

    const { corpus, questions } = await read(ordered.join('\n'))

    expect([corpus.size, questions.size]).toEqual([3, 1])
    expect(questions.question(0).answers).toEqual(['Miq Giraud', 'M. Giraud'])
  },
)

test('questions and answers alone go with a corpus of their own', async () => {
  const corpus = corpusOf('own', [{ id: 'a', title: 'A', sections: [] }])
  const lines = [
    { question: 'who is it', answer: ['Ada', 'Ada Varrin'] },
    { id: 'x', question: 'and now', golden_answers: ['Bo'] },
    { question: 'who else', answers: 'Cy' },
  ]

  const qa = await read(lines.map((line) => JSON.stringify(line)).join('\n'), {
    corpus,
    split: 'validation',
  })

  expect([qa.format, qa.corpus]).toEqual(['NQ', corpus])
  const questions = [0, 1, 2].map((number) => qa.questions.question(number))
  expect(questions.map(({ id, answers, split }) => [id, answers, split])).toEqual([
    ['q1', ['Ada', 'Ada Varrin'], 'validation'],
    ['x', ['Bo'], 'validation'],
    ['q3', ['Cy'], 'validation'],
  ])
})

test('without a split given, questions are shared out by what they ask', async () => {
  const records = Array.from({ length: 300 }, (_, number) => ({
    question: `who is ${number}`,
    answer: 'x',
  }))
  const corpus = corpusOf('own', [{ id: 'a', title: 'A', sections: [] }])

  const { questions } = await read(JSON.stringify(records), { corpus })

  const splits = records.map((_, number) => questions.question(number).split)
  const train = splits.filter((split) => split === 'train').length
  expect(train).toBeGreaterThan(200)
  expect(train).toBeLessThan(280)
  expect(new Set(splits).size).toBe(3)
})

test('items of a list are found across pieces, whatever their texts hold', async () => {
  const records = Array.from({ length: 3 }, (_, number) => ({
    question: `[{"\\]}, ${'€'.repeat(500_000)} ${number}`,
    answer: ['}]"'],
  }))
  const corpus = corpusOf('own', [{ id: 'a', title: 'A', sections: [] }])

  const { questions } = await read(`\ufeff\n ${JSON.stringify(records, null, 1)}\n`, { corpus })

  expect(questions.size).toBe(3)
  expect(records.map((_, number) => questions.question(number).question)).toEqual(
    records.map(({ question }) => question),
  )
})

test('what is wrong with a file is told with the place', async () => {
  const list = (...records: readonly object[]) => JSON.stringify(records)

  expect(await problemWith('\n\n')).toBe(
    'ConfigError: Cannot read qa.json: it has no questions (give at least one)',
  )
  expect(await problemWith('[]')).toContain('it has no questions')
  expect(await problemWith('{"question":"a","answer":"b"}\n{"question":')).toBe(
    'ConfigError: Cannot read qa.json:2: it is not JSON (repair or remove it)',
  )
  expect(await problemWith('[\n{"question":"a","answer":"b"},\n{"question" "a"}]')).toBe(
    'ConfigError: Cannot read qa.json:3, record 2: it is not JSON (repair or remove it)',
  )
  expect(await problemWith(list(HOTPOT).slice(0, -20))).toBe(
    'ConfigError: Cannot read qa.json:1: the file ends within its list (fetch it again)',
  )
  expect(await problemWith('{"text":"a"}')).toBe(
    'ConfigError: Cannot read qa.json:1: its fields are of no known format (give HotpotQA, 2WikiMultiHopQA, MuSiQue, or question and answer)',
  )
  expect(await problemWith(list(HOTPOT, { ...other, answer: undefined }))).toBe(
    'ConfigError: Cannot read qa.json:1, record 2: answer: expected string, received undefined (repair or remove it)',
  )
  expect(await problemWith(list(HOTPOT, { ...other, _id: 'h1' }))).toBe(
    'ConfigError: Cannot read qa.json:1, record 2: the id "h1" is that of an earlier question (give each its own)',
  )
  expect(await problemWith(list({ ...HOTPOT, context: HOTPOT.context.slice(1) }))).toBe(
    'ConfigError: Cannot read qa.json:1, record 1: the supporting page "Aldmere" is not in its context (use the files with distractors)',
  )
  expect(await problemWith(list({ ...MUSIQUE, paragraphs: MUSIQUE.paragraphs.slice(0, 2) }))).toBe(
    'ConfigError: Cannot read qa.json:1, record 1: the supporting paragraph 10 is not there (repair or remove it)',
  )
  expect(await problemWith('{"question":"a","answer":["", " "]}')).toBe(
    'ConfigError: Cannot read qa.json:1: it has no answer (repair or remove it)',
  )
})

test('a corpus is asked for where there are no paragraphs, and there only', async () => {
  const corpus = corpusOf('own', [{ id: 'a', title: 'A', sections: [] }])

  expect(await problemWith('{"question":"a","answer":"b"}')).toBe(
    'ConfigError: Cannot search for answers to qa.json: it has no paragraphs (give a corpus with it)',
  )
  expect(await problemWith(JSON.stringify(HOTPOT), { corpus })).toBe(
    'ConfigError: Cannot search for answers to qa.json: its questions bring their own pages (leave the corpus out)',
  )
})
