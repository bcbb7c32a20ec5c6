/** A long text in pieces that a browser lays out one at a time, as they come into view. */
export interface Chunk {
  readonly text: string
  readonly lines: number
}

const CHUNK_LINES = 200
const CHUNK_CHARACTERS = 20_000

/** Cuts between lines where it can; a line of a million characters is cut as well. */
export function chunksOf(text: string): readonly Chunk[] {
  const chunks: Chunk[] = []
  for (let start = 0; start < text.length; ) {
    let end = start
    let lines = 0
    while (end < text.length && lines < CHUNK_LINES) {
      const next = text.indexOf('\n', end)
      const after = next < 0 ? text.length : next + 1
      if (after - start > CHUNK_CHARACTERS) break
      end = after
      lines++
    }
    // No line ends in reach: cut there, but not within a pair of surrogates.
    if (lines === 0) {
      end = Math.min(text.length, start + CHUNK_CHARACTERS)
      if (/[\ud800-\udbff]/.test(text[end - 1] ?? '') && end < text.length) end--
      lines = 1
    }
    chunks.push({ text: text.slice(start, end), lines })
    start = end
  }
  return chunks
}

/** What is shown of a long text at first: its beginning and its end. */
export interface Excerpt {
  readonly head: string
  readonly tail: string
  /** 0 where only a part of a line is left out. */
  readonly hiddenLines: number
  readonly hiddenCharacters: number
}

const HEAD = { lines: 16, characters: 2400 }
const TAIL = { lines: 8, characters: 1200 }
/** To hide less than this is not worth a click. */
const SLACK = { lines: 8, characters: 1600 }

/** `scale` times as much of it is shown; null: short enough to be shown whole. */
export function excerptOf(text: string, scale = 1): Excerpt | null {
  const starts = lineStarts(text)
  const whole =
    starts.length <= HEAD.lines * scale + TAIL.lines + SLACK.lines &&
    text.length <= HEAD.characters * scale + TAIL.characters + SLACK.characters
  if (whole) return null
  const headEnd = Math.min(starts[HEAD.lines * scale] ?? text.length, HEAD.characters * scale)
  const tailStart = Math.max(
    starts[starts.length - TAIL.lines] ?? 0,
    text.length - TAIL.characters,
    headEnd,
  )
  const hidden = text.slice(headEnd, tailStart)
  return {
    head: text.slice(0, headEnd),
    tail: text.slice(tailStart),
    hiddenLines: Math.max(0, hidden.split('\n').length - 1),
    hiddenCharacters: hidden.length,
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

export const lineCount = (text: string): number => {
  let count = text === '' || text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
