import type { Table } from '../blocks.ts'

/** The table in full precision, as a spreadsheet takes it from the clipboard. */
export function tsvOf({ columns, rows }: Table): string {
  const lines = [columns.map(({ name }) => name), ...rows.map(({ cells }) => cells)]
  return lines.map((cells) => cells.map(cellOf).join('\t')).join('\n')
}

function cellOf(value: string | number | null): string {
  if (typeof value === 'number') return String(value)
  const text = (value ?? '').replace(/[\t\r\n]+/g, ' ')
  // A text that a spreadsheet would calculate stays a text.
  return /^[=+@-]/.test(text) ? `'${text}` : text
}
