import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkEnv, make } from '../../core/index.ts'
import type { Page } from './corpora/corpus.ts'
import { corpusOf } from './corpora/in-memory.ts'
import { defineAtlasEnv } from './define-atlas-env.ts'
import { onIndexBuilding } from './index-progress.ts'
import type { Question } from './questions/question.ts'

let opened = 0
const town = (index: number) => `Town${index}`
const pageOf = (index: number, seed: number): Page => ({
  id: `p${index}`,
  title: town(index),
  sections: [{ heading: '', text: `${town(index)} lies on the River${index + seed}.` }],
})

/** Towns on rivers of their own. */
const rivers = defineAtlasEnv('search/Rivers-v0', {
  kinds: [
    { name: 'river', difficulty: 1 },
    { name: 'river-again', difficulty: 1 },
  ],
  open({ pages, seed }) {
    opened++
    const list = Array.from({ length: pages }, (_, index) => pageOf(index, seed))
    return { corpus: corpusOf(`rivers-${seed}`, list), seed }
  },
  question({ seed }, kind, split, index): Question {
    const number = { train: 0, validation: 300, test: 600 }[split] + index
    return {
      ...{ id: `${kind}/${split}/${index}`, split, kind: 'lookup', hops: 1 },
      question: `On which river does ${town(number)} lie (${kind})?`,
      answers: [`River${number + seed}`],
      ...{ support: [`p${number}`], entities: [] },
      rubrics: [
        {
          statement: `${town(number)} lies on the River${number + seed}.`,
          ...{ page: `p${number}`, connects: [town(number), `River${number + seed}`] },
        },
      ],
    }
  },
  planted: () => null,
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaestra-atlas-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('keeps its contract, and makes the pages once for all of its episodes', async () => {
  opened = 0

  const { passed } = await checkEnv(rivers, {
    options: { pages: 1000, index: folder, instances: 20 },
    seeds: 2,
  })

  expect(passed).toBe(true)
  expect(opened).toBe(1)
})

test('tells how far an index is that is not there yet, once for all episodes', async () => {
  const told: string[] = []
  const stop = onIndexBuilding(({ corpus, done, total }) => told.push(`${corpus} ${done}/${total}`))
  const options = { pages: 1000, index: folder, seed: 9 }
  await using first = await make(rivers, { options })
  await using second = await make(rivers, { options })

  await Promise.all([first.reset({ seed: 1 }), second.reset({ seed: 2 })])
  stop()

  expect(told.at(-1)).toBe('rivers-9 1000/1000')
  expect(new Set(told).size).toBe(told.length)
})

test('tasks are those of the chosen kinds, and another seed has other ones', async () => {
  const options = { pages: 1000, index: folder, instances: 20, kinds: ['river'] }
  const tasksOf = async (seed: number) => {
    await using env = await make(rivers, { options: { ...options, seed } })
    return (await env.runner?.tasks?.()) ?? []
  }

  const [first, second] = [await tasksOf(0), await tasksOf(1)]

  expect(first.map(({ id }) => id).slice(18)).toEqual([
    ...['river/train/18', 'river/train/19', 'river/validation/0', 'river/validation/1'],
    ...['river/test/0', 'river/test/1'],
  ])
  expect(first[0]?.hash).not.toBe(second[0]?.hash)
  expect(first[0]).toMatchObject({ split: 'train', kind: 'river', difficulty: 1 })
})

test('the index finds the page of a task, of its own seed', async () => {
  await using env = await make(rivers, { options: { pages: 1000, index: folder, seed: 4 } })
  await env.reset({ seed: 1, task: 'river/train/7' })

  const { observation } = await env.step({ tool: 'search', query: 'Town7', k: 1 })

  expect(observation.hits).toMatchObject([{ page: 'p7', snippet: 'Town7 lies on the River11.' }])
})

test.each([
  [{ pages: 10 }, 'pages'],
  [{ kinds: ['lake'] }, 'kinds'],
  [{ retriever: 'tfidf' }, 'retriever'],
])('refuses the options %j', async (options, name) => {
  await expect(make(rivers, { options: options as never })).rejects.toThrow(name)
})
