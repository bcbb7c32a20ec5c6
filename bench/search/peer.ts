import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Corpus, textOf } from '../../envs/search/corpora/corpus.ts'
import { analyzeQuery } from '../../envs/search/retrieval/analyze.ts'
import { reasonOf } from '../python-environment.ts'

export interface PeerFigures {
  readonly version: string
  readonly pagesPerSecond: number
  /** Of each query. */
  readonly milliseconds: readonly number[]
}

/** What SQLite FTS5 takes for the same, through Python; or why it cannot be measured. */
export async function measurePeer(
  corpus: Corpus,
  queries: readonly string[],
  folder: string,
): Promise<PeerFigures | { readonly missing: string }> {
  const [pages, asked] = [join(folder, 'pages.jsonl'), join(folder, 'queries.jsonl')]
  await writePages(corpus, pages)
  // It knows no stop words, and stems by itself: it gets the words that ours looks up.
  const words = queries.map((query) =>
    query.split(' ').filter((word) => analyzeQuery(word).terms.size > 0),
  )
  await writeFile(asked, `${words.map((each) => JSON.stringify(each)).join('\n')}\n`)
  try {
    const answer = execFileSync('python3', [join(import.meta.dirname, 'peer.py'), pages, asked], {
      ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 },
    })
    return JSON.parse(answer) as PeerFigures
  } catch (error) {
    return { missing: reasonOf(error) }
  }
}

async function writePages(corpus: Corpus, file: string): Promise<void> {
  const stream = createWriteStream(file)
  for (let number = 0; number < corpus.size; number++) {
    const page = corpus.page(number)
    const line = JSON.stringify({ title: page.title, text: textOf(page) })
    if (!stream.write(`${line}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}
