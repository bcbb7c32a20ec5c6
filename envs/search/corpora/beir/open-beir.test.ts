import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf, refusal } from '../files.suite.ts'
import { openBeir } from './open-beir.ts'

const FILES = {
  'corpus.jsonl':
    '{"_id":"d1","title":"Aldmere","text":"A town."}\n{"_id":"d2","text":"No title."}\n{"_id":3,"title":"Drei","text":"Zähl."}\n{"_id":"d4","title":null,"text":"Nor this."}\n',
  'queries.jsonl':
    '{"_id":"q1","text":"where"}\n{"_id":"q2","text":"nobody judged"}\n{"_id":"q3","text":"what"}\n',
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq3\td1\t2\nq1\td2\t1\nq1\t3\t0\n',
  'qrels/dev.tsv': 'q1\td1\t1\r\n',
}

/** What opening says, where one file is another; null: it is not there. */
async function problemWith(changed: Readonly<Record<string, string | null>>, split = 'test') {
  const files = Object.entries({ ...FILES, ...changed }).filter(([, text]) => text !== null)
  const folder = await folderOf(Object.fromEntries(files) as Record<string, string>)
  return refusal(openBeir(folder, { split }), folder)
}

test('pages, the judged queries and the judgements of a split are read', async () => {
  const folder = await folderOf(FILES)

  const { corpus, queries, qrels } = await openBeir(folder)
  const dev = await openBeir(folder, { split: 'dev' })

  expect([corpus.name, corpus.size]).toEqual([basename(folder), 4])
  expect(corpus.page(0)).toEqual({
    id: 'd1',
    title: 'Aldmere',
    sections: [{ heading: '', text: 'A town.' }],
  })
  expect([corpus.page(1).title, corpus.page(3).title]).toEqual(['', ''])
  expect(corpus.numberOf('3')).toBe(2)
  expect(queries).toEqual([
    { id: 'q1', text: 'where' },
    { id: 'q3', text: 'what' },
  ])
  expect([...(qrels.get('q1') ?? [])]).toEqual([
    ['d2', 1],
    ['3', 0],
  ])
  expect(qrels.get('q3')?.get('d1')).toBe(2)
  expect(dev.qrels).toEqual(new Map([['q1', new Map([['d1', 1]])]]))
})

test('a large corpus is read from its file, in any order, and is the same', async () => {
  const pages = Array.from({ length: 3000 }, (_, number) =>
    JSON.stringify({
      _id: `p${number}`,
      title: `Nº ${number}`,
      text: '€ words '.repeat(number % 60),
    }),
  )
  const folder = await folderOf({
    ...FILES,
    'corpus.jsonl': `\ufeff${pages.join('\n\n')}`,
    'qrels/test.tsv': 'q1\tp7\t1\n',
  })
  let read = 0

  const { corpus } = await openBeir(folder)
  const { corpus: large } = await openBeir(folder, {
    inMemoryBytes: 0,
    progress: (done, total) => {
      read = done / total
    },
  })

  expect([large.hash, large.size, read]).toEqual([corpus.hash, 3000, 1])
  const order = Array.from({ length: 3000 }, (_, number) => number)
  for (const number of [2999, 0, 5, 4, 6, ...order, ...order.toReversed()]) {
    expect(large.page(number)).toEqual(corpus.page(number))
  }
  expect(large.numberOf('p2999')).toBe(2999)
  expect(() => large.page(3000)).toThrow(RangeError)
})

test('a file that changes after it was opened is not read as if it had not', async () => {
  const folder = await folderOf(FILES)
  const { corpus } = await openBeir(folder, { inMemoryBytes: 0 })
  const path = join(folder, 'corpus.jsonl')

  await writeFile(path, `{"_id":"d9","text":"x"}\n${FILES['corpus.jsonl']}`)

  expect(() => corpus.page(1)).toThrow(
    `Cannot read ${path}: it has changed since it was opened (start again)`,
  )
})

