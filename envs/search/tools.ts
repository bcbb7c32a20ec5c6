import { z } from 'zod'
import { tools, type Value } from '../../core/index.ts'

const page = z.string().min(1).max(500).describe('Id of a page, as hits give it')
const span = z
  .string()
  .max(20_000)
  .describe('Words of the page, verbatim, that prove something: a sentence, not a page')

/** All that an agent may do in a search environment. */
export const searchActions = tools({
  search: z
    .object({
      query: z.string().max(2000),
      k: z.int().optional().describe('Most hits to list'),
    })
    .describe('Find pages'),
  open: z
    .object({
      page,
      section: z.string().max(500).optional().describe('Heading of a section (default: all)'),
      part: z.int().optional().describe('Long texts come in parts, counted from 1 (default: 1)'),
    })
    .describe('Read a page'),
  find: z
    .object({ text: z.string().max(500) })
    .describe('Find words within the page that was opened last'),
  cite: z.object({ page, span }).describe('Give a part of a page that was opened as evidence'),
  answer: z
    .object({
      text: z.string().max(20_000).describe('The answer itself, in as few words as it has'),
      citations: z.array(z.object({ page, span })).max(100).optional().describe('More evidence'),
      unanswerable: z
        .boolean()
        .optional()
        .describe('True to say that the pages do not tell the answer'),
    })
    .describe('Give the answer: ends the episode'),
})

export type SearchAction = Value<typeof searchActions>
