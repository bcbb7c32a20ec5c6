import {
  type Atlas,
  atlasKinds,
  atlasQuestion,
  openAtlas,
  plantedOf,
} from './corpora/atlas/index.ts'
import { defineAtlasEnv } from './define-atlas-env.ts'

export { readCorpus } from './corpora/beir/read-corpus.ts'
export type { Corpus, Page, Section } from './corpora/corpus.ts'
export { type FolderCorpus, openFolder, type SkippedFile } from './corpora/folder/open-folder.ts'
export { corpusOf } from './corpora/in-memory.ts'
export { type CorpusWorld, corpusWorld } from './corpus-world.ts'
export { defineSearchEnv, type SearchFamily, type WorldSetup } from './define-search-env.ts'
export { type FilesOptions, files } from './files-env.ts'
export {
  createLiveSearch,
  type LiveSearch,
  type LiveSearchOptions,
  liveSearchFromEnvironment,
} from './live/create-live-search.ts'
export { guardQuery } from './live/guard-query.ts'
export { liveWorld } from './live/live-world.ts'
export type { LiveHit } from './live/providers.ts'
export type { ProviderTemplate } from './live/template-provider.ts'
export { type LiveOptions, live } from './live-env.ts'
export type { Reading, SearchObservation, ShownHit } from './observe.ts'
export { type IndexOptions, indexOptions, type ReadingOptions, readingOptions } from './options.ts'
export { openQa, type Qa, type QaOptions } from './questions/qa-jsonl/open-qa.ts'
export type { Entity, Question, Rubric } from './questions/question.ts'
export { type QuestionTasks, questionTasks } from './questions/question-tasks.ts'
export type { Guard, OpenedPage, Planted, SearchWorld } from './reading/episode.ts'
export type { Embedder, Hit, Retriever } from './retrieval/retriever.ts'
export { searchRewards } from './rewards.ts'
export type { SearchSignals } from './signals.ts'
export type { SearchAction } from './tools.ts'
export { type IndexedSetup, openWorld } from './world.ts'

/** Questions about an encyclopedia of what does not exist, made for it. */
export const atlas = defineAtlasEnv<Atlas>('search/Atlas-v0', {
  kinds: atlasKinds,
  open: openAtlas,
  question: atlasQuestion,
  planted(page) {
    const answer = plantedOf(page)
    return answer === null ? null : { answer }
  },
})
