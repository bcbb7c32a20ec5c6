import { z } from 'zod'

/** What environments over a corpus can be told of its index. */
export const indexOptions = {
  retriever: z
    .enum(['bm25', 'dense', 'bm25+dense'])
    .default('bm25')
    .describe('How pages are found; dense ones need an embeddings server'),
  index: z
    .string()
    .min(1)
    .default('.palaestra/search')
    .describe('Folder where indexes are kept, one a corpus'),
} as const

export type IndexOptions = z.output<z.ZodObject<typeof indexOptions>>

/** What every search environment can be told of its episodes. */
export const readingOptions = {
  hits: z.int().min(1).max(100).default(5).describe('Hits of a search that asks for no number'),
  mostHits: z.int().min(1).max(100).default(20).describe('Most hits of a search'),
  partTokens: z
    .int()
    .min(50)
    .max(100_000)
    .default(500)
    .describe('Most tokens of a page that are shown at once (of about 4 characters)'),
  calls: z.int().min(1).max(10_000).default(30).describe('Calls there are beside the answer'),
  tokens: z
    .int()
    .min(100)
    .max(10_000_000)
    .default(20_000)
    .describe('Tokens of pages and hits that may be read'),
  guard: z
    .enum(['off', 'flag', 'block'])
    .default('off')
    .describe('What becomes of queries that quote the question or hold the answer'),
} as const

export type ReadingOptions = z.output<z.ZodObject<typeof readingOptions>>