test('what is wrong with pages is told with file and line', async () => {
  expect(await problemWith({ 'corpus.jsonl': '\n' })).toBe(
    'ConfigError: Cannot read corpus.jsonl: it has no pages (give at least one)',
  )
  expect(await problemWith({ 'corpus.jsonl': '{"_id":"d1","text":"a"}\n{"_id":"d2"' })).toBe(
    'ConfigError: Cannot read corpus.jsonl:2: it is not JSON (repair or remove it)',
  )
  expect(await problemWith({ 'corpus.jsonl': '{"_id":"d1","title":"a"}' })).toBe(
    'ConfigError: Cannot read corpus.jsonl:1: text: expected string, received undefined (repair or remove it)',
  )
  expect(await problemWith({ 'corpus.jsonl': '{"_id":"d1","text":"a"}\n'.repeat(2) })).toBe(
    'ConfigError: Cannot read corpus.jsonl:2: the _id "d1" is that of an earlier line (give each page its own)',
  )
  expect(await problemWith({ 'corpus.jsonl': null })).toBe(
    'ConfigError: Cannot read corpus.jsonl: no such file or folder (check the path)',
  )
})

test('what is wrong with queries is told with file and line', async () => {
  expect(await problemWith({ 'queries.jsonl': '' })).toBe(
    'ConfigError: Cannot read queries.jsonl: it has no queries (give at least one)',
  )
  expect(await problemWith({ 'queries.jsonl': '{"_id":"q1","text":"a"}\n'.repeat(2) })).toBe(
    'ConfigError: Cannot read queries.jsonl:2: the _id "q1" is that of an earlier line (give each query its own)',
  )
  expect(await problemWith({ 'queries.jsonl': '{"text":"a"}' })).toContain(
    'Cannot read queries.jsonl:1: _id: ',
  )
})

test('what is wrong with judgements is told with file and line', async () => {
  const judging = (...lines: readonly string[]) =>
    problemWith({ 'qrels/test.tsv': ['query-id\tcorpus-id\tscore', ...lines].join('\n') })

  expect(await judging('q1\td1\t1', 'q1\td7\t1')).toBe(
    'ConfigError: Cannot read qrels/test.tsv:3: there is no page "d7" (add it to corpus.jsonl)',
  )
  expect(await judging('q7\td1\t1')).toBe(
    'ConfigError: Cannot read qrels/test.tsv:2: there is no query "q7" (add it to queries.jsonl)',
  )
  expect(await judging('q1 d1 1')).toBe(
    'ConfigError: Cannot read qrels/test.tsv:2: it is not query-id, corpus-id and score with tabs between (repair the line)',
  )
  expect(await problemWith({ 'qrels/test.tsv': 'q1 0 d1 1\n' })).toContain(
    'Cannot read qrels/test.tsv:1: it is not query-id, corpus-id and score with tabs between',
  )
  expect(await judging('q1\td1\thigh')).toBe(
    'ConfigError: Cannot read qrels/test.tsv:2: the score "high" is no number (repair the line)',
  )
  expect(await judging('q1\td1\t1', 'q1\td1\t2')).toBe(
    'ConfigError: Cannot read qrels/test.tsv:3: it judges page "d1" again (remove one of the lines)',
  )
  expect(await judging()).toBe(
    'ConfigError: Cannot read qrels/test.tsv: it judges no page (choose another split)',
  )
})

test('a split that is not there is answered with those that are', async () => {
  expect(await problemWith({}, 'train')).toBe(
    'ConfigError: Cannot read qrels/train.tsv: qrels has no such split (it has dev, test)',
  )
  expect(await problemWith({ 'qrels/test.tsv': null, 'qrels/dev.tsv': null })).toBe(
    'ConfigError: Cannot read qrels: there is no such folder (put <split>.tsv with judgements there)',
  )
})
