/** A key, count or range that cannot be used. */
export class SortedMapError extends Error {
  constructor(message) {
    super(message);
    this.name = 'SortedMapError';
  }
}

/** The order of `<` and `>`; values that have none (NaN, undefined, mixed types) are refused. */
export function ascending(a, b) {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  throw new SortedMapError(`Cannot compare ${String(a)} with ${String(b)}`);
}

export function descending(a, b) {
  return ascending(b, a);
}

/** Orders things by what the function makes of them. */
export function by(keyOf, compare = ascending) {
  return (a, b) => compare(keyOf(a), keyOf(b));
}
