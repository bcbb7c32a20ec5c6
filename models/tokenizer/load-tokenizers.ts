import { packageProblem } from '../devices/missing-package.ts'
import type { TokenizerDocument } from './files.ts'

/** What is used of @huggingface/tokenizers, which is optional. */
export interface TokenizersPackage {
  readonly Tokenizer: new (tokenizer: TokenizerDocument, config: object) => LibraryTokenizer
}

/** The stages of a tokenizer, each callable. */
export interface LibraryTokenizer {
  readonly normalizer: ((text: string) => string) | null
  readonly pre_tokenizer: ((text: string, options?: object) => string[]) | null
  readonly model: ((pieces: readonly string[]) => string[]) | null
  readonly decoder: ((tokens: readonly string[]) => string) | null
  get_vocab(withAddedTokens?: boolean): Map<string | undefined, number>
}

/** The one place that loads @huggingface/tokenizers. @throws ConfigError that says what installs it. */
export async function loadTokenizers(): Promise<TokenizersPackage> {
  try {
    return (await import('@huggingface/tokenizers')) as unknown as TokenizersPackage
  } catch (error) {
    throw packageProblem(
      '@huggingface/tokenizers',
      'npm install @huggingface/tokenizers@0.2.0',
      error,
    )
  }
}
