/** Cuts text to a number of UTF-8 bytes, never inside a character. */
export function capOutput(text: string, maxBytes: number): { text: string; truncated: boolean } {
  // A UTF-16 unit takes at most three bytes.
  if (text.length * 3 <= maxBytes) return { text, truncated: false }
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length <= maxBytes) return { text, truncated: false }
  let end = maxBytes
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return { text: bytes.toString('utf8', 0, end), truncated: true }
}
