import { z } from 'zod'
import type { TemplateSource } from './tokenizer.ts'

/** The files of a tokenizer, in Hugging Face's layout. */
export interface TokenizerFiles {
  /** tokenizer.json */
  readonly tokenizer: Readonly<Record<string, unknown>>
  /** tokenizer_config.json, without its chat template */
  readonly config: Readonly<Record<string, unknown>>
  readonly chatTemplate: TemplateSource | null
}

const addedToken = z.object({
  id: z.number().int().nonnegative(),
  content: z.string().min(1),
  special: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  single_word: z.boolean().default(false),
})
const component = z.looseObject({ type: z.string() }).nullable()

/** What is read of tokenizer.json here; the rest is the tokenizer package's. */
export const tokenizerSchema = z.looseObject({
  added_tokens: z.array(addedToken).default([]),
  normalizer: component.default(null),
  pre_tokenizer: component.default(null),
  post_processor: component.default(null),
  decoder: component.default(null),
  model: z.looseObject({ type: z.string().optional(), vocab: z.unknown() }),
})

const named = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish()

/** What is read of tokenizer_config.json and special_tokens_map.json. */
export const configSchema = z.looseObject({
  bos_token: named,
  eos_token: named,
  pad_token: named,
  unk_token: named,
  added_tokens_decoder: z
    .record(z.string().regex(/^\d+$/), addedToken.omit({ id: true }).loose())
    .optional(),
  chat_template: z
    .union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])
    .nullish(),
})

export type TokenizerDocument = z.infer<typeof tokenizerSchema>
export type ConfigDocument = z.infer<typeof configSchema>

/** A token's name in a config: a text, or an object with it. */
export const contentOf = (token: z.infer<typeof named>): string | undefined =>
  typeof token === 'string' ? token : token?.content
