import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** Lines that are longer than this broken at their spaces; others are left as they are, boards too. */
export function wrap(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => (stringWidth(line) <= columns ? line : wrapAnsi(line, columns, { hard: true })))
    .join('\n')
}
