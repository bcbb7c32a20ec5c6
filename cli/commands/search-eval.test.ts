import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, palaestra } from '../palaestra.suite.ts'

/** Three pages, and queries for two of them. */
async function beirFolder(): Promise<string> {
  const folder = await folderWith({
    'corpus.jsonl': ['Aldmere lies on a river.', 'Oster has a harbour.', 'Tolm is a hill.']
      .map((text, number) => JSON.stringify({ _id: `d${number}`, title: '', text }))
      .join('\n'),
    'queries.jsonl': ['which town has harbours', 'rivers', 'nobody judges this']
      .map((text, number) => JSON.stringify({ _id: `q${number}`, text }))
      .join('\n'),
  })
  await mkdir(join(folder, 'qrels'))
  await writeFile(
    join(folder, 'qrels/test.tsv'),
    'query-id\tcorpus-id\tscore\nq0\td1\t1\nq1\td0\t1\nq1\td2\t1\n',
  )
  return folder
}

test('search-eval prints measures with intervals, and keeps the index', async () => {
  const folder = await beirFolder()
  const index = join(folder, 'indexes')

  const { code, stdout } = await palaestra('search-eval', '--beir', folder, '--index', index)

  const shown = stdout.replace(/\d+(\.\d+)? (s,|ms)/g, '# $2').split('\n')
  expect(code).toBe(0)
  expect(shown.slice(1)).toEqual([
    '',
    '               mean   95 % interval',
    '  nDCG@10     0.807   0.613 to 1.000',
    '  recall@10   0.750   0.500 to 1.000',
    '  recall@100  0.750   0.500 to 1.000',
    '  MRR@10      1.000   1.000 to 1.000',
    '',
    '  index # s, # ms a query',
    '',
  ])
  expect(shown[0]).toMatch(/^bm25 on test-\w+: 3 documents, 2 queries$/)
  expect(await readdir(index)).toHaveLength(1)
})

test('search-eval --json prints one line', async () => {
  const folder = await beirFolder()
  const index = join(folder, 'indexes')

  const { code, stdout, stderr } = await palaestra(
    ...['search-eval', '--beir', folder, '--index', index, '--json', '--quiet'],
  )

  expect([code, stderr, stdout.split('\n').length]).toEqual([0, '', 2])
  const result = JSON.parse(stdout)
  expect(result).toMatchObject({
    ...{ retriever: 'bm25', documents: 3, queries: 2, mrr10: 1, recall100: 0.75 },
    ...{ mrr10Low: 1, mrr10High: 1, recall10: 0.75, recall10Low: 0.5, recall10High: 1 },
  })
  expect(result.ndcg10).toBeCloseTo((1 + 1 / (1 + 1 / Math.log2(3))) / 2, 12)
  expect(result.indexSeconds).toBeGreaterThanOrEqual(0)
  expect(result.msPerQuery).toBeGreaterThanOrEqual(0)
})

test('search-eval says in one line what is wrong', async () => {
  const folder = await beirFolder()
  const index = join(folder, 'indexes')
  const problem = async (...flags: readonly string[]) => {
    const { code, stderr } = await palaestra('search-eval', '--index', index, ...flags)
    return [code, stderr.replaceAll(`${folder}/`, '').replaceAll(folder, 'folder')]
  }

  expect(await problem()).toEqual([
    2,
    'Cannot evaluate a retriever: there is nothing to search (give --beir <folder>, --questions <file> or --atlas <pages>)\n',
  ])
  expect(await problem('--beir', folder, '--split', 'dev')).toEqual([
    2,
    'Cannot read qrels/dev.tsv: qrels has no such split (it has test)\n',
  ])
  expect(await problem('--beir', folder, '--length', 'long')).toEqual([
    2,
    'Cannot evaluate a retriever: --length is of generated pages (give --atlas <pages> as well)\n',
  ])
  await writeFile(join(folder, 'corpus.jsonl'), '{"_id":"d1","text":"x"}\n{"_id"\n')
  expect(await problem('--beir', folder)).toEqual([
    2,
    'Cannot read corpus.jsonl:2: it is not JSON (repair or remove it)\n',
  ])
})
