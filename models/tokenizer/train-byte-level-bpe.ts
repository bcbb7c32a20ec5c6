import { ConfigError } from '../../core/index.ts'
import { createSplitter } from './added-tokens.ts'
import { byteCharacters, spellBytes } from './byte-alphabet.ts'
import { tokenizerOf } from './from-files.ts'
import { learnMerges } from './learn-merges.ts'
import { type SpecialTokenOptions, specialTokensOf, storedTokens } from './special-tokens.ts'
import type { TemplateSource, Tokenizer } from './tokenizer.ts'

export interface BpeOptions extends SpecialTokenOptions {
  /** Of all tokens: 256 bytes, merges and special tokens. Fewer where the texts repeat nothing more. */
  readonly vocabularySize: number
  readonly chatTemplate?: TemplateSource
}

/** Where Qwen2 cuts text before merging: contractions, words, single digits, punctuation, white space. */
const qwen2Pattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"
/** The same for JavaScript, whose `\s` is not Unicode's. */
const words =
  /'(?:[sStTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu

/**
 * Learns a byte-level byte-pair encoding (Sennrich et al. 2016, algorithm 1; bytes as in GPT-2). The same
 * texts always give the same tokenizer, and decoding what was encoded gives the text back.
 * @throws ConfigError where the vocabulary is too small for bytes and special tokens.
 */
export async function trainByteLevelBpe(
  texts: Iterable<string>,
  options: BpeOptions,
): Promise<Tokenizer> {
  const { vocabularySize } = options
  const specials = specialTokensOf(0, options).added
  const smallest = byteCharacters.length + specials.length
  if (!Number.isInteger(vocabularySize) || vocabularySize < smallest) {
    throw new ConfigError(
      `Cannot train a tokenizer: ${vocabularySize} tokens are too few for 256 bytes and ${specials.length} special tokens (take ${smallest} or more)`,
    )
  }
  const { vocabulary, merges } = learnMerges(countWords(texts, specials), vocabularySize - smallest)
  const { added, named } = specialTokensOf(vocabulary.length, options)
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false }
  return tokenizerOf(
    {
      tokenizer: {
        version: '1.0',
        truncation: null,
        padding: null,
        added_tokens: storedTokens(added),
        normalizer: null,
        pre_tokenizer: {
          type: 'Sequence',
          pretokenizers: [
            {
              type: 'Split',
              pattern: { Regex: qwen2Pattern },
              behavior: 'Isolated',
              invert: false,
            },
            { ...byteLevel, use_regex: false },
          ],
        },
        post_processor: null,
        decoder: { ...byteLevel, use_regex: false },
        model: {
          type: 'BPE',
          dropout: null,
          unk_token: null,
          continuing_subword_prefix: null,
          end_of_word_suffix: null,
          fuse_unk: false,
          byte_fallback: false,
          ignore_merges: false,
          vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
          merges,
        },
      },
      config: {
        tokenizer_class: 'PreTrainedTokenizerFast',
        clean_up_tokenization_spaces: false,
        ...named,
      },
      chatTemplate: options.chatTemplate ?? null,
    },
    'byte-level BPE',
  )
}

/** How often each word stands in the texts, spelt in the byte alphabet. */
function countWords(
  texts: Iterable<string>,
  specials: Parameters<typeof createSplitter>[0],
): ReadonlyMap<string, number> {
  const split = createSplitter(specials)
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const part of split(text)) {
      if (part.added) continue
      for (const [word] of part.text.matchAll(words)) counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  const spelt = new Map<string, number>()
  // Words that differ in lone surrogates alone are spelt alike.
  for (const [word, count] of counts) {
    const spelling = spellBytes(word)
    spelt.set(spelling, (spelt.get(spelling) ?? 0) + count)
  }
  return spelt
}
