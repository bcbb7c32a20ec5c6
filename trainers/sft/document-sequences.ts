import type { Tokenizer, TokenSequence } from '../../models/index.ts'

/** Stands between documents, as a line of its own, in a file that holds several. */
export const DOCUMENT_END = '<|endoftext|>'

/** The documents of a text file; empty ones are none. */
export function documentsOf(text: string): readonly string[] {
  return text
    .split(/^[ \t]*<\|endoftext\|>[ \t]*(?:\r?\n|$)/m)
    .filter((document) => document.trim() !== '')
}

/**
 * Documents for next-token prediction: one after another, each closed by the end token, cut into pieces of
 * the context length. Pieces overlap by one token, which is only read in the second: every token but the
 * very first is trained once.
 */
export function documentSequences(
  documents: readonly string[],
  tokenizer: Tokenizer,
  contextLength: number,
): readonly TokenSequence[] {
  const end = tokenizer.idOf(DOCUMENT_END) ?? tokenizer.eosId
  const ids: number[] = []
  for (const document of documents) {
    for (const id of tokenizer.encode(document)) ids.push(id)
    if (end !== null) ids.push(end)
  }
  const stream = new Int32Array(ids)
  const sequences: TokenSequence[] = []
  for (let start = 0; start + 1 < stream.length; start += contextLength - 1) {
    const piece = stream.slice(start, start + contextLength)
    sequences.push({ ids: piece, mask: new Uint8Array(piece.length).fill(1, 1) })
  }
  return sequences
}
