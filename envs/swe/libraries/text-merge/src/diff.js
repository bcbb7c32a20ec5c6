/** The lines of a text, each with its end. */
export function splitLines(text) {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** Words, blanks and signs, in order. */
export function splitWords(text) {
  return text.match(/\w+|\s+|[^\w\s]/g) ?? [];
}

function lengthsOf(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const longer = Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : longer;
    }
  }
  return lengths;
}

/** Pairs of indices of a longest common subsequence. */
export function commonPairs(a, b) {
  const lengths = lengthsOf(a, b);
  const pairs = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

/** The stretches in which two lists differ, indices from 0. */
export function changesBetween(a, b) {
  const changes = [];
  let [oldStart, newStart] = [0, 0];
  for (const [i, j] of [...commonPairs(a, b), [a.length, b.length]]) {
    if (i > oldStart || j > newStart) {
      changes.push({ oldStart, newStart, removed: a.slice(oldStart, i), added: b.slice(newStart, j) });
    }
    oldStart = i + 1;
    newStart = j + 1;
  }
  return changes;
}

function editsBetween(a, b) {
  const edits = [];
  const push = (kind, items) => {
    if (items.length > 0) edits.push({ kind, text: items.join('') });
  };
  let position = 0;
  for (const { oldStart, removed, added } of changesBetween(a, b)) {
    push('same', a.slice(position, oldStart));
    push('removed', removed);
    push('added', added);
    position = oldStart + removed.length;
  }
  push('same', a.slice(position));
  return edits;
}

/** Stretches of lines that are the same, removed or added. */
export function diffLines(before, after) {
  return editsBetween(splitLines(before), splitLines(after));
}

/** The same by words. */
export function diffWords(before, after) {
  return editsBetween(splitWords(before), splitWords(after));
}

/** How many lines were added, removed or changed in place, and how alike the texts are, from 0 to 1. */
export function stats(before, after) {
  const old = splitLines(before);
  const current = splitLines(after);
  const counts = { added: 0, removed: 0, changed: 0, same: commonPairs(old, current).length };
  for (const { removed, added } of changesBetween(old, current)) {
    const changed = Math.min(removed.length, added.length);
    counts.changed += changed;
    counts.added += added.length - changed;
    counts.removed += removed.length - changed;
  }
  const total = old.length + current.length;
  return { ...counts, similarity: total === 0 ? 1 : (2 * counts.same) / total };
}
