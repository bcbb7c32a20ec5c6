import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError, fileReason } from '../../core/index.ts'
import { readCorpus } from './corpora/beir/read-corpus.ts'
import type { Corpus } from './corpora/corpus.ts'
import { describeSkipped, openFolder } from './corpora/folder/open-folder.ts'
import { defineSearchEnv } from './define-search-env.ts'
import { reportNote } from './index-progress.ts'
import { type IndexOptions, indexOptions } from './options.ts'
import { openQa } from './questions/qa-jsonl/open-qa.ts'
import { type QuestionTasks, questionTasks } from './questions/question-tasks.ts'
import { openWorld } from './world.ts'

export interface FilesOptions extends IndexOptions {
  readonly questions: string
  readonly corpus?: string | undefined
}

interface Loaded extends QuestionTasks {
  readonly corpus: Corpus
}

/** Files are read once a process. */
const loads = new Map<string, Promise<Loaded>>()

function load({ questions, corpus }: Pick<FilesOptions, 'questions' | 'corpus'>): Promise<Loaded> {
  const key = JSON.stringify([resolve(questions), corpus === undefined ? null : resolve(corpus)])
  const loading = loads.get(key) ?? read(questions, corpus)
  loads.set(key, loading)
  loading.catch(() => loads.delete(key))
  return loading
}

async function read(questions: string, folder: string | undefined): Promise<Loaded> {
  const given = folder === undefined ? undefined : await openCorpus(folder)
  const { corpus, questions: asked } = await openQa(questions, { corpus: given })
  const all = Array.from({ length: asked.size }, (_, number) => asked.question(number))
  return { corpus, ...questionTasks(all) }
}

/** A BEIR folder by its corpus.jsonl; any other is a folder of texts. */
async function openCorpus(folder: string): Promise<Corpus> {
  const path = join(folder, 'corpus.jsonl')
  const isBeir = await stat(path).then(
    () => true,
    () => false,
  )
  if (isBeir) return readCorpus(path, { name: basename(resolve(folder)) })
  const found = await stat(folder).catch((error: unknown) => {
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot read ${folder}: ${reason} (${advice})`)
  })
  if (!found.isDirectory()) {
    throw new ConfigError(`Cannot read ${folder}: it is a file (give a folder of pages)`)
  }
  const { corpus, skipped } = await openFolder(folder)
  if (skipped.length > 0) reportNote(`Of ${folder}, ${describeSkipped(skipped)}`)
  return corpus
}

/** Questions and pages of the user's own. */
export const files = defineSearchEnv<FilesOptions>({
  id: 'search/Files-v0',
  description: 'Answer questions of a file by searching its paragraphs, or a folder of pages.',
  options: {
    ...indexOptions,
    questions: z
      .string()
      .min(1)
      .describe('Questions as JSON Lines: HotpotQA, 2WikiMultiHopQA, MuSiQue or NQ-open'),
    corpus: z
      .string()
      .min(1)
      .optional()
      .describe('Folder to search (BEIR, or Markdown, HTML and text); default: their paragraphs'),
  },
  tasks: {
    list: async (options) => (await load(options)).tasks,
  },
  open: async (options, { signal }) => openWorld((await load(options)).corpus, options, { signal }),
  question: async (options, task) => (await load(options)).question(task),
})
