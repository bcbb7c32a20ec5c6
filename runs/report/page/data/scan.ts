import { type Packed, rangesIn } from '../../packed.ts'

/** How many of the lines before each line hold a text: a range of lines is asked with one subtraction. */
export interface Marks {
  readonly needle: string
  readonly before: Uint32Array
}

/** Marks the lines that hold the text, whatever its case, giving way between slices of them. */
export async function markLines(
  lines: readonly string[],
  text: string,
  giveWay: () => Promise<void>,
): Promise<Marks> {
  const needle = text.toLowerCase()
  const before = new Uint32Array(lines.length + 1)
  let count = 0
  for (let i = 0; i < lines.length; i++) {
    if (i % SLICE === SLICE - 1) await giveWay()
    if (lines[i]?.toLowerCase().includes(needle)) count++
    before[i + 1] = count
  }
  return { needle, before }
}
const SLICE = 4000

/** Whether one of a packed value's texts holds what is marked. */
export function holds(packed: Packed, { needle, before }: Marks): boolean {
  for (const text of rangesIn(packed)) {
    if (typeof text === 'string') {
      if (text.toLowerCase().includes(needle)) return true
      continue
    }
    for (let i = 0; i < text.length; i += 2) {
      const start = text[i] ?? 0
      const end = start + (text[i + 1] ?? 0)
      if ((before[end] ?? 0) > (before[start] ?? 0)) return true
    }
  }
  return false
}
