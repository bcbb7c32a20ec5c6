/**
 * GPT-2's byte alphabet: printable bytes are their own characters, the others characters from U+0100 on,
 * so that every token of a byte-level vocabulary can be written as text.
 */
export const byteCharacters: readonly string[] = makeAlphabet()

const bytes = new Map(byteCharacters.map((character, byte) => [character, byte]))
const utf8 = new TextEncoder()

function makeAlphabet(): readonly string[] {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae
  let next = 0x100
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(isPrintable(byte) ? byte : next++),
  )
}

/** Text as a byte-level vocabulary spells it; a lone surrogate is U+FFFD. */
export const spellBytes = (text: string): string =>
  Array.from(utf8.encode(text), (byte) => byteCharacters[byte]).join('')

/** The bytes of a token of a byte-level vocabulary; of one that is not in the alphabet, its UTF-8. */
export function bytesOfSpelling(token: string): Uint8Array {
  const found = new Uint8Array(token.length)
  for (let i = 0; i < token.length; i++) {
    const byte = bytes.get(token.charAt(i))
    if (byte === undefined) return utf8.encode(token)
    found[i] = byte
  }
  return found
}
