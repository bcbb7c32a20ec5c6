import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { corpusOf } from './corpora/in-memory.ts'
import { type IndexBuilding, onIndexBuilding, onIndexNote } from './index-progress.ts'
import { openWorld } from './world.ts'

const pages = Array.from({ length: 3000 }, (_, at) => ({
  ...{ id: `p${at}`, title: `Page ${at}` },
  sections: [{ heading: '', text: `The river number ${at} rises in the hills.` }],
}))
/** Another corpus for each name: indexes that are open are shared. */
const corpusNamed = (name: string) =>
  corpusOf(name, [...pages, { ...{ id: name, title: name }, sections: [] }])

async function stage() {
  const index = await mkdtemp(join(tmpdir(), 'palaestra-world-'))
  onTestFinished(() => rm(index, { recursive: true, force: true }))
  const told: IndexBuilding[] = []
  onTestFinished(onIndexBuilding((building) => told.push(building)))
  return { index, told, options: { index, retriever: 'bm25' } as const }
}

test('tells how far an index is while it is built, once for all who wait, and nothing afterwards', async () => {
  const { told, options } = await stage()
  const corpus = corpusNamed('told')

  const worlds = await Promise.all(
    [0, 1].map(() => openWorld(corpus, options, { signal: undefined })),
  )
  const whileBuilt = told.length
  worlds.push(await openWorld(corpus, options, { signal: undefined }))
  for (const world of worlds) await world[Symbol.asyncDispose]()

  expect(told.at(-1)).toEqual({ corpus: 'told', done: 3001, total: 3001 })
  expect(told.map(({ done }) => done)).toEqual([...new Set(told.map(({ done }) => done))])
  expect(told).toHaveLength(whileBuilt)
})

test('an index that was given up is built by the next who asks', async () => {
  const { index, told, options } = await stage()
  const corpus = corpusNamed('given-up')
  const stop = new AbortController()
  const stopAtOnce = onIndexBuilding(() => stop.abort(new Error('stopped')))

  await expect(openWorld(corpus, options, { signal: stop.signal })).rejects.toThrow('stopped')
  stopAtOnce()
  const left = await readdir(index)
  const before = told.length
  await using world = await openWorld(corpus, options, { signal: undefined })

  expect(left).toEqual([])
  expect(told.length).toBeGreaterThan(before)
  expect((await world.search('river 17', 1, undefined)).map(({ id }) => id)).toEqual(['p17'])
})

test('says why a stored index is built anew', async () => {
  const { index, options } = await stage()
  const corpus = corpusNamed('damaged')
  const notes: string[] = []
  onTestFinished(onIndexNote((line) => notes.push(line)))
  await writeFile(join(index, `bm25-${corpus.hash}`), 'no index')

  await using world = await openWorld(corpus, options, { signal: undefined })

  expect(await world.search('river 17', 1, undefined)).toHaveLength(1)
  expect(notes).toEqual([expect.stringContaining('it is no index of BM25')])
})
