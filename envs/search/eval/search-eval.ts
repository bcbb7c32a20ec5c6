import { type Clock, systemClock } from '../../../core/index.ts'
import { openAtlas, type PageLength } from '../corpora/atlas/index.ts'
import { openBeir } from '../corpora/beir/open-beir.ts'
import type { Corpus } from '../corpora/corpus.ts'
import { openQa } from '../questions/qa-jsonl/open-qa.ts'
import { embedderFromEnvironment } from '../retrieval/dense/openai-embedder.ts'
import { openRetriever, type RetrieverName } from '../retrieval/open-retriever.ts'
import type { Embedder } from '../retrieval/retriever.ts'
import { evaluateRetriever, type Relevance } from './evaluate.ts'
import { type Qrels, type Query, qrelsOf } from './qrels.ts'

/** Where pages and judged queries come from: a BEIR folder, a file of questions with paragraphs, or a size. */
export type JudgedSource =
  | { readonly beir: string; readonly split: string }
  | { readonly questions: string }
  /** Pages of a generated encyclopedia. */
  | { readonly atlas: number; readonly length?: PageLength | undefined }

export interface SearchEvalOptions {
  readonly source: JudgedSource
  readonly retriever: RetrieverName
  /** Where indexes are kept. */
  readonly index: string
  /** For dense retrievers (default: as the environment says). */
  readonly embedder?: Embedder
  readonly seed?: number
  readonly clock?: Clock
  readonly signal?: AbortSignal
  readonly progress?: (progress: EvalProgress) => void
  /** Told why a stored index is built anew. */
  readonly note?: (line: string) => void
}

/** Bytes that were read, pages that were indexed, or queries that were asked. */
export interface EvalProgress {
  readonly phase: 'bytes' | 'pages' | 'queries'
  readonly done: number
  readonly total: number
}

export interface SearchEval extends Relevance {
  readonly corpus: string
  /** To load the index, or to build it where it was not there. */
  readonly indexSeconds: number
}

interface Judged {
  readonly corpus: Corpus
  readonly queries: readonly Query[]
  readonly qrels: Qrels
}

/** What `palaestra search-eval` measures. @throws ConfigError for what is wrong with the files. */
export async function searchEval(options: SearchEvalOptions): Promise<SearchEval> {
  const { retriever: name, seed = 0, clock = systemClock, signal, progress } = options
  const told = (phase: EvalProgress['phase']) => (done: number, total: number) =>
    progress?.({ phase, done, total })
  await using embedder = name === 'bm25' ? undefined : embedderOf(options)
  const { corpus, queries, qrels } = await openJudged(options, told('bytes'))
  const since = clock.now()
  await using retriever = await openRetriever({
    ...{ name, corpus, folder: options.index, embedder, signal },
    ...{ progress: told('pages'), refused: options.note },
  })
  const indexSeconds = (clock.now() - since) / 1000
  const relevance = await evaluateRetriever(retriever, corpus, queries, qrels, {
    ...{ seed, clock, progress: told('queries') },
    ...(signal ? { signal } : {}),
  })
  return { ...relevance, corpus: corpus.name, indexSeconds }
}

/** One that was given stays open. */
function embedderOf({ embedder }: SearchEvalOptions): Embedder {
  return embedder ? { ...embedder, async [Symbol.asyncDispose]() {} } : embedderFromEnvironment()
}

async function openJudged(
  { source, signal }: SearchEvalOptions,
  progress: (done: number, total: number) => void,
): Promise<Judged> {
  if (!('beir' in source)) {
    const { corpus, questions } =
      'atlas' in source
        ? openAtlas({ pages: source.atlas, seed: 0, length: source.length ?? 'short' })
        : await openQa(source.questions)
    return { corpus, ...qrelsOf(questions) }
  }
  const told = (done: number, total: number) => {
    signal?.throwIfAborted()
    progress(done, total)
  }
  return openBeir(source.beir, { split: source.split, progress: told })
}
