import { createSplitter } from './added-tokens.ts'
import { createByteDecoder, createWindowDecoder } from './decoder.ts'
import type { TokenizerFiles } from './files.ts'
import type { AddedToken, DecodeOptions, EncodeOptions, Segment, Tokenizer } from './tokenizer.ts'

/** What differs from one kind of tokenizer to the next. */
export interface TokenizerParts {
  readonly name: string
  readonly files: TokenizerFiles
  /** Tokens by id, added ones included; holes are ids of no token. */
  readonly tokens: readonly (string | undefined)[]
  readonly added: readonly AddedToken[]
  readonly namedTokens: Readonly<Record<string, string>>
  normalize(text: string): string
  /** Ids of text, normalized already, that holds no added tokens; how many parts stand before it. */
  encodeText(text: string, place: number): readonly number[]
  /** Bytes of a token that is not an added one; null where a token has none of its own. */
  bytesOf: ((token: string) => Uint8Array) | null
  /** Text of ids, none of them special: for tokens without bytes of their own. */
  decodeIds(ids: readonly number[]): string
}

const utf8 = new TextEncoder()

export function assembleTokenizer(parts: TokenizerParts): Tokenizer {
  const { tokens, added, namedTokens, normalize } = parts
  const ids = new Map<string, number>()
  for (const [id, token] of tokens.entries()) if (token !== undefined) ids.set(token, id)
  for (const { content, id } of added) ids.set(content, id)
  const addedById = new Map(added.map((token) => [token.id, token]))
  const splitAll = createSplitter(added)
  // Added tokens that do not control (`<think>`, `<tool_call>`) are vocabulary: found in any text.
  const splitOrdinary = createSplitter(added.filter(({ special }) => !special))
  const idNamed = (name: string) => ids.get(namedTokens[name] ?? '') ?? null

  const bytesOf = (id: number): Uint8Array | null => {
    const token = tokens[id]
    if (token === undefined) return new Uint8Array(0)
    if (addedById.has(id)) return utf8.encode(token)
    return parts.bytesOf?.(token) ?? null
  }
  const isShown = ({ special = true }: DecodeOptions) => {
    return (id: number) => tokens[id] !== undefined && (special || !addedById.get(id)?.special)
  }
  const createDecoder = (options: DecodeOptions = {}) => {
    const shown = isShown(options)
    if (!parts.bytesOf) {
      return createWindowDecoder((window) => parts.decodeIds(window.filter(shown)))
    }
    return createByteDecoder((id) =>
      shown(id) ? { bytes: bytesOf(id) ?? new Uint8Array(0), isWhole: addedById.has(id) } : null,
    )
  }
  const segments = (text: string, { special = false, guard }: EncodeOptions = {}) =>
    (special ? splitAll : splitOrdinary)(text, guard).map(
      ({ start, text: given, added: token }, place): Segment => {
        if (token) return { start, given, ids: [token.id], added: token }
        const plain = guard === undefined ? given : given.replaceAll(guard, '')
        return { start, given, ids: parts.encodeText(normalize(plain), place), added: null }
      },
    )

  return {
    name: parts.name,
    vocabularySize: tokens.length,
    bosId: idNamed('bos_token'),
    eosId: idNamed('eos_token'),
    padId: idNamed('pad_token'),
    specialTokens: added.filter(({ special }) => special),
    namedTokens,
    chatTemplate: parts.files.chatTemplate,
    files: parts.files,
    encode: (text, options) => segments(text, options).flatMap((segment) => segment.ids),
    decode(given, options = {}) {
      if (!parts.bytesOf) return parts.decodeIds(given.filter(isShown(options)))
      const decoder = createDecoder(options)
      return given.map(decoder.push).join('') + decoder.end()
    },
    createDecoder,
    idOf: (token) => ids.get(token),
    tokenOf: (id) => tokens[id],
    bytesOf,
    normalize,
    segments,
  }
}
