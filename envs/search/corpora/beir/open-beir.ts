import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError } from '../../../../core/index.ts'
import type { Qrels, Query } from '../../eval/qrels.ts'
import type { Corpus } from '../corpus.ts'
import { lineProblem, readJsonl } from '../read-jsonl.ts'
import { idSchema, type ReadCorpusOptions, readCorpus } from './read-corpus.ts'
import { readQrels } from './read-qrels.ts'

export interface BeirOptions extends Omit<ReadCorpusOptions, 'name'> {
  /** Name of a file in qrels/, without its ending (default test). */
  readonly split?: string
}

export interface Beir {
  readonly corpus: Corpus
  /** Those that the split judges, in the order of the file. */
  readonly queries: readonly Query[]
  readonly qrels: Qrels
}

/**
 * A folder in the format of BEIR (Thakur et al. 2021, arXiv:2104.08663): corpus.jsonl, queries.jsonl and
 * qrels/<split>.tsv. @throws ConfigError naming file and line of what is wrong.
 */
export async function openBeir(
  folder: string,
  { split = 'test', ...options }: BeirOptions = {},
): Promise<Beir> {
  const name = basename(resolve(folder))
  const corpus = await readCorpus(join(folder, 'corpus.jsonl'), { name, ...options })
  const queries = await readQueries(join(folder, 'queries.jsonl'))
  const qrels = await readQrels(join(folder, 'qrels', `${split}.tsv`), { corpus, queries })
  const judged = [...queries].filter(([id]) => qrels.has(id))
  return { corpus, queries: judged.map(([id, text]) => ({ id, text })), qrels }
}

const querySchema = z.object({ _id: idSchema, text: z.string() })

async function readQueries(path: string): Promise<ReadonlyMap<string, string>> {
  const queries = new Map<string, string>()
  for await (const { value, line } of readJsonl(path, querySchema)) {
    const { _id, text } = value
    if (queries.has(_id)) {
      throw lineProblem(
        path,
        line,
        `the _id ${JSON.stringify(_id)} is that of an earlier line`,
        'give each query its own',
      )
    }
    queries.set(_id, text)
  }
  if (queries.size === 0) {
    throw new ConfigError(`Cannot read ${path}: it has no queries (give at least one)`)
  }
  return queries
}
