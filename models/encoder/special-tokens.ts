import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import type { Tokenizer } from '../tokenizer/tokenizer.ts'

/** Ids that stand before and after those of a text. */
export interface Around {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

const pair = z.tuple([z.string(), z.int()])
const templatePart = z.union([
  z.object({ SpecialToken: z.object({ id: z.string() }) }),
  z.object({ Sequence: z.unknown() }),
])
const processorSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ByteLevel') }),
  z.object({ type: z.literal('BertProcessing'), sep: pair, cls: pair }),
  z.object({ type: z.literal('RobertaProcessing'), sep: pair, cls: pair }),
  z.object({
    type: z.literal('TemplateProcessing'),
    single: z.array(templatePart),
    special_tokens: z.record(z.string(), z.object({ ids: z.array(z.int()) })),
  }),
  z.object({ type: z.literal('Sequence'), processors: z.array(z.unknown()) }),
])

/**
 * What the post-processor of a tokenizer puts around one text: `[CLS]` and `[SEP]`, as an encoder was
 * trained with them.
 * @throws ConfigError for one that is not known.
 */
export function tokensAround(tokenizer: Tokenizer): Around {
  return aroundOf(tokenizer.files.tokenizer['post_processor'] ?? null, tokenizer.name)
}

function aroundOf(processor: unknown, name: string): Around {
  if (processor === null) return { before: [], after: [] }
  const parsed = processorSchema.safeParse(processor)
  if (!parsed.success) {
    throw new ConfigError(
      `Cannot encode with ${name}: the post-processor of tokenizer.json is not supported (choose another model)`,
    )
  }
  const { data } = parsed
  switch (data.type) {
    case 'ByteLevel':
      return { before: [], after: [] }
    case 'BertProcessing':
    case 'RobertaProcessing':
      return { before: [data.cls[1]], after: [data.sep[1]] }
    case 'Sequence': {
      const all = data.processors.map((each) => aroundOf(each, name))
      // Each puts its own around what the ones before it made.
      return {
        before: all.toReversed().flatMap(({ before }) => before),
        after: all.flatMap(({ after }) => after),
      }
    }
    case 'TemplateProcessing': {
      const ids = (part: z.infer<typeof templatePart>) =>
        'SpecialToken' in part ? (data.special_tokens[part.SpecialToken.id]?.ids ?? []) : []
      const text = data.single.findIndex((part) => 'Sequence' in part)
      return {
        before: data.single.slice(0, text).flatMap(ids),
        after: data.single.slice(text + 1).flatMap(ids),
      }
    }
  }
}
