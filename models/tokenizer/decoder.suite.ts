import type { TokenDecoder } from './tokenizer.ts'

/** What a decoder gives, id by id, and then at the end. */
export function decodedPieces(decoder: TokenDecoder, ids: readonly number[]): string[] {
  return [...ids.map((id) => decoder.push(id)), decoder.end()]
}
