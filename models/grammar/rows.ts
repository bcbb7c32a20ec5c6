import type { Term, Terms } from './terms.ts'
import { utf8Sequences } from './utf8-ranges.ts'

/** What each byte leads to. */
export interface Row {
  /** By byte: the place of its target. */
  readonly classes: Uint8Array
  /** The first is none. */
  readonly targets: readonly Term[]
  /** Set where no byte but this leads anywhere. */
  readonly single?: number
}

const BYTES = 256
const DEAD_CLASSES = new Uint8Array(BYTES)
const singleClasses = Array.from({ length: BYTES }, (_, byte) => {
  const classes = new Uint8Array(BYTES)
  classes[byte] = 1
  return classes
})
const POINT = 0x2e
const MINUS = 0x2d
const ZERO = 0x30

/** The derivatives of terms by each byte (Brzozowski 1964), each row worked out once. */
export function createRows(terms: Terms): (term: Term) => Row {
  const { none } = terms
  const dead: Row = { classes: DEAD_CLASSES, targets: [none] }

  function rowOf(term: Term): Row {
    term.row ??= derive(term)
    return term.row
  }

  const single = (byte: number, target: Term): Row => ({
    classes: singleClasses[byte] ?? DEAD_CLASSES,
    targets: [none, target],
    single: byte,
  })
  const map = (row: Row, change: (target: Term) => Term): Row => ({
    ...row,
    targets: row.targets.map((target) => (target === none ? none : change(target))),
  })

  function combine(a: Row, b: Row, join: (x: Term, y: Term) => Term): Row {
    const classes = new Uint8Array(BYTES)
    const targets: Term[] = [none]
    const width = b.targets.length
    const places = new Int16Array(a.targets.length * width).fill(-1)
    for (let byte = 0; byte < BYTES; byte++) {
      const pair = (a.classes[byte] ?? 0) * width + (b.classes[byte] ?? 0)
      let place = places[pair] ?? 0
      if (place < 0) {
        const x = a.targets[a.classes[byte] ?? 0] ?? none
        const target = join(x, b.targets[b.classes[byte] ?? 0] ?? none)
        place = targets.indexOf(target)
        // UTF-8 leaves thirteen bytes unused: there are never more places than a byte can count.
        if (place < 0) place = targets.push(target) - 1
        places[pair] = place
      }
      classes[byte] = place
    }
    return { classes, targets }
  }
  const merge = (a: Row, b: Row): Row => {
    if (a === dead) return b
    return b === dead ? a : combine(a, b, (x, y) => terms.choice([x, y]))
  }

  /** Options that begin with one byte each (an enum of a thousand names) are put together at once. */
  function choose(options: readonly Term[]): Row {
    const byByte = new Map<number, Term[]>()
    let row = dead
    for (const option of options) {
      const next = rowOf(option)
      if (next.single === undefined) row = merge(row, next)
      else {
        const targets = byByte.get(next.single) ?? []
        targets.push(...next.targets)
        byByte.set(next.single, targets)
      }
    }
    const [only] = byByte
    if (only && byByte.size === 1) return merge(row, single(only[0], terms.choice(only[1])))
    const classes = new Uint8Array(BYTES)
    const targets = [none]
    for (const [byte, found] of byByte) classes[byte] = targets.push(terms.choice(found)) - 1
    return merge(row, targets.length === 1 ? dead : { classes, targets })
  }

  function ofBytes(term: Term & { kind: 'bytes' }): Row {
    const [range] = term.ranges
    if (range && term.ranges.length === 1 && range[0] === range[1]) {
      return single(range[0], terms.empty)
    }
    const classes = new Uint8Array(BYTES)
    for (const [low, high] of term.ranges) classes.fill(1, low, high + 1)
    return { classes, targets: [none, terms.empty] }
  }

  function ofMultiple(term: Term & { kind: 'multiple' }): Row {
    const classes = new Uint8Array(BYTES)
    const { of, scale, remainder, digits } = term
    const targets = [none, term, terms.multiple({ of, scale, remainder, digits: 0 })]
    classes[MINUS] = 1
    if (digits < 0) classes[POINT] = 2
    if (digits < scale) {
      for (let digit = 0; digit < 10; digit++) {
        const next = (remainder * 10 + digit) % of
        const after = digits < 0 ? -1 : digits + 1
        classes[ZERO + digit] =
          targets.push(terms.multiple({ of, scale, remainder: next, digits: after })) - 1
      }
    }
    return { classes, targets }
  }

  function derive(term: Term): Row {
    switch (term.kind) {
      case 'none':
      case 'empty':
        return dead
      case 'literal':
        return single(term.bytes.charCodeAt(0), terms.literal(term.bytes.slice(1)))
      case 'bytes':
        return ofBytes(term)
      case 'characters':
        return rowOf(
          terms.choice(
            utf8Sequences(term.ranges).map((sequence) =>
              terms.sequence(...sequence.map((range) => terms.bytes([range]))),
            ),
          ),
        )
      case 'sequence': {
        const through = map(rowOf(term.first), (target) => terms.sequence(target, term.rest))
        return term.first.nullable ? merge(through, rowOf(term.rest)) : through
      }
      case 'choice':
        return choose(term.options)
      case 'both':
        return combine(rowOf(term.left), rowOf(term.right), terms.both)
      case 'repeat': {
        const left = terms.repeat(term.body, Math.max(0, term.min - 1), term.max - 1)
        return map(rowOf(term.body), (target) => terms.sequence(target, left))
      }
      case 'multiple':
        return ofMultiple(term)
      case 'reference':
        return rowOf(term.resolve())
    }
  }
  return rowOf
}
