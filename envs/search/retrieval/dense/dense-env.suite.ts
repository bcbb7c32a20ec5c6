import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Agent, decide, defineEnv, text } from '../../../../core/index.ts'
import { solved } from '../../../../rewards/index.ts'
import { corpusOf } from '../../corpora/in-memory.ts'
import { openDense } from './dense-index.ts'
import { openaiEmbedder } from './openai-embedder.ts'
import { denseRetriever } from './retriever.ts'
import { openDenseSearcher } from './searcher.ts'

export const DENSE_RECORDING =
  'envs/search/retrieval/dense/recordings/dense-search/dense-search.jsonl'
export const DENSE_KEY = 'sk-recorded-a-key-for-vectors-that-nobody-may-find-42'

const corpus = corpusOf(
  'trades',
  ['baker bread oven', 'smith iron anvil', 'miller grain river'].map((words, at) => ({
    ...{ id: `trade-${at}`, title: '', sections: [{ heading: '', text: words }] },
  })),
)

/** Names of pages for words; the vectors of pages and words are on the tape. */
export const denseWords = defineEnv({
  id: 'test/DenseSearch-v0',
  state: 'resource',
  options: z.strictObject({ baseUrl: z.string() }),
  observationSpace: text(),
  actionSpace: text(),
  rewards: { sparse: solved() },
  maxEpisodeSteps: 4,

  async reset({ options, clock, signal }) {
    const folder = await mkdtemp(join(tmpdir(), 'palaestra-dense-'))
    const embedder = openaiEmbedder({
      ...{ baseUrl: options.baseUrl, model: 'words', clock },
      apiKey: process.env['PALAESTRA_API_KEY'],
    })
    const index = await openDense({ corpus, embedder, folder, signal })
    const retriever = denseRetriever(openDenseSearcher(index), embedder)
    return { state: { folder, retriever }, observation: 'Words, please.' }
  },
  async step({ retriever }, words, { signal }) {
    const [first] = await retriever.search(words, 1, signal)
    const found = first === undefined ? 'nothing' : corpus.page(first.page).id
    const done = found === 'trade-2'
    return { observation: found, signals: { solved: done }, terminated: done }
  },
  async close({ folder, retriever }) {
    await retriever[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  },
})

export const wording: Agent<string, string> = {
  name: 'wording',
  async begin() {
    const left = ['an oven', 'iron!', 'the river']
    return { act: async () => decide(left.shift() ?? '') }
  },
}
