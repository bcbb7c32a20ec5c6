import { ConfigError } from '../../core/index.ts'
import { assembleTokenizer } from './assemble.ts'
import type { TokenizerFiles } from './files.ts'
import { type SpecialTokenOptions, specialTokensOf, storedTokens } from './special-tokens.ts'
import type { TemplateSource, Tokenizer } from './tokenizer.ts'

export interface CharacterTokenizerOptions extends SpecialTokenOptions {
  readonly chatTemplate?: TemplateSource
  /** Words that are one token wherever they stand: names of roles, which a template writes in every turn. */
  readonly words?: readonly string[]
}

/** Stands for every character outside the alphabet; shown as U+FFFD. */
const UNKNOWN = '\uFFFD'

const utf8 = new TextEncoder()

/**
 * One token a character (code point) of the text, in code point order, then U+FFFD for all others and the
 * special tokens. Needs no package.
 * @throws ConfigError where a special token is empty or named twice.
 */
export function characterTokenizer(
  text: string | readonly string[],
  options: CharacterTokenizerOptions = {},
): Tokenizer {
  const given = typeof text === 'string' ? [...text] : text
  const long = given.find((entry) => [...entry].length !== 1)
  if (long !== undefined) {
    throw new ConfigError(
      `Cannot make a character tokenizer: ${JSON.stringify(long)} is not one character (give a text, or a list of characters)`,
    )
  }
  const alphabet = new Set(given.filter((character) => !/\p{Cs}/u.test(character)))
  alphabet.delete(UNKNOWN)
  const characters = [...alphabet].sort((a, b) => codePoint(a) - codePoint(b))
  const ordinary = [...characters, UNKNOWN]
  const { added: special, named } = specialTokensOf(ordinary.length, options)
  const words = (options.words ?? []).map((content, place) => ({
    ...{ id: ordinary.length + special.length + place, content },
    ...{ special: false, stripsLeft: false, stripsRight: false },
  }))
  const added = [...special, ...words]
  const ids = new Map(ordinary.map((character, id) => [character, id]))
  const unknown = characters.length

  return assembleTokenizer({
    name: 'characters',
    files: filesOf(ids, added, named, options.chatTemplate ?? null),
    tokens: [...ordinary, ...added.map(({ content }) => content)],
    added,
    namedTokens: named,
    normalize: (plain) => plain,
    encodeText: (plain) => Array.from(plain, (character) => ids.get(character) ?? unknown),
    bytesOf: (token) => utf8.encode(token),
    decodeIds: () => '',
  })
}

/** BPE without merges: what transformers can open. */
function filesOf(
  ids: ReadonlyMap<string, number>,
  added: ReturnType<typeof specialTokensOf>['added'],
  named: Readonly<Record<string, string>>,
  chatTemplate: TemplateSource | null,
): TokenizerFiles {
  return {
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: storedTokens(added),
      normalizer: null,
      pre_tokenizer: null,
      post_processor: null,
      decoder: { type: 'Fuse' },
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: UNKNOWN,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: false,
        vocab: Object.fromEntries(ids),
        merges: [],
      },
    },
    config: {
      tokenizer_class: 'PreTrainedTokenizerFast',
      clean_up_tokenization_spaces: false,
      unk_token: UNKNOWN,
      ...named,
    },
    chatTemplate,
  }
}

const codePoint = (character: string) => character.codePointAt(0) ?? 0
