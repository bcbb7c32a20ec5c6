const NARROW = /^[\u0020-\u007e]*$/
const NO_WIDTH = /\p{Mn}|\p{Me}|[\u200b-\u200d]/u
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

/** Columns a text takes on a terminal. */
export function columnsOf(text: string): number {
  if (NARROW.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += columnsOfOne(character)
  return columns
}

function columnsOfOne(character: string): number {
  if (NO_WIDTH.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** Lines that are longer than this broken at their spaces; others are left as they are, boards too. */
export function wrap(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (columnsOf(line) <= columns ? [line] : wrapLine(line, columns)))
    .join('\n')
}

function wrapLine(line: string, columns: number): string[] {
  const lines: string[] = []
  let current = ''
  // Words with the spaces before them: what is indented stays so.
  for (const word of line.match(/ *[^ ]+| +$/g) ?? []) {
    if (columnsOf(current + word) <= columns) {
      current += word
      continue
    }
    if (current !== '') lines.push(current)
    const pieces = broken(current === '' ? word : word.trimStart(), columns)
    current = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return current === '' ? lines : [...lines, current]
}

/** A word that is longer than a line. */
function broken(word: string, columns: number): string[] {
  if (columnsOf(word) <= columns) return [word]
  const pieces: string[] = []
  let piece = ''
  let taken = 0
  for (const character of word) {
    const more = columnsOfOne(character)
    if (taken + more > columns) {
      pieces.push(piece)
      piece = ''
      taken = 0
    }
    piece += character
    taken += more
  }
  return [...pieces, piece]
}
