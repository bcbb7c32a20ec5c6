const letters: Record<string, string> = {
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '"': '"',
  '\\': '\\',
}
const codes = Object.fromEntries(Object.entries(letters).map(([code, letter]) => [letter, code]))

/** A path as git prints it: quoted like a C string where a byte of it is not plain ASCII. */
export function quotePath(path: string): string {
  const bytes = Buffer.from(path, 'utf8').toString('latin1')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be quoted
  if (!/[\x00-\x1f"\\\x7f-\xff]/.test(bytes)) return path
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be quoted
  const quoted = bytes.replace(/[\x00-\x1f"\\\x7f-\xff]/g, (byte) => {
    const letter = letters[byte]
    return `\\${letter ?? byte.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return `"${quoted}"`
}

/** The path behind a name in a patch, given one character a byte. */
export function unquotePath(name: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(name)
  const bytes = quoted
    ? (quoted[1] ?? '').replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
        code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (codes[code] ?? code),
      )
    : name
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
