/** Sets of Unicode code points: ranges with both ends in, in order, apart from each other. */
export type Ranges = readonly (readonly [low: number, high: number])[]

/** Every character that a text can hold: surrogates are none. */
export const ANY_CHARACTER: Ranges = [
  [0, 0xd7ff],
  [0xe000, 0x10ffff],
]

export function union(...sets: readonly Ranges[]): Ranges {
  const sorted = sets.flat().sort((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [low, high] of sorted) {
    const last = merged.at(-1)
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high)
    else merged.push([low, high])
  }
  return merged
}

export function intersect(a: Ranges, b: Ranges): Ranges {
  const both: [number, number][] = []
  for (const [low, high] of a) {
    for (const [from, to] of b) {
      if (Math.max(low, from) <= Math.min(high, to)) {
        both.push([Math.max(low, from), Math.min(high, to)])
      }
    }
  }
  return union(both)
}

/** What of all characters is not in the set. */
export function complement(set: Ranges): Ranges {
  const gaps: [number, number][] = []
  let next = 0
  for (const [low, high] of union(set)) {
    if (low > next) gaps.push([next, low - 1])
    next = high + 1
  }
  if (next <= 0x10ffff) gaps.push([next, 0x10ffff])
  return intersect(gaps, ANY_CHARACTER)
}

export const oneCharacter = (codePoint: number): Ranges => [[codePoint, codePoint]]
