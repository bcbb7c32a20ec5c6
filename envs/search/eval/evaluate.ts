import { type Clock, ConfigError, systemClock } from '../../../core/index.ts'
import type { Corpus } from '../corpora/corpus.ts'
import type { Hit, Retriever } from '../retrieval/retriever.ts'
import { type Estimate, estimateMean, ndcg, recall, reciprocalRank } from './metrics.ts'
import type { Judgements, Qrels, Query } from './qrels.ts'

export interface EvaluateOptions {
  /** Depth of nDCG, MRR and recall (default 10). */
  readonly k?: number
  /** Depth of the second recall (default 100). */
  readonly depth?: number
  readonly seed?: number
  readonly clock?: Clock
  readonly signal?: AbortSignal
  /** Told after each query. */
  readonly progress?: (done: number, total: number) => void
}

/** How well a retriever finds what was judged relevant. */
export interface Relevance {
  readonly retriever: string
  readonly documents: number
  /** That have something to find: others are left out. */
  readonly queries: number
  readonly ndcg: Estimate
  readonly mrr: Estimate
  readonly recall: Estimate
  readonly recallAtDepth: Estimate
  /** Of one query after another. */
  readonly msPerQuery: number
}

/**
 * Asks every query and compares with its judgements. A page that has the id of its query is no answer to
 * it, as BEIR has it (`ignore_identical_ids`). @throws ConfigError where no query has something to find.
 */
export async function evaluateRetriever(
  retriever: Retriever,
  corpus: Corpus,
  queries: readonly Query[],
  qrels: Qrels,
  options: EvaluateOptions = {},
): Promise<Relevance> {
  const { k = 10, depth = 100, seed = 0, clock = systemClock, signal, progress } = options
  const judged = queries.flatMap(({ id, text }) => {
    const judgements = numbered(corpus, qrels.get(id) ?? new Map())
    const isFindable = [...judgements.values()].some((gain) => gain > 0)
    return isFindable ? [{ id, text, judgements }] : []
  })
  if (judged.length === 0) {
    throw new ConfigError(
      `Cannot evaluate ${retriever.name} on ${corpus.name}: no query has a relevant page (give their qrels)`,
    )
  }
  const found: (readonly Hit[])[] = []
  const since = clock.now()
  for (const { text } of judged) {
    // One more than is counted: one of them may be the query itself.
    found.push(await retriever.search(text, Math.max(k, depth) + 1, signal))
    progress?.(found.length, judged.length)
  }
  const spentMs = clock.now() - since
  const scores = judged.map(({ id, judgements }, query) => {
    const itself = corpus.numberOf(id)
    const ranking = (found[query] ?? []).map(({ page }) => page).filter((page) => page !== itself)
    return {
      ndcg: ndcg(ranking, judgements, k),
      mrr: reciprocalRank(ranking, judgements, k),
      recall: recall(ranking, judgements, k),
      recallAtDepth: recall(ranking, judgements, depth),
    }
  })
  const estimate = (of: keyof (typeof scores)[number]) =>
    estimateMean(
      scores.map((score) => score[of]),
      seed,
    )
  return {
    retriever: retriever.name,
    documents: corpus.size,
    queries: judged.length,
    ndcg: estimate('ndcg'),
    mrr: estimate('mrr'),
    recall: estimate('recall'),
    recallAtDepth: estimate('recallAtDepth'),
    msPerQuery: spentMs / judged.length,
  }
}

/** Pages by number, as hits have them: no page is read. What the corpus lacks counts as never found. */
function numbered(corpus: Corpus, judgements: Judgements): Judgements<number | string> {
  return new Map([...judgements].map(([id, gain]) => [corpus.numberOf(id) ?? id, gain]))
}
