const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes of terminals are what it is about
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])/g
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are shown as symbols
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/**
 * A text as it can be shown: without a terminal's escape codes, and with characters that are not seen,
 * or that turn around what stands beside them, as symbols.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(ESCAPES, '').replace(INVISIBLE, symbolOf)
}

function symbolOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
