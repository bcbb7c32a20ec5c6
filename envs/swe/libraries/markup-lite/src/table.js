import { parseInline } from './inline.js';

const DIVIDER = /^:?-+:?$/;

/** The cells of a line; bars that are escaped or in code do not part them. */
export function splitRow(line) {
  const cells = [];
  let cell = '';
  let isCode = false;
  const text = line.trim().replace(/^\|/, '');
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '`') isCode = !isCode;
    if (sign === '\\' && text[at + 1] === '|') {
      cell += '\\|';
      at += 1;
    } else if (sign === '|' && !isCode) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += sign;
    }
  }
  if (cell.trim() !== '') cells.push(cell.trim());
  return cells;
}

function alignmentOf(divider) {
  const isLeft = divider.startsWith(':');
  const isRight = divider.endsWith(':');
  if (isLeft && isRight) return 'center';
  if (isRight) return 'right';
  return isLeft ? 'left' : null;
}

/** A row as wide as the head: cells that are missing are empty, those too many are left out. */
function fitted(cells, width) {
  return Array.from({ length: width }, (_cell, index) => parseInline(cells[index] ?? ''));
}

/** A head, a line of dividers with as many cells, and rows up to a line without a bar. */
export function readTable(lines, at) {
  const divider = lines[at + 1];
  if (divider === undefined || !lines[at].includes('|')) return null;
  const head = splitRow(lines[at]);
  const dividers = splitRow(divider);
  if (head.length !== dividers.length || !dividers.every((cell) => DIVIDER.test(cell))) return null;
  const rows = [];
  let next = at + 2;
  while (next < lines.length && lines[next].includes('|')) {
    rows.push(fitted(splitRow(lines[next]), head.length));
    next += 1;
  }
  const align = dividers.map(alignmentOf);
  return { node: { type: 'table', align, head: fitted(head, head.length), rows }, next };
}
