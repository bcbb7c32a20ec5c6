/** A comment, a declaration, or a tag; what begins like one and has no end is text. */
export interface Markup {
  /** Where it begins, and where what is behind it does. */
  readonly start: number
  readonly end: number
  /** In lower case; undefined: no tag. */
  readonly name?: string
  readonly isStart: boolean
  readonly attributes: string
}

const BEGIN = /<!--|<[!?]|<(\/?)([a-z][^\s/>]{0,63})/gi

/** The next markup from a place on. Time grows with the length of the source alone, whatever stands in it. */
export function createMarkupReader(source: string): (from: number) => Markup | null {
  const begin = new RegExp(BEGIN)
  const endOf = createTagEnds(source)
  const last = source.lastIndexOf('>')
  return (from) => {
    begin.lastIndex = from
    for (let found = begin.exec(source); found; found = begin.exec(source)) {
      const [sign, slash, name] = found
      const other = { start: found.index, isStart: false, attributes: '' }
      if (sign === '<!--') {
        const close = source.indexOf('-->', begin.lastIndex)
        return { ...other, end: close === -1 ? source.length : close + 3 }
      }
      const behind = begin.lastIndex
      // What is no tag may hold one.
      begin.lastIndex = found.index + 1
      if (found.index > last) continue
      if (name === undefined) return { ...other, end: source.indexOf('>', found.index) + 1 }
      const end = endOf(behind)
      if (end === -1) continue
      return {
        ...{ start: found.index, end, name: name.toLowerCase(), isStart: slash === '' },
        attributes: source.slice(behind, end - 1),
      }
    }
    return null
  }
}

/** Where tags end that go on at a place: behind the next `>` that is not in quotes; -1: nowhere. */
function createTagEnds(source: string): (from: number) => number {
  const sign = /["'>]/g
  /** The first sign from a place on, as it was looked up last. */
  let known = { from: 0, at: -1 }
  const next = (from: number): number => {
    if (from >= known.from && from <= known.at) return known.at
    sign.lastIndex = from
    known = { from, at: sign.exec(source)?.index ?? source.length }
    return known.at
  }
  /** Quotes from which no end is reached. */
  const lost = new Set<number>()
  return (from) => {
    const passed: number[] = []
    for (let at = next(from); at < source.length && !lost.has(at); ) {
      if (source[at] === '>') return at + 1
      passed.push(at)
      const close = source.indexOf(source[at] ?? '', at + 1)
      at = close === -1 ? source.length : next(close + 1)
    }
    for (const at of passed) lost.add(at)
    return -1
  }
}
