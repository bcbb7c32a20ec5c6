import type { TokenizerFiles } from './files.ts'

/** Text to token ids and back. */
export interface Tokenizer {
  /** For messages: the folder it came from, or what made it. */
  readonly name: string
  /** Highest id + 1. */
  readonly vocabularySize: number
  readonly bosId: number | null
  readonly eosId: number | null
  readonly padId: number | null
  /** Tokens that control: never written by encoding text that was not asked to hold them. */
  readonly specialTokens: readonly AddedToken[]
  /** Tokens by the names that chat templates know (`bos_token`, `eos_token`, ...). */
  readonly namedTokens: Readonly<Record<string, string>>
  /** The Jinja source, or sources by name, that came with it. */
  readonly chatTemplate: TemplateSource | null
  /** What `saveTokenizer` writes. */
  readonly files: TokenizerFiles
  encode(text: string, options?: EncodeOptions): number[]
  /** Ids of no token are left out, as transformers does: a model's vocabulary may be padded. */
  decode(ids: readonly number[], options?: DecodeOptions): string
  /** Text of ids that come one by one. */
  createDecoder(options?: DecodeOptions): TokenDecoder
  /** The id of a token as the vocabulary spells it (`Ġthe`, `<|im_end|>`). */
  idOf(token: string): number | undefined
  tokenOf(id: number): string | undefined
  /** The bytes a token stands for; null where that depends on its neighbours. */
  bytesOf(id: number): Uint8Array | null
  /** Text as it is before it is cut into tokens (Qwen: NFC). */
  normalize(text: string): string
  /** As `encode`, cut at special and added tokens. */
  segments(text: string, options?: EncodeOptions): readonly Segment[]
}

export interface EncodeOptions {
  /**
   * Whether `<|im_end|>` in the text becomes that token. Default false, for text of others: an
   * observation must not end its own turn.
   */
  readonly special?: boolean
  /**
   * A character of no text: a token right after it stays text, and it is taken out once tokens were found.
   * Chat templates use it to tell their own special tokens from those in messages.
   */
  readonly guard?: string
}

export interface DecodeOptions {
  /** Whether special tokens are shown. Default true. */
  readonly special?: boolean
}

/** Gives text as soon as it is certain: never half a character. */
export interface TokenDecoder {
  push(id: number): string
  /** What is left; a character that never became whole is U+FFFD. */
  end(): string
}

/** A token beside the vocabulary that the model of the tokenizer built. */
export interface AddedToken {
  readonly id: number
  readonly content: string
  readonly special: boolean
  /** Takes the white space before, or after, it. */
  readonly stripsLeft: boolean
  readonly stripsRight: boolean
}

/** An added token, or text between two of them. */
export interface Segment {
  /** Place of its first character in the text that was given, guards counted. */
  readonly start: number
  /** What was given for it, guards included. */
  readonly given: string
  readonly ids: readonly number[]
  /** The added token; null for text. */
  readonly added: AddedToken | null
}

/** A chat template, or several by name. */
export type TemplateSource = string | Readonly<Record<string, string>>
