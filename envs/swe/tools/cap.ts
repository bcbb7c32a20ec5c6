/** Share of what is kept that comes from the beginning; the end of an output often holds the verdict. */
const HEAD = 0.6

/** The text, or its beginning and end around a marker that says how much is missing. */
export function capText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  // The longest marker there can be: the result never has more characters than asked for.
  const kept = Math.max(0, maxChars - marker(text.length).length)
  const head = wholeCharacters(text, Math.ceil(kept * HEAD), 'before')
  const tail = wholeCharacters(text, text.length - (kept - head), 'after')
  return text.slice(0, head) + marker(tail - head) + text.slice(tail)
}

const marker = (count: number) =>
  `\n[... ${count.toLocaleString('en-US')} characters left out ...]\n`

/** The position, or its neighbour where it would cut a surrogate pair in two. */
function wholeCharacters(text: string, at: number, side: 'before' | 'after'): number {
  const unit = text.charCodeAt(at)
  const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff && at > 0
  if (!isSecondHalf) return at
  return side === 'before' ? at - 1 : at + 1
}
