export { type CharacterTokenizerOptions, characterTokenizer } from './character-tokenizer.ts'
export { checkVocabulary } from './check-vocabulary.ts'
export type { TokenizerFiles } from './files.ts'
export { openTokenizer } from './open-tokenizer.ts'
export { saveTokenizer } from './save-tokenizer.ts'
export { chatMlTokens, type SpecialTokenOptions } from './special-tokens.ts'
export type {
  AddedToken,
  DecodeOptions,
  EncodeOptions,
  Segment,
  TemplateSource,
  TokenDecoder,
  Tokenizer,
} from './tokenizer.ts'
export { type BpeOptions, trainByteLevelBpe } from './train-byte-level-bpe.ts'
