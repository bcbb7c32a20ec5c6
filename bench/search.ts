/**
 * Building, loading and asking a BM25 index of generated pages, and SQLite FTS5 on the same pages and queries.
 * `npm run bench -- search --pages 1000000` measures a million as well.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../core/index.ts'
import type { Figure } from './figure.ts'
import { queriesOf, zipfCorpus } from './search/corpus.ts'
import {
  inMemory,
  measureIndex,
  measureQueries,
  measureThroughput,
  percentile,
} from './search/measure.ts'
import { searchSizes } from './search/options.ts'
import { measurePeer } from './search/peer.ts'

const QUERIES = 500
/** Larger ones are made page by page, and are too large for the peer. */
const MAX_IN_MEMORY = 100_000
const TARGETS = { p50: 5, pages: 100_000, memoryGiB: 4 } as const

export async function benchSearch(argv: readonly string[]): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-bench-search-'))
  try {
    const figures: Figure[] = []
    for (const size of searchSizes(argv)) figures.push(...(await measureAt(size, folder)))
    return figures
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.exitCode = 2
    console.error(error.message)
    return []
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureAt(size: number, folder: string): Promise<readonly Figure[]> {
  const isSmall = size <= MAX_IN_MEMORY
  const corpus = isSmall ? inMemory(zipfCorpus(size)) : zipfCorpus(size)
  const queries = queriesOf(corpus, QUERIES)
  const { index, buildSeconds, loadSeconds, bytes } = await measureIndex(corpus, folder)
  const milliseconds = await measureQueries(index, queries)
  const phrases = await measureQueries(index, queries.map(quoted))
  const workers = availableParallelism()
  const inThread = await measureThroughput(index, queries, 0)
  const inWorkers = await measureThroughput(index, queries, workers)
  const peer = isSmall ? await measurePeer(corpus, queries, folder) : undefined
  if (peer && 'missing' in peer) console.log(`  SQLite FTS5 is not measured: ${peer.missing}`)
  const measured = peer && !('missing' in peer) ? peer : undefined

  const at = `${size.toLocaleString('en-US')} pages`
  const beside = (ratio: (peer: NonNullable<typeof measured>) => number) =>
    measured ? [{ name: `SQLite FTS5 ${measured.version}`, ratio: ratio(measured) }] : []
  const asked = (share: number, name: string): Figure => ({
    ...{ name: `query ${name}, ${at}`, value: percentile(milliseconds, share), unit: 'ms' },
    ...(name === 'p50' && size <= TARGETS.pages ? { target: TARGETS.p50 } : {}),
    lowerIsBetter: true,
    against: beside(
      (peer) => percentile(peer.milliseconds, share) / percentile(milliseconds, share),
    ),
  })
  return [
    {
      name: isSmall ? `build, ${at}` : `build and make pages, ${at}`,
      ...{ value: size / buildSeconds, unit: 'documents/s' },
      against: beside(({ pagesPerSecond }) => size / buildSeconds / pagesPerSecond),
    },
    { name: `load, ${at}`, value: 1000 * loadSeconds, unit: 'ms', against: [] },
    { name: `index, ${at}`, value: bytes / 2 ** 20, unit: 'MiB', against: [] },
    asked(0.5, 'p50'),
    asked(0.99, 'p99'),
    {
      ...{ name: `query with a phrase p50, ${at}`, value: percentile(phrases, 0.5), unit: 'ms' },
      against: [],
    },
    {
      ...{ name: `queries at once, ${workers} workers, ${at}`, value: inWorkers },
      ...{ unit: 'queries/s', against: [{ name: 'in this thread', ratio: inWorkers / inThread }] },
    },
    {
      ...{ name: `memory of the process at most, up to ${at}`, unit: 'GiB', against: [] },
      ...{ value: process.resourceUsage().maxRSS / 2 ** 20, lowerIsBetter: true },
      target: TARGETS.memoryGiB,
    },
  ]
}

/** The first two words as a phrase. */
const quoted = (query: string) => {
  const [first = '', second = '', ...rest] = query.split(' ')
  return [`"${first} ${second}"`, ...rest].join(' ')
}
