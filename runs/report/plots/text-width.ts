/**
 * Widths in units of the font size, of the widest fonts that systems ship as sans-serif: what fits in
 * them fits in all.
 */
const widths: readonly (readonly [chars: RegExp, width: number])[] = [
  [/[ijl.,:;'|! ]/, 0.32],
  [/[frt()[\]{}/\\"`*-]/, 0.41],
  [/[mMW@%—…]/, 0.98],
  [/[a-z]/, 0.61],
  [/\p{Lu}/u, 0.72],
  // East Asian characters and emoji fill their square.
  [/[\u1100-\u{10ffff}]/u, 1],
]
const USUAL = 0.64

/** About how wide a text is drawn, at most: there is no canvas to measure it on. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0
  for (const char of text) width += widths.find(([chars]) => chars.test(char))?.[1] ?? USUAL
  return width * fontSize
}

/** The text, or its beginning and end where it is wider: names often differ in their last letters only. */
export function shorten(text: string, width: number, fontSize: number): string {
  const chars = [...text.replace(/\s+/g, ' ').trim()]
  // What is this long is too wide anyway.
  let kept = Math.min(chars.length, 200)
  if (kept === chars.length && textWidth(chars.join(''), fontSize) <= width) return chars.join('')
  for (; kept > 2; kept--) {
    const head = Math.ceil(kept * 0.65)
    const shown = [...chars.slice(0, head), '…', ...chars.slice(chars.length - (kept - head))]
    if (textWidth(shown.join(''), fontSize) <= width) return shown.join('')
  }
  return '…'
}

/** Shortened names that are still different from each other: a bit wider where that tells them apart, or numbered. */
export function shortNames(
  names: readonly string[],
  width: number,
  fontSize: number,
): (name: string) => string {
  const all = [...new Set(names)]
  const tries = [width, width * 1.2, width * 1.45].map((room) =>
    all.map((name) => shorten(name, room, fontSize)),
  )
  const shown = tries.find((short) => new Set(short).size === all.length) ?? tries[0] ?? []
  const unique = new Map<string, string>()
  const taken = new Set<string>()
  for (const [index, name] of all.entries()) {
    let short = shown[index] || '(empty)'
    for (let number = 2; taken.has(short); number++) {
      short = `${shorten(name, width - 3 * fontSize, fontSize)} (${number})`
    }
    taken.add(short)
    unique.set(name, short)
  }
  return (name) => unique.get(name) ?? name
}
