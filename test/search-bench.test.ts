import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { atlasCorpus } from '../bench/search/corpus.ts'
import { writeLsaEncoder } from '../bench/search/lsa/encoder.ts'
import { leadingSpace } from '../bench/search/lsa/subspace.ts'
import { searchBenchOptions } from '../bench/search/options.ts'
import { measurePeers } from '../bench/search/peer.ts'
import { corpusOf } from '../envs/search/corpora/in-memory.ts'
import { openRetriever } from '../envs/search/retrieval/open-retriever.ts'
import { createOnnxEncoder } from '../models/index.ts'

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-search-bench-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test('flags say which pages, how many, and whose Python', () => {
  expect(searchBenchOptions([])).toEqual({
    ...{ sizes: [10_000, 100_000], atlas: false, python: 'python3' },
  })
  expect(searchBenchOptions(['--atlas', '--pages', '20000', '--python', 'py'])).toEqual({
    ...{ sizes: [10_000, 20_000], atlas: true, python: 'py' },
  })
  expect(() => searchBenchOptions(['--atlas', '--pages', '2000000'])).toThrow(
    'Cannot run bench search: --pages 2000000 is no whole number from 1000 to 1000000',
  )
  expect(() => searchBenchOptions(['--snake'])).toThrow('there are --pages, --atlas and --python')
})

test('questions about Atlas are of all kinds', () => {
  const { corpus, queries } = atlasCorpus(1000, 40)

  expect(corpus.size).toBe(1000)
  expect(new Set(queries).size).toBe(40)
})

test('a peer that cannot be measured says why in one line', async () => {
  const { corpus } = atlasCorpus(1000, 1)

  const peers = await measurePeers(corpus, ['river'], {
    ...{ folder: await temporary(), python: join('no', 'such', 'python') },
  })

  expect(peers).toEqual([
    { name: 'SQLite FTS5', missing: expect.stringMatching(/^[^\n]*ENOENT[^\n]*$/) },
    { name: 'bm25s', missing: expect.stringMatching(/^[^\n]*ENOENT[^\n]*$/) },
  ])
})

test('the leading space of a matrix is that of its largest singular values', () => {
  // Rows (3, 0, 0), (0, 2, 0) and (0, 0, 1).
  const matrix = { columns: 3, starts: [0, 1, 2, 3], at: [0, 1, 2], values: [3, 2, 1] }

  const basis = leadingSpace(matrix, 2)

  const lengths = [0, 1, 2].map((row) => Math.hypot(basis[2 * row] ?? 0, basis[2 * row + 1] ?? 0))
  expect(lengths[0]).toBeCloseTo(1, 3)
  expect(lengths[1]).toBeCloseTo(1, 2)
  expect(lengths[2]).toBeLessThan(0.01)
})

test('an encoder that was learnt finds a page by a word that stands beside its own elsewhere', async () => {
  const texts = [
    ...['a boat on the river', 'the boat and the ferry', 'a ferry on the river'],
    ...['gold from the mine', 'a mine and its shaft', 'the shaft held gold'],
  ]
  const corpus = corpusOf(
    'words',
    [...texts, ...texts, ...texts].map((text, at) => ({
      ...{ id: `p${at}`, title: '', sections: [{ heading: '', text }] },
    })),
  )
  const folder = await temporary()
  await writeLsaEncoder(join(folder, 'encoder'), corpus, 3)
  await using embedder = await createOnnxEncoder({ folder: join(folder, 'encoder'), threads: 1 })
  await using retriever = await openRetriever({ name: 'dense', corpus, folder, embedder })

  const onWater = await retriever.search('ferry', 9)
  const unknown = await retriever.search('§', 1)

  expect(onWater.map(({ page }) => page % 6).sort()).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2])
  expect(unknown).toHaveLength(1)
})
