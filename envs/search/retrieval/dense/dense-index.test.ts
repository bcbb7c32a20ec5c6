import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { Page } from '../../corpora/corpus.ts'
import { corpusOf } from '../../corpora/in-memory.ts'
import type { Embedder } from '../retriever.ts'
import { type OpenDenseOptions, openDense } from './dense-index.ts'
import { inPieces, passagesOf } from './passages.ts'
import { denseRetriever } from './retriever.ts'
import { openDenseSearcher } from './searcher.ts'
import { wordVector } from './server.suite.ts'

const pageOf = (id: string, title: string, text: string): Page => ({
  ...{ id, title, sections: [{ heading: '', text }] },
})
const places = ['harbour', 'mountain', 'library', 'orchard', 'bakery', 'tower', 'bridge']
const corpus = corpusOf(
  'places',
  Array.from({ length: 700 }, (_, at) =>
    pageOf(
      `p${at}`,
      `Town ${at}`,
      `The ${places[at % 7]} of number ${at} is old. `.repeat(1 + (at % 3)),
    ),
  ),
)

interface Counted extends Embedder {
  readonly texts: string[]
}

/** Embeds words, and fails after so many texts. */
function embedderFor(length = 13, failsAfter = Number.POSITIVE_INFINITY): Counted {
  const texts: string[] = []
  return {
    id: `words-${length}`,
    texts,
    async embed(given) {
      if (texts.length + given.length > failsAfter) throw new Error('the server is down')
      texts.push(...given)
      return given.map((text) => wordVector(text, length))
    },
    async [Symbol.asyncDispose]() {},
  }
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-dense-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const setting = async (
  more: Partial<Omit<OpenDenseOptions, 'embedder'>> = {},
): Promise<OpenDenseOptions & { readonly embedder: Counted }> => ({
  ...{ corpus, embedder: embedderFor(), folder: await temporaryFolder(), passageWords: 10 },
  ...more,
})

async function found(options: OpenDenseOptions, query: string, k: number, workers = 0) {
  const searcher = openDenseSearcher(await openDense(options), workers)
  await using retriever = denseRetriever(searcher, options.embedder)
  return await retriever.search(query, k)
}

/** By the definition: the best passage of each page. */
function expectedHits(query: string, k: number, length = 13) {
  const unit = (text: string) => {
    const vector = Float64Array.from(wordVector(text, length))
    const norm = Math.hypot(...vector)
    return vector.map((value) => value / norm)
  }
  const asked = unit(query)
  return Array.from({ length: corpus.size }, (_, page) => {
    const scores = passagesOf(corpus.page(page), 10).map((text) =>
      unit(text).reduce((sum, value, at) => sum + value * (asked[at] ?? 0), 0),
    )
    return { page, score: Math.max(...scores) }
  })
    .sort((one, other) => other.score - one.score || one.page - other.page)
    .slice(0, k)
}

test.each([
  ['in this thread', 0, {}],
  ['in threads', 3, {}],
  ['of bytes, scored again', 0, { precision: 'int8' }],
  ['of bytes, in threads', 2, { precision: 'int8' }],
] as const)('the nearest pages are found %s, exactly', async (_, workers, precision) => {
  const options = await setting(precision)

  const hits = await found(options, 'orchard number 31', 25, workers)

  const expected = expectedHits('orchard number 31', 25)
  expect(hits.map(({ page }) => page)).toEqual(expected.map(({ page }) => page))
  for (const [rank, { score }] of hits.entries()) {
    expect(score).toBeCloseTo(expected[rank]?.score ?? Number.NaN, 5)
  }
})

test('an index is built once, told as it goes, and loaded ever after', async () => {
  const told: (readonly [number, number])[] = []
  const options = await setting({ progress: (done, total) => void told.push([done, total]) })

  const first = await found(options, 'library', 5)
  const asked = options.embedder.texts.length
  const again = await found({ ...options, embedder: embedderFor() }, 'library', 5)

  expect(again).toEqual(first)
  const passages = Array.from({ length: corpus.size }, (_, at) => passagesOf(corpus.page(at), 10))
  expect(asked).toBe(passages.flat().length + 1)
  expect(told.at(-1)).toEqual([700, 700])
  expect(told.length).toBeGreaterThan(2)
  expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).toSorted((a, b) => a - b))
  expect(await readdir(options.folder)).toHaveLength(1)
})

test('building that was interrupted goes on where it was', async () => {
  const options = await setting()
  const whole = await setting()
  const failing = embedderFor(13, 600)

  await expect(openDense({ ...options, embedder: failing })).rejects.toThrow('the server is down')
  const left = await readdir(options.folder)
  const hits = await found(options, 'bakery', 40)

  expect(left).toEqual([expect.stringMatching(/\.begun$/)])
  expect(hits).toEqual(await found(whole, 'bakery', 40))
  expect(failing.texts.length + options.embedder.texts.length).toBe(whole.embedder.texts.length)
  const [one = '', other = ''] = [
    (await readdir(options.folder))[0],
    (await readdir(whole.folder))[0],
  ]
  const bytes = await readFile(join(options.folder, one))
  expect(bytes.equals(await readFile(join(whole.folder, other)))).toBe(true)
})

