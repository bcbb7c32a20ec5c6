import { setImmediate } from 'node:timers/promises'
import { ConfigError } from '../../../../core/index.ts'
import { type Corpus, textOf } from '../../corpora/corpus.ts'
import type { IndexProgress } from '../retriever.ts'
import { type Bm25Data, bodyBytes, idfOf, type Tables, tablesOf } from './layout.ts'
import { type Bm25Options, type Bm25Parameters, parametersOf } from './options.ts'
import { createPostingLog, type PostingLog } from './posting-log.ts'
import { createTermReader, type TermReader } from './term-reader.ts'
import { createVocabulary, type GrowingVocabulary } from './vocabulary.ts'

/** An index of a corpus, searched through `bm25Retriever`. */
export interface Bm25Index {
  readonly corpus: Corpus
  readonly data: Bm25Data
}

export interface Bm25BuildOptions extends Bm25Options {
  readonly signal?: AbortSignal | undefined
  readonly progress?: IndexProgress | undefined
}

/** Pages between two looks at the signal. */
const BATCH = 256

/**
 * Reads every page once. The score of a page is the sum over the terms of the query of
 * idf tf / (k1 ((1 - b) + b dl / avdl) + tf) (Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25
 * and Beyond", eq. 3.15, with Lucene's idf); tf and dl are weighted sums over title and text (section 3.6).
 */
export async function buildBm25(
  corpus: Corpus,
  options: Bm25BuildOptions = {},
): Promise<Bm25Index> {
  const { signal, progress } = options
  const parameters = parametersOf(options)
  const vocabulary = createVocabulary()
  const reader = createTermReader(vocabulary)
  const log = createPostingLog()
  const lengths = new Float64Array(corpus.size)
  for (let page = 0; page < corpus.size; page++) {
    if (page % BATCH === 0) {
      progress?.(page, corpus.size)
      await setImmediate()
      signal?.throwIfAborted()
    }
    lengths[page] = addPage(corpus, page, parameters, reader, log)
  }
  const data = assemble(parameters, vocabulary, log, lengths)
  progress?.(corpus.size, corpus.size)
  return { corpus, data }
}

/** Gives the weighted length. */
function addPage(
  corpus: Corpus,
  number: number,
  { title, text }: Bm25Parameters,
  reader: TermReader,
  log: PostingLog,
): number {
  const page = corpus.page(number)
  // A field without weight is as good as empty: a page that has a term there alone does not have it.
  const inTitle = title === 0 ? 0 : reader.read(page.title, (term) => log.count(term, 'title'))
  const inText = text === 0 ? 0 : reader.read(textOf(page), (term) => log.count(term, 'text'))
  log.endPage()
  return title * inTitle + text * inText
}

function assemble(
  parameters: Bm25Parameters,
  vocabulary: GrowingVocabulary,
  log: PostingLog,
  lengths: Float64Array,
): Bm25Data {
  const sizes = {
    ...{ pages: lengths.length, terms: vocabulary.size, postings: log.size },
    ...{ units: vocabulary.units, slots: vocabulary.slots },
  }
  if (sizes.postings >= 2 ** 32 || sizes.units >= 2 ** 32) {
    throw new ConfigError(
      `Cannot index ${sizes.pages} pages: they have more than ${2 ** 32 - 1} postings (split the corpus)`,
    )
  }
  const body = new SharedArrayBuffer(bodyBytes(sizes))
  const tables = tablesOf({ sizes, body })
  vocabulary.copyTo(tables)
  fillNorms(tables.norms, lengths, parameters)
  log.moveTo(tables)
  fillCeilings(tables, parameters)
  return { parameters, sizes, body }
}

function fillNorms(norms: Float64Array, lengths: Float64Array, { k1, b }: Bm25Parameters): void {
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
  for (const [page, length] of lengths.entries()) {
    norms[page] = k1 * (1 - b + (mean > 0 ? (b * length) / mean : 0))
  }
}

function fillCeilings(tables: Tables, { title, text }: Bm25Parameters): void {
  const { ceilings, offsets, pages, counts, norms } = tables
  for (let term = 0; term < ceilings.length; term++) {
    const [start, end] = [offsets[term] ?? 0, offsets[term + 1] ?? 0]
    let most = 0
    for (let at = start; at < end; at++) {
      const both = counts[at] ?? 0
      const tf = title * (both >>> 12) + text * (both & 4095)
      const share = tf / (tf + (norms[pages[at] ?? 0] ?? 0))
      if (share > most) most = share
    }
    ceilings[term] = most * idfOf(norms.length, end - start)
  }
}
