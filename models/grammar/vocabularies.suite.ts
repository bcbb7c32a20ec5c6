import type { Rng } from '../../core/index.ts'
import type { TokenVocabulary } from '../sampler/sampler.ts'

const utf8 = new TextEncoder()

/** One token a text, after them `specials` that have no bytes. */
export const vocabularyOf = (texts: readonly string[], specials = 1): TokenVocabulary => ({
  bytes: [
    ...texts.map((text) => utf8.encode(text)),
    ...Array.from({ length: specials }, () => null),
  ],
})

/** As byte-level BPE: all bytes, then pairs of tokens of those before, or of pieces of JSON. */
export function byteVocabulary(rng: Rng, merges: number, specials = 1): TokenVocabulary {
  const bytes: Uint8Array[] = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte))
  const pieces = ['{"', '":', '","', '"}', '"]', '[[', '[{', 'true', 'null', '10', '-1', 'é', '\\n']
  for (const piece of pieces) bytes.push(utf8.encode(piece))
  while (bytes.length < 256 + pieces.length + merges) {
    // Printable bytes more often: text is made of them.
    const part = () => (rng.chance(0.5) ? rng.pick(bytes) : Uint8Array.of(rng.int(0x20, 0x7f)))
    bytes.push(Uint8Array.from([...part(), ...part()]).subarray(0, 12))
  }
  return { bytes: [...bytes, ...Array.from({ length: specials }, () => null)] }
}

export const lastId = ({ bytes }: TokenVocabulary): number => bytes.length - 1
