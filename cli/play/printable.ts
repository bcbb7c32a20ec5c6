const TAB = '    '
/** What a terminal would obey, or what turns around the text beside it. */
const INVISIBLE = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu

/** What an env said, as a terminal can show it: it gives no commands and hides nothing. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\t', TAB).replace(INVISIBLE, symbolOf)
}

function symbolOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

/** The beginning of a text, where it is longer than that many characters. */
export function excerpt(text: string, longest: number): string {
  if (text.length <= longest) return text
  const characters = [...text.slice(0, 2 * longest)]
  const shown = characters.slice(0, longest).join('')
  return shown.length < text.length ? `${shown}…` : shown
}

/** Any observation or action on the screen: texts as they are, anything else as JSON. */
export function shown(value: unknown): string {
  return printable(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)))
}
