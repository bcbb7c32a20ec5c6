/** How each byte stands in a quoted format of printf. */
const asFormat = Array.from({ length: 256 }, (_, byte) => {
  const isPlain =
    (byte >= 0x20 && byte < 0x7f && !`'\\%`.includes(String.fromCharCode(byte))) || byte === 10
  return isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`
})
const DASH = 0x2d
const BLOCK = 8192

/**
 * Commands that print these bytes: `printf` is built into every shell, takes any byte in ASCII, and
 * starts no process.
 */
export function printing(data: Uint8Array): string {
  const lines: string[] = []
  for (let start = 0; start < data.length; start += BLOCK) {
    let format = ''
    for (const byte of data.subarray(start, start + BLOCK)) format += asFormat[byte]
    // What begins with a dash would be an option.
    lines.push(`printf '${data[start] === DASH ? `\\055${format.slice(1)}` : format}'`)
  }
  return lines.length > 0 ? lines.join('\n') : ':'
}
