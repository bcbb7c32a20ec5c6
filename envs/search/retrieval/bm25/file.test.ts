import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bm25BuildOptions, type Bm25Index, buildBm25 } from './build.ts'
import { anyCorpus, anyWords, corpusOfTexts } from './corpora.suite.ts'
import { loadBm25, saveBm25 } from './file.ts'
import { openBm25 } from './open.ts'
import { bm25Retriever } from './retriever.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaestra-bm25-'))
})
afterAll(() => rm(folder, { recursive: true }))

const corpus = corpusOfTexts('gold mine', 'iron mine', 'the Bank of England')

async function answers(index: Bm25Index, query: string) {
  await using retriever = bm25Retriever(index)
  return retriever.search(query, 100)
}

/** A stored index whose header or length was changed. */
async function stored(change: (bytes: Buffer) => Buffer, options?: Bm25BuildOptions) {
  const file = join(await mkdtemp(join(folder, 'case-')), 'index')
  await saveBm25(await buildBm25(corpus, options), file)
  await writeFile(file, change(await readFile(file)))
  return file
}

const replaced = (from: string, to: string) => (bytes: Buffer) => {
  const text = bytes.toString('latin1')
  expect(text).toContain(from)
  return Buffer.from(text.replace(from, to.padEnd(from.length)), 'latin1')
}

test('a stored index answers as the one that was built', async () => {
  await fc.assert(
    fc.asyncProperty(anyCorpus(10), anyWords(5), fc.boolean(), async (pages, query, asPhrase) => {
      const options = { k1: 0.9, b: 0.4, fields: { title: 2 } }
      const asked = asPhrase ? `"${query}"` : query
      const file = join(folder, 'any')
      const built = await buildBm25(pages, options)
      await saveBm25(built, file)

      const loaded = await loadBm25(file, pages, options)

      expect(loaded.data.sizes).toEqual(built.data.sizes)
      expect(new Uint8Array(loaded.data.body)).toEqual(new Uint8Array(built.data.body))
      expect(await answers(loaded, asked)).toEqual(await answers(built, asked))
    }),
    { numRuns: 25 },
  )
})

describe('loadBm25', () => {
  test('reads into memory that threads share', async () => {
    const { data } = await loadBm25(await stored((bytes) => bytes), corpus)

    expect(data.body).toBeInstanceOf(SharedArrayBuffer)
  })

  const same = (bytes: Buffer) => bytes
  test.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['a longer file', (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]), 'bytes, not'],
    ['a truncated file', (bytes) => bytes.subarray(0, -1), 'bytes, not'],
    ['half a header', (bytes) => bytes.subarray(0, 60), 'its header is damaged'],
    ['an empty file', () => Buffer.alloc(0), 'it is no index of BM25'],
    ['another file', () => Buffer.from('{"format":2}'), 'it is no index of BM25'],
    ['a damaged header', replaced('"pages":3', '"pages":-'), 'its header is damaged'],
    ['a damaged table', (bytes) => bytes.fill(0xff, bytes.length - 2), 'its tables are damaged'],
    ['another format', replaced('{"format":2', '{"format":7'), 'it is of format 7, not 2'],
    ['other terms', replaced('english-porter', 'spanish-porter'), 'its terms are those of spanish'],
    ['another machine', replaced('"little"', '"big"'), 'it is from a big-endian machine'],
  ])('refuses %s with one reason', async (_, change, reason) => {
    const file = await stored(change)

    const loaded = loadBm25(file, corpus)

    await expect(loaded).rejects.toMatchObject({ name: 'ConfigError' })
    await expect(loaded).rejects.toThrow(`Cannot load index ${file}: `)
    await expect(loaded).rejects.toThrow(reason)
    await expect(loaded).rejects.toThrow(/^[^\n]* \([^\n()]+\)$/)
  })

  test('refuses the index of another corpus', async () => {
    const other = corpusOfTexts('other')

    const loaded = loadBm25(await stored(same), other)

    await expect(loaded).rejects.toThrow(`it is of corpus ${corpus.hash}, not ${other.hash}`)
  })

  test('refuses an index with other parameters', async () => {
    const loaded = loadBm25(await stored(same, { b: 0.4 }), corpus)

    await expect(loaded).rejects.toThrow(
      'it is for k1 1.2, b 0.4, title 1, text 1, not k1 1.2, b 0.75, title 1, text 1 (it has to be built again)',
    )
  })

  test('says that there is none', async () => {
    await expect(loadBm25(join(folder, 'none'), corpus)).rejects.toThrow(
      'no such file or folder (check the path)',
    )
  })
})

describe('openBm25', () => {
  test('builds once, and loads what it built from then on', async () => {
    const kept = join(folder, 'kept/here')
    let told = 0
    const open = () => openBm25({ corpus, folder: kept, progress: () => told++ })

    const first = await answers(await open(), 'mine')
    const building = told
    const second = await answers(await open(), 'mine')

    expect(building).toBeGreaterThan(0)
    expect(told).toBe(building)
    expect(second).toEqual(first)
    expect(await readdir(kept)).toEqual([`bm25-${corpus.hash}`])
  })

  test('builds again where the stored one does not fit, and says why', async () => {
    const kept = join(folder, 'refused')
    const reasons: string[] = []
    const open = (b: number) =>
      openBm25({ corpus, folder: kept, b, refused: (reason) => reasons.push(reason) })
    await open(0.4)
    expect(reasons).toEqual([])

    const index = await open(0.5)

    expect(index.data.parameters.b).toBe(0.5)
    expect(reasons).toHaveLength(1)
    expect(reasons[0]).toContain('it is for k1 1.2, b 0.4')
    await loadBm25(join(kept, `bm25-${corpus.hash}`), corpus, { b: 0.5 })
  })

  test('may be called twice at the same time', async () => {
    const kept = join(folder, 'twice')

    const [one, other] = await Promise.all([
      openBm25({ corpus, folder: kept }),
      openBm25({ corpus, folder: kept }),
    ])

    expect(await answers(one, 'mine')).toEqual(await answers(other, 'mine'))
    expect(await readdir(kept)).toEqual([`bm25-${corpus.hash}`])
  })

  test('refuses a folder that cannot be written, and leaves nothing behind', async () => {
    await writeFile(join(folder, 'file'), '')

    await expect(openBm25({ corpus, folder: join(folder, 'file') })).rejects.toThrow(
      /^Cannot write index .*\)$/,
    )
  })

  test('does not build with parameters that have no meaning', async () => {
    await expect(openBm25({ corpus, folder, k1: -1 })).rejects.toThrow('Cannot rank by BM25')
  })
})
