import type { ProgressStream } from '../../progress.ts'

/** A terminal, or what a test takes for one. */
export interface ScreenStream extends ProgressStream {
  readonly rows?: number
  on?(event: 'resize', listener: () => void): unknown
  off?(event: 'resize', listener: () => void): unknown
}

/** Lines at the end of a terminal that are drawn again in their place. */
export interface Screen {
  /** How much room there is, a line for the cursor left free. */
  size(): { readonly columns: number; readonly rows: number }
  draw(lines: readonly string[]): void
  /** Takes the lines away, writes these above, and leaves the drawing to the next `draw`. */
  above(text: string): void
}

const UP = (rows: number) => (rows > 0 ? `\u001b[${rows}A` : '')
const REST_OF_LINE = '\u001b[K'
const REST_OF_SCREEN = '\u001b[J'

export function createScreen(stream: ScreenStream): Screen {
  let widths: readonly number[] = []
  const columns = () => stream.columns || 80
  /** Lines that were drawn on a wider terminal have wrapped since. */
  const back = () =>
    `\r${UP(widths.reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns())), 0))}`
  return {
    size: () => ({ columns: columns() - 1, rows: Math.max(1, (stream.rows || 24) - 1) }),
    draw(lines) {
      const start = back()
      widths = lines.map((line) => visible(line).length)
      stream.write(
        `${start}${lines.map((line) => `${line}${REST_OF_LINE}\n`).join('')}${REST_OF_SCREEN}`,
      )
    },
    above(text) {
      stream.write(`${back()}${REST_OF_SCREEN}${text}\n`)
      widths = []
    },
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const COLOUR = /\u001b\[[0-9;]*m/g
const visible = (line: string) => line.replaceAll(COLOUR, '')
