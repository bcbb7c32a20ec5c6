import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { ConfigError, codeOf } from '../../../../core/index.ts'
import type { Qrels } from '../../eval/qrels.ts'
import type { Corpus } from '../corpus.ts'
import { lineProblem, readLines, readProblem } from '../read-jsonl.ts'

interface Known {
  readonly corpus: Corpus
  readonly queries: ReadonlyMap<string, string>
}

/** The judgements of a qrels/<split>.tsv. @throws ConfigError naming file and line. */
export async function readQrels(path: string, { corpus, queries }: Known): Promise<Qrels> {
  const qrels = new Map<string, Map<string, number>>()
  checkThere(path)
  for await (const { text, line } of readLines(path)) {
    const [query = '', page = '', score = '', ...more] = text.split('\t')
    const relevance = score.trim() === '' ? Number.NaN : Number(score)
    // The first line names the columns, unless it judges a page already.
    if (line === 1 && score !== '' && more.length === 0 && Number.isNaN(relevance)) continue
    const refuse = (reason: string, advice: string) => lineProblem(path, line, reason, advice)
    if (query === '' || page === '' || score === '' || more.length > 0) {
      throw refuse('it is not query-id, corpus-id and score with tabs between', 'repair the line')
    }
    if (!Number.isFinite(relevance)) {
      throw refuse(`the score ${JSON.stringify(score)} is no number`, 'repair the line')
    }
    if (!queries.has(query)) {
      throw refuse(`there is no query ${JSON.stringify(query)}`, 'add it to queries.jsonl')
    }
    if (corpus.numberOf(page) === undefined) {
      throw refuse(`there is no page ${JSON.stringify(page)}`, 'add it to corpus.jsonl')
    }
    const judged = qrels.get(query) ?? new Map<string, number>()
    if (judged.has(page)) {
      throw refuse(`it judges page ${JSON.stringify(page)} again`, 'remove one of the lines')
    }
    qrels.set(query, judged.set(page, relevance))
  }
  if (qrels.size === 0) {
    throw new ConfigError(`Cannot read ${path}: it judges no page (choose another split)`)
  }
  return qrels
}

/** @throws ConfigError that names the splits there are. */
function checkThere(path: string): void {
  const folder = dirname(path)
  let names: readonly string[]
  try {
    names = readdirSync(folder).toSorted()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw readProblem(folder, error)
    throw new ConfigError(
      `Cannot read ${folder}: there is no such folder (put <split>.tsv with judgements there)`,
    )
  }
  const splits = names.filter((name) => name.endsWith('.tsv')).map((name) => name.slice(0, -4))
  if (splits.includes(basename(path, '.tsv'))) return
  const advice = splits.length === 0 ? 'it has none' : `it has ${splits.join(', ')}`
  throw new ConfigError(`Cannot read ${path}: ${folder} has no such split (${advice})`)
}
