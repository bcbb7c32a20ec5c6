/** A count with its noun: `1 file`, `2 files`. */
export function plural(count, one, many = `${one}s`) {
  return `${count} ${Math.abs(count) === 1 ? one : many}`;
}

/** Items as a phrase: `a, b and c`; `max` shows that many and counts the others. */
export function list(items, word = 'and', options = {}) {
  const { max = Infinity } = options;
  const shown = items.slice(0, max).map(String);
  const left = items.length - shown.length;
  if (left > 0) shown.push(plural(left, 'other'));
  if (shown.length <= 1) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${word} ${shown[shown.length - 1]}`;
}
