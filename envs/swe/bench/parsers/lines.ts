/** No runner writes a result this long; what reads lines may then look at each a few times over. */
const MAX_LINE = 8192

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are told colours with them
const ESCAPES = /\u001b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g

/** The lines of a log without colours, carriage returns and control characters; huge ones are left out. */
export function* linesOf(log: string): Generator<string> {
  let start = 0
  while (start <= log.length) {
    const newline = log.indexOf('\n', start)
    const end = newline === -1 ? log.length : newline
    if (end - start <= MAX_LINE) yield plain(log.slice(start, end))
    start = end + 1
  }
}

function plain(line: string): string {
  const text = line.includes('\u001b') ? line.replaceAll(ESCAPES, '') : line
  // Progress bars rewrite their line; what stands last is what a terminal shows.
  const shown = text.endsWith('\r') ? text.slice(0, -1) : text
  return shown.includes('\r') ? shown.slice(shown.lastIndexOf('\r') + 1) : shown
}

/** Leading spaces. */
export function indentOf(line: string): number {
  let indent = 0
  while (line[indent] === ' ') indent++
  return indent
}

/** The text without a duration at its end: `(12 ms)`, `(1.2s)`, `12ms`. */
export function withoutDuration(text: string): string {
  return text.replace(/ (?:\(\d+(?:\.\d+)? ?(?:ms|s|m)\)|\d+(?:\.\d+)? ?(?:ms|s))$/, '')
}
