/** A figure with its name; `tone` is how it is coloured. */
export interface Part {
  readonly text: string
  readonly tone?: Tone
}
export type Tone = 'plain' | 'faint' | 'bar' | 'bad'
export type Paint = (text: string, tone: Tone) => string

/** A line of the view, or several where it is narrow. */
export interface Section {
  readonly label: string
  readonly parts: readonly Part[]
  /** One after another, and not in columns. */
  readonly isTight?: boolean
}

export const LABEL = 10
/** Parts stand in columns, so that figures change in their places. */
const CELL = 17

/**
 * Sections as lines of a screen. Where not all fits, parts are left out whole, the last ones of a section first;
 * where that is not enough, sections, but never the first or the last one.
 */
export function layOut(
  sections: readonly Section[],
  {
    columns,
    rows,
    paint,
  }: { readonly columns: number; readonly rows: number; readonly paint: Paint },
): string[] {
  const flowing = sections.map((section) => flow(section, columns, paint))
  const longest = Math.max(...flowing.map((lines) => lines.length))
  for (let most = longest; most > 0; most--) {
    const lines = flowing.flatMap((section) => section.slice(0, most))
    if (lines.length <= rows) return lines
  }
  const tops = flowing.flatMap((section) => section.slice(0, 1))
  return rows === 1 ? tops.slice(0, 1) : [...tops.slice(0, rows - 1), ...tops.slice(-1)]
}

function flow({ label, parts, isTight }: Section, columns: number, paint: Paint): string[] {
  const lines: string[] = []
  let line = paint(label.padEnd(LABEL).slice(0, columns), 'faint')
  let width = LABEL
  for (const { text, tone = 'plain' } of parts) {
    // Half a number says another one.
    if (LABEL + text.length > columns) continue
    const next = isTight ? width + 2 : nextCell(width)
    if (width > LABEL && next + text.length > columns) {
      lines.push(line)
      line = ' '.repeat(LABEL)
      width = LABEL
    }
    const start = width === LABEL ? LABEL : next
    line += ' '.repeat(start - width) + paint(text, tone)
    width = start + text.length
  }
  return [...lines, line]
}

const nextCell = (width: number) => LABEL + Math.ceil((width + 1 - LABEL) / CELL) * CELL

const LEVELS = '▁▂▃▄▅▆▇█'

/** The last values as bars from the lowest to the highest of them; a gap where one is missing. */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const shown = values.slice(-Math.max(0, width))
  if (width <= 0) return ''
  const known = shown.filter((value) => value !== null)
  const low = Math.min(...known)
  const range = Math.max(...known) - low
  return shown
    .map((value) => {
      if (value === null) return ' '
      const level = range > 0 ? Math.round(((value - low) / range) * (LEVELS.length - 1)) : 3
      return LEVELS.charAt(level)
    })
    .join('')
}

/** Words in lines that fit, the later ones indented. */
export function wrapWords(text: string, columns: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = `  ${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}
