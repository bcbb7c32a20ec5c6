import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { freemem } from 'node:os'
import { join } from 'node:path'
import { type Corpus, textOf } from '../../envs/search/corpora/corpus.ts'
import { analyzeQuery } from '../../envs/search/retrieval/analyze.ts'

export interface PeerFigures {
  /** With its version. */
  readonly name: string
  readonly pagesPerSecond: number
  /** Of each query. */
  readonly milliseconds: readonly number[]
}

export interface MissingPeer {
  readonly name: string
  readonly missing: string
}

/** Peers, each with the script that measures it. */
const PEERS = [
  { name: 'SQLite FTS5', script: 'peer.py' },
  { name: 'bm25s', script: 'peer_bm25s.py' },
] as const
/** They hold all pages, and what they make of them, in memory. */
const BYTES_A_PAGE = 12_000

/** What others take for the same pages and queries, through Python; or why they cannot be measured. */
export async function measurePeers(
  corpus: Corpus,
  queries: readonly string[],
  { folder, python }: { readonly folder: string; readonly python: string },
): Promise<readonly (PeerFigures | MissingPeer)[]> {
  const needed = BYTES_A_PAGE * corpus.size
  if (freemem() < needed) {
    const missing = `${gibibytes(needed)} of memory are needed, ${gibibytes(freemem())} are free`
    return PEERS.map(({ name }) => ({ name, missing }))
  }
  const [pages, asked] = [join(folder, 'pages.jsonl'), join(folder, 'queries.jsonl')]
  await writePages(corpus, pages)
  // SQLite knows no stop words: it gets the words that ours looks up, the other one the text.
  const lines = queries.map((query) => {
    const words = query.split(/[^\p{L}\p{N}]+/u)
    const terms = words.filter((word) => analyzeQuery(word).terms.size > 0)
    return JSON.stringify({ query, terms })
  })
  await writeFile(asked, `${lines.join('\n')}\n`)
  return PEERS.map(({ name, script }) => measure(name, script, [python, pages, asked]))
}

function measure(
  name: string,
  script: string,
  [python, ...files]: readonly [string, ...string[]],
): PeerFigures | MissingPeer {
  try {
    const answer = execFileSync(python, [join(import.meta.dirname, script), ...files], {
      ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 },
    })
    const { version, ...figures } = JSON.parse(answer)
    return { name: `${name} ${version}`, ...figures }
  } catch (error) {
    return { name, missing: lastLine(error) }
  }
}

/** Python says at the end what was wrong; an interpreter that does not start says nothing. */
function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string | null; message: string }
  return stderr?.trim().split('\n').at(-1) || (message.split('\n')[0] ?? '')
}

const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`

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
