import { truncate } from './wrap.js';

/** Text filled up with blanks to a width. */
export function pad(text, width, align = 'left') {
  const missing = Math.max(0, width - text.length);
  if (align === 'right') return ' '.repeat(missing) + text;
  if (align === 'center') {
    const before = Math.floor(missing / 2);
    return ' '.repeat(before) + text + ' '.repeat(missing - before);
  }
  return text + ' '.repeat(missing);
}

function columnWidths(rows, maxWidth) {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) => {
    const lengths = rows.map((row) => (row[column] ?? '').length);
    return Math.min(maxWidth, Math.max(...lengths));
  });
}

/** Rows in columns of equal width. */
export function table(rows, options = {}) {
  const { align = [], gap = 2, header = false, maxWidth = Infinity } = options;
  const cells = rows.map((row) => row.map((value) => String(value ?? '')));
  const widths = columnWidths(cells, maxWidth);

  const lines = cells.map((row) =>
    widths
      .map((width, column) => pad(truncate(row[column] ?? '', width), width, align[column] ?? 'left'))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
  if (header && lines.length > 0) {
    lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join(' '.repeat(gap)));
  }
  return lines.join('\n');
}
