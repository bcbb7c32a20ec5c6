/**
 * Building, loading and asking a BM25 index of generated pages, and SQLite FTS5 and bm25s on the same pages and
 * queries. `npm run bench -- search --pages 1000000` measures a million as well, `--atlas` the pages and questions
 * of Atlas; `--python <interpreter>` is one that has the packages bm25s and PyStemmer.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../core/index.ts'
import type { Corpus } from '../envs/search/corpora/corpus.ts'
import { longSearches } from '../envs/search/retrieval/bm25/retriever.ts'
import type { Figure } from './figure.ts'
import { atlasCorpus, queriesOf, zipfCorpus } from './search/corpus.ts'
import {
  inMemory,
  measureIndex,
  measureQueries,
  measureThroughput,
  measureWaiting,
  percentile,
} from './search/measure.ts'
import { type SearchBenchOptions, searchBenchOptions } from './search/options.ts'
import { measurePeers, type PeerFigures } from './search/peer.ts'

const QUERIES = 500
/** Larger ones are made page by page. */
const MAX_IN_MEMORY = 100_000
const TARGETS = { p50: 5, pages: 100_000, memoryGiB: 4 } as const

export async function benchSearch(argv: readonly string[]): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-bench-search-'))
  try {
    const figures: Figure[] = []
    const options = searchBenchOptions(argv)
    for (const size of options.sizes) figures.push(...(await measureAt(size, folder, options)))
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

async function measureAt(
  size: number,
  folder: string,
  { atlas, python }: SearchBenchOptions,
): Promise<readonly Figure[]> {
  const isSmall = size <= MAX_IN_MEMORY
  const { corpus, queries } = askedCorpus(size, atlas)
  const { index, buildSeconds, loadSeconds, bytes } = await measureIndex(corpus, folder)
  const milliseconds = await measureQueries(index, queries)
  const phrases = await measureQueries(index, queries.map(quoted))
  const workers = availableParallelism()
  const inThread = await measureThroughput(index, queries, 0)
  const inWorkers = await measureThroughput(index, queries, workers)
  const waiting = await measureWaiting(index, queries, longSearches())
  const waitingHere = await measureWaiting(index, queries, { workers: 0 })
  const peers = await measurePeers(corpus, queries, { folder, python })
  for (const peer of peers) {
    if ('missing' in peer) console.log(`  ${peer.name} is not measured: ${peer.missing}`)
  }

  const at = `${size.toLocaleString('en-US')} pages${atlas ? ' of Atlas' : ''}`
  const beside = (ratioTo: (peer: PeerFigures) => number) =>
    peers.flatMap((peer) => ('missing' in peer ? [] : [{ name: peer.name, ratio: ratioTo(peer) }]))
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
      ...{ name: `longest wait of other work, 16 episodes, ${at}`, value: waiting, unit: 'ms' },
      lowerIsBetter: true,
      against: [{ name: 'without threads for long searches', ratio: waitingHere / waiting }],
    },
    {
      ...{ name: `memory of the process at most, up to ${at}`, unit: 'GiB', against: [] },
      ...{ value: process.resourceUsage().maxRSS / 2 ** 20, lowerIsBetter: true },
      target: TARGETS.memoryGiB,
    },
  ]
}

function askedCorpus(size: number, atlas: boolean) {
  const keep = (corpus: Corpus) => (size <= MAX_IN_MEMORY ? inMemory(corpus) : corpus)
  if (!atlas) {
    const corpus = keep(zipfCorpus(size))
    return { corpus, queries: queriesOf(corpus, QUERIES) }
  }
  const { corpus, queries } = atlasCorpus(size, QUERIES)
  return { corpus: keep(corpus), queries }
}

/** The first two words as a phrase. */
const quoted = (query: string) => {
  const [first = '', second = '', ...rest] = query.split(' ')
  return [`"${first} ${second}"`, ...rest].join(' ')
}
