import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { oracle } from '../../agents/oracle.ts'
import { checkEnv, make, rollout } from '../../core/index.ts'
import { files } from './files-env.ts'
import { onIndexNote } from './index-progress.ts'
import { openEmbeddingsServer } from './retrieval/dense/server.suite.ts'

let folder = ''
const at = (...names: readonly string[]) => join(folder, ...names)
const lines = (...records: readonly unknown[]) =>
  records.map((one) => JSON.stringify(one)).join('\n')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaestra-files-'))
  await mkdir(at('notes'))
  await mkdir(at('beir'))
  await writeFile(at('notes', 'aldmere.md'), '# Aldmere\n\nAldmere lies on the Oss.\n')
  await writeFile(at('notes', 'quell.txt'), 'Quell\n\nQuell has a mayor, Anna Bree.\n')
  await writeFile(
    at('beir', 'corpus.jsonl'),
    lines({ _id: 'd1', title: 'Aldmere', text: 'Aldmere lies on the Oss.' }),
  )
  await writeFile(
    at('nq.jsonl'),
    lines(
      { question: 'On which river does Aldmere lie?', answer: ['Oss'] },
      { question: 'Who is the mayor of Quell?', answer: ['Anna Bree'] },
    ),
  )
  await writeFile(
    at('hotpot.jsonl'),
    lines({
      ...{ _id: 'h1', question: 'On which river was Tolm born?', answer: 'Oss', type: 'bridge' },
      ...{
        level: 'easy',
        supporting_facts: [
          ['Tolm', 0],
          ['Aldmere', 0],
        ],
      },
      context: [
        ['Tolm', ['Tolm was born in Aldmere.']],
        ['Aldmere', ['Aldmere lies on the Oss.', ' It is old.']],
        ['Quell', ['Quell is a village.']],
      ],
    }),
  )
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each<[string, { questions: string; corpus?: string }]>([
  ['paragraphs of the questions', { questions: 'hotpot.jsonl' }],
  ['a folder of texts', { questions: 'nq.jsonl', corpus: 'notes' }],
  ['a BEIR folder', { questions: 'nq.jsonl', corpus: 'beir' }],
])('keeps its contract over %s', async (_, { questions, corpus }) => {
  const options = {
    ...{ questions: at(questions), index: at('index') },
    ...(corpus === undefined ? {} : { corpus: at(corpus) }),
  }

  expect((await checkEnv(files, { options, seeds: 2 })).passed).toBe(true)
})

test('a question with paragraphs is answered from them, with its evidence', async () => {
  await using env = await make(files, {
    options: { questions: at('hotpot.jsonl'), index: at('index') },
  })

  const { finalSignals, outcome } = await rollout(env, oracle as never, { task: 'h1' })

  expect(outcome).toMatchObject({ reward: { value: 1 } })
  expect(finalSignals).toMatchObject({
    ...{ supportRecall: 1, supportPrecision: 1, citationPrecision: 1, rubricShare: 1 },
  })
})

test.each<[{ questions: string; corpus?: string }, string | RegExp]>([
  [{ questions: 'nq.jsonl' }, 'give a corpus with it'],
  [{ questions: 'nq.jsonl', corpus: 'nowhere' }, /Cannot read .*nowhere: no such file or folder/],
  [{ questions: 'nq.jsonl', corpus: 'nq.jsonl' }, 'it is a file (give a folder of pages)'],
  [{ questions: 'none.jsonl' }, 'none.jsonl'],
])('refuses %j in one line', async ({ questions, corpus }, said) => {
  const options = {
    ...{ questions: at(questions), index: at('index') },
    ...(corpus === undefined ? {} : { corpus: at(corpus) }),
  }
  await using env = await make(files, { options })

  await expect(env.reset({ seed: 1 })).rejects.toThrow(said)
})

test('finds pages by their vectors, where a server of embeddings is configured', async () => {
  await using server = await openEmbeddingsServer()
  vi.stubEnv('PALAESTRA_EMBEDDINGS_BASE_URL', server.baseUrl)
  vi.stubEnv('PALAESTRA_EMBEDDINGS_MODEL', 'words')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const options = { questions: at('hotpot.jsonl'), index: at('index') }
  await using env = await make(files, { options: { ...options, retriever: 'bm25+dense' } })
  await env.reset({ seed: 1, task: 'h1' })

  const { observation } = await env.step({ tool: 'search', query: 'Aldmere lies on the Oss' })

  expect(observation.hits[0]).toMatchObject({ title: 'Aldmere' })
  expect(server.requests.length).toBeGreaterThan(1)
})

test('says what dense retrieval needs, in one line', async () => {
  for (const name of ['PALAESTRA_EMBEDDINGS_BASE_URL', 'PALAESTRA_BASE_URL', 'OPENAI_BASE_URL']) {
    vi.stubEnv(name, '')
  }
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const options = { questions: at('hotpot.jsonl'), index: at('index'), retriever: 'dense' } as const
  await using env = await make(files, { options })

  await expect(env.reset({ seed: 1 })).rejects.toThrow('set PALAESTRA_EMBEDDINGS_BASE_URL')
})

test('files of a folder that are no page are told', async () => {
  await mkdir(at('mixed'))
  await writeFile(at('mixed', 'a.md'), 'Aldmere lies on the Oss.')
  await writeFile(at('mixed', 'b.md'), Buffer.from('gr\xfcn', 'latin1'))
  const notes: string[] = []
  onTestFinished(onIndexNote((line) => notes.push(line)))

  await using env = await make(files, {
    options: { questions: at('nq.jsonl'), corpus: at('mixed'), index: at('index') },
  })
  await env.reset({ seed: 1 })

  expect(notes).toEqual([`Of ${at('mixed')}, 1 file left out: 1 not UTF-8`])
})
