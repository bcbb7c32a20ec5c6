import { z } from 'zod'
import type { Split } from '../split-tasks.ts'
import type { Corpus, Page } from './corpora/corpus.ts'
import { defineSearchEnv } from './define-search-env.ts'
import { type IndexOptions, indexOptions } from './options.ts'
import type { Question } from './questions/question.ts'
import type { Planted } from './reading/episode.ts'
import { type AskedKind, type GeneratedOptions, generatedTasks } from './tasks.ts'
import { openWorld } from './world.ts'

/** What makes encyclopedias and asks about them. */
export interface AtlasSource<Atlas extends { readonly corpus: Corpus }> {
  readonly kinds: readonly AskedKind[]
  open(options: Pick<GeneratedOptions, 'pages' | 'seed' | 'length'>): Atlas
  question(atlas: Atlas, kind: string, split: Split, index: number): Question
  planted(page: Page): Planted | null
}

/** Atlases that are at hand: making one takes a while, and every episode asks for it. */
const MOST_KEPT = 2

/** The env of questions about a generated encyclopedia. */
export function defineAtlasEnv<Atlas extends { readonly corpus: Corpus }>(
  id: string,
  source: AtlasSource<Atlas>,
) {
  const kept = new Map<string, Atlas>()
  const atlasOf = ({
    pages,
    seed,
    length,
  }: Pick<GeneratedOptions, 'pages' | 'seed' | 'length'>): Atlas => {
    const key = `${pages} ${seed} ${length}`
    const atlas = kept.get(key) ?? source.open({ pages, seed, length })
    kept.delete(key)
    kept.set(key, atlas)
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest)
    return atlas
  }
  const { tasks, question } = generatedTasks(id, {
    kinds: source.kinds,
    question: (options, kind, split, index) =>
      source.question(atlasOf(options), kind, split, index),
  })
  const names = source.kinds.map(({ name }) => name) as [string, ...string[]]

  return defineSearchEnv<IndexOptions & GeneratedOptions>({
    id,
    description:
      'Answer questions about a generated encyclopedia by searching, reading and citing.',
    options: {
      ...indexOptions,
      pages: z
        .int()
        .min(1000)
        .max(1_000_000)
        .default(10_000)
        .describe('Size of the encyclopedia; indexes are built once'),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31)
        .default(0)
        .describe('Another one for each seed'),
      length: z
        .enum(['short', 'long'])
        .default('short')
        .describe('Of pages; in long ones much stands between what is asked'),
      instances: z
        .int()
        .min(1)
        .max(10_000)
        .default(50)
        .describe('Questions of each kind for training; a tenth for validation and test each'),
      kinds: z.array(z.enum(names)).min(1).optional().describe('Which kinds (default: all)'),
    },
    tasks,
    open: (options, { signal }) =>
      openWorld(atlasOf(options).corpus, options, { planted: source.planted, signal }),
    question,
  })
}
