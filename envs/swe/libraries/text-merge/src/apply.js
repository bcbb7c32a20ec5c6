import { splitLines } from './diff.js';
import { PatchError } from './errors.js';
import { sideOf } from './patch.js';

/** A hunk without some lines of context at its edges, as far as it has them. */
function loosened(hunk, fuzz) {
  const first = hunk.lines.findIndex((line) => line[0] !== ' ');
  const last = hunk.lines.findLastIndex((line) => line[0] !== ' ');
  const start = Math.min(fuzz, first);
  const end = Math.max(hunk.lines.length - fuzz, last + 1);
  return { start, hunk: { ...hunk, lines: hunk.lines.slice(start, end) } };
}

/** The place nearest to the expected one, behind it before in front of it, or null. */
function findPlace(lines, wanted, expected, { lowest, maxOffset }) {
  const farthest = Math.min(maxOffset, Math.max(lines.length, expected));
  for (let distance = 0; distance <= farthest; distance += 1) {
    for (const at of [expected + distance, expected - distance]) {
      if (at < lowest || at > lines.length) continue;
      if (wanted.every((line, i) => line === lines[at + i])) return at;
    }
  }
  return null;
}

/** The text with hunks applied, and where each went: `{ line, offset, fuzz }`. */
export function applyPatch(text, hunks, { fuzz = 0, maxOffset = Infinity } = {}) {
  const lines = splitLines(text);
  const placed = [];
  let lowest = 0;
  let shift = 0;
  hunks.forEach((original, index) => {
    for (let tolerance = 0; tolerance <= fuzz; tolerance += 1) {
      const { start, hunk } = loosened(original, tolerance);
      const old = sideOf(hunk, '-');
      const expected = original.oldStart + start + shift;
      const at = findPlace(lines, old, expected, { lowest, maxOffset });
      if (at === null) continue;
      const current = sideOf(hunk, '+');
      lines.splice(at, old.length, ...current);
      placed.push({ line: at + 1, offset: at - expected, fuzz: tolerance });
      lowest = at + current.length;
      shift += at - expected + current.length - old.length;
      return;
    }
    throw new PatchError('it does not fit', index + 1);
  });
  return { text: lines.join(''), placed };
}