test('what a process that died has left is taken up, half a vector and zeros not', async () => {
  const options = await setting()
  const whole = await setting()
  await openDense({ ...options, embedder: embedderFor(13, 600) }).catch(() => {})
  const [begun = ''] = await readdir(options.folder)
  const path = join(options.folder, begun)
  const bytes = (await readFile(path)).fill(0, 4096 + 4 * 13 * 100, 4096 + 4 * 13 * 120)
  // No process has so high a number.
  await writeFile(path.replace(/begun$/, '99999999-ab.building'), bytes)
  await rm(path)
  await truncate(path.replace(/begun$/, '99999999-ab.building'), bytes.length - 7)

  const hits = await found(options, 'bakery', 40)

  expect(hits).toEqual(await found(whole, 'bakery', 40))
  expect(options.embedder.texts.length).toBe(whole.embedder.texts.length - 100)
})

test('what another embedder began is not gone on with', async () => {
  const options = await setting()
  await openDense({ ...options, embedder: embedderFor(13, 600) }).catch(() => {})

  await openDense({ ...options, passageWords: 11 })

  expect((await readdir(options.folder)).filter((name) => name.endsWith('.begun'))).toHaveLength(1)
})

test('a stored index that does not fit is told, and built again', async () => {
  const options = await setting()
  await openDense(options)
  const [name = ''] = await readdir(options.folder)
  const path = join(options.folder, name)
  const good = await readFile(path)
  const damaged: readonly (readonly [Buffer, string])[] = [
    [good.subarray(0, -4), 'bytes, not'],
    [good.subarray(0, 100), 'its header is damaged'],
    [Buffer.from('hello'), 'it is no index of vectors'],
    [
      Buffer.from(good.toString('latin1').replace('"format":1', '"format":9'), 'latin1'),
      'it is of format 9, not 1',
    ],
    [
      Buffer.from(good.toString('latin1').replace(corpus.hash, 'x'.repeat(32)), 'latin1'),
      'it is of corpus xxx',
    ],
    [
      Buffer.from(good.toString('latin1').replace('words-13', 'words-14'), 'latin1'),
      'its vectors are of words-14',
    ],
    [Buffer.concat([good.subarray(0, -4), Buffer.alloc(4)]), 'its table of pages is damaged'],
    [Buffer.from(good).fill(0xff, 4096, 4100), 'its vectors are damaged'],
  ]
  for (const [bytes, reason] of damaged) {
    await writeFile(path, bytes)
    const reasons: string[] = []

    await openDense({ ...options, refused: (told) => void reasons.push(told) })

    expect(reasons).toEqual([expect.stringContaining(reason)])
    expect((await readFile(path)).equals(good)).toBe(true)
  }
})

test('no query and no k makes a search throw', async () => {
  const options = await setting()
  const index = await openDense(options)
  await using retriever = denseRetriever(openDenseSearcher(index), options.embedder)

  expect(await retriever.search('tower', 1e6)).toHaveLength(700)
  for (const k of [0, -1, Number.NaN]) expect(await retriever.search('tower', k)).toEqual([])
  expect(await retriever.search(' \n', 5)).toEqual([])
  expect(await retriever.search('🙂 "AND ( *', 2.9)).toHaveLength(2)
  expect(await retriever.search('word '.repeat(100_000), 1)).toHaveLength(1)
  expect(Math.max(...options.embedder.texts.map((text) => text.length))).toBeLessThan(200)
})

test('pages of equal scores stand in the order of the corpus', async () => {
  const same = corpusOf(
    'same',
    [...'abcdef'].map((id) => pageOf(id, '', 'the same words')),
  )
  const options = await setting({ corpus: same })

  const hits = await found(options, 'words', 4)

  expect(hits.map(({ page }) => page)).toEqual([0, 1, 2, 3])
})

test('a closed retriever, an aborted signal and another embedder are refused', async () => {
  const options = await setting()
  const index = await openDense(options)
  const retriever = denseRetriever(openDenseSearcher(index), options.embedder)
  const reason = new Error('enough')

  await expect(retriever.search('a', 1, AbortSignal.abort(reason))).rejects.toBe(reason)
  await retriever[Symbol.asyncDispose]()
  await retriever[Symbol.asyncDispose]()
  await expect(retriever.search('a', 1)).rejects.toThrow('Cannot search: the retriever is closed')
  expect(() => denseRetriever(openDenseSearcher(index), embedderFor(4))).toThrow(
    /words-13, not of words-4/,
  )
  expect(() => openDenseSearcher(index, 0.5)).toThrow('0.5 search threads')
})

test.each([
  [[Float32Array.of(0, 0)], 'one has the length 0'],
  [[Float32Array.of(Number.NaN, 1)], 'one has the length NaN'],
  [[], 'there are 0 for 1 texts'],
])('vectors %j are refused', async (vectors, reason) => {
  const one = corpusOf('one', [pageOf('a', 'A', '')])
  const embedder: Embedder = { ...embedderFor(), embed: async () => vectors }

  const opening = openDense({ ...(await setting({ corpus: one })), embedder })

  await expect(opening).rejects.toMatchObject({ name: 'SandboxError' })
  await expect(opening).rejects.toThrow(`Cannot use vectors of words-13: ${reason}`)
})

test('pieces hold all words in order, and not more than they may', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      (text, words) => {
        const pieces = inPieces(text, words)

        expect(pieces.join('').replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''))
        for (const piece of pieces) expect(piece.split(' ').length).toBeLessThanOrEqual(words)
      },
    ),
  )
})

test('a page without a word is its title, or its id', () => {
  expect(passagesOf(pageOf('a', 'A', ' '), 5)).toEqual(['A'])
  expect(passagesOf(pageOf('a', '', ''), 5)).toEqual(['a'])
  expect(passagesOf(pageOf('a', 'T', 'one two three'), 2)).toEqual(['T\none two', 'T\nthree'])
  expect(passagesOf(pageOf('a', '', '長い文章'.repeat(9)), 2)).toHaveLength(3)
})
