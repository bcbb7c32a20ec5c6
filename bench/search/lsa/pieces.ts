/** Pieces of words that a text is cut into, the longest that fits first; `##` stands before one inside a word. */
const WHOLE_WORDS = 6000
const PIECES = 3000
const LONGEST_PIECE = 4
/** A word of fewer texts is cut into pieces. */
const LEAST_TEXTS = 3
export const UNKNOWN = '[UNK]'

/**
 * Words that many texts have, and what other words are made of: beginnings and inner parts that many different
 * words share, and every character alone.
 */
export function chooseVocabulary(texts: Iterable<string>): readonly string[] {
  const textsWith = new Map<string, number>()
  for (const text of texts) for (const word of new Set(wordsOf(text))) count(textsWith, word)
  const wordsWith = new Map<string, number>()
  for (const word of textsWith.keys()) for (const piece of partsOf(word)) count(wordsWith, piece)
  const known = [...textsWith].filter(([, times]) => times >= LEAST_TEXTS)
  const characters = [...wordsWith.keys()].filter((piece) => piece.replace(/^##/, '').length === 1)
  return [
    ...new Set([
      ...['[PAD]', UNKNOWN, ...characters.sort()],
      ...commonest(known, WHOLE_WORDS),
      ...commonest([...wordsWith], PIECES),
    ]),
  ]
}

/** As BERT's tokenizers have it: lower case, punctuation apart. */
export const tokenizerJson = (vocabulary: readonly string[]) => ({
  version: '1.0',
  ...{ truncation: null, padding: null, post_processor: null },
  added_tokens: ['[PAD]', UNKNOWN].map((content, id) => ({
    ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false },
    normalized: false,
  })),
  normalizer: {
    ...{ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true },
    ...{ strip_accents: null, lowercase: true },
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    ...{ type: 'WordPiece', unk_token: UNKNOWN, continuing_subword_prefix: '##' },
    ...{ max_input_chars_per_word: 100 },
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
})

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []

function partsOf(word: string): ReadonlySet<string> {
  const letters = [...word]
  const parts = new Set<string>()
  for (let first = 0; first < letters.length; first++) {
    for (let size = 1; size <= LONGEST_PIECE && first + size <= letters.length; size++) {
      parts.add(`${first === 0 ? '' : '##'}${letters.slice(first, first + size).join('')}`)
    }
  }
  return parts
}

const count = (counts: Map<string, number>, key: string) =>
  counts.set(key, (counts.get(key) ?? 0) + 1)

const commonest = (counts: readonly (readonly [string, number])[], most: number) =>
  counts
    .toSorted(([one, times], [other, often]) => often - times || (one < other ? -1 : 1))
    .slice(0, most)
    .map(([key]) => key)
