import { readFileSync } from 'node:fs'
import type { TokenizerFiles } from './files.ts'
import { tokenizerOf } from './from-files.ts'
import type { Tokenizer } from './tokenizer.ts'

type Document = Readonly<Record<string, unknown>>

/** What Hugging Face's tokenizers gave: ids, ids with special tokens as text where they differ, two texts. */
type Row = readonly [
  ids: readonly number[],
  plain: readonly number[] | null,
  decoded: string,
  decodedWithoutSpecial: string,
]

/** Made by reference/make_reference.py. */
export const reference = read('reference/reference.json') as {
  readonly variants: Readonly<Record<string, Document>>
  readonly texts: readonly string[]
  readonly ids: Readonly<Record<string, readonly Row[]>>
  readonly transformers: { readonly length: number; readonly eos: number; readonly pad: number }
}

/** Where the tokenizer lies that was trained from the corpus. */
export const bpeFolder = new URL('reference/bpe/', import.meta.url).pathname
export const corpus = readFileSync(new URL('reference/corpus.txt', import.meta.url), 'utf8')
export const bpeDocument = read('reference/bpe/tokenizer.json') as Document & {
  readonly model: Document
  readonly added_tokens: readonly Document[]
}

/** The trained tokenizer, parts of its tokenizer.json replaced. */
export function variantOf(patch: Document, config: Document = {}): Promise<Tokenizer> {
  const model = { ...bpeDocument.model, ...(patch['model'] as Document | undefined) }
  const files: TokenizerFiles = {
    tokenizer: { ...bpeDocument, ...patch, model },
    config,
    chatTemplate: null,
  }
  return tokenizerOf(files, 'variant')
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
}
