import { commonPairs, splitLines } from './diff.js';

/** The lines of the last revision, each with the id of the revision that brought it. */
export function blame(revisions) {
  let known = [];
  for (const { id, text } of revisions) {
    const lines = splitLines(text);
    const pairs = commonPairs(known.map((line) => line.text), lines);
    const before = new Map(pairs.map(([i, j]) => [j, known[i]]));
    known = lines.map((line, j) => before.get(j) ?? { text: line, id });
  }
  return known;
}
