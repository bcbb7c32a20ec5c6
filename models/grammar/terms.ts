import type { Ranges } from './code-points.ts'
import type { Row } from './rows.ts'

/**
 * A set of byte strings, and at once a state of the automaton: what may still be written. A sequence is
 * the stack of a pushdown automaton, a choice its set of configurations. Equal terms are one object.
 */
export type Term = TermBase &
  (
    | { readonly kind: 'none' | 'empty' }
    /** One character of the string is one byte. */
    | { readonly kind: 'literal'; readonly bytes: string }
    | { readonly kind: 'bytes'; readonly ranges: Ranges }
    | { readonly kind: 'characters'; readonly ranges: Ranges }
    | { readonly kind: 'sequence'; readonly first: Term; readonly rest: Term }
    | { readonly kind: 'choice'; readonly options: readonly Term[] }
    | { readonly kind: 'both'; readonly left: Term; readonly right: Term }
    | { readonly kind: 'repeat'; readonly body: Term; readonly min: number; readonly max: number }
    | ({ readonly kind: 'multiple' } & Multiple)
    | { readonly kind: 'reference'; readonly name: string; readonly resolve: () => Term }
  )

interface TermBase {
  readonly id: number
  /** Whether nothing more need be written. */
  readonly nullable: boolean
  /** What each byte leads to, once asked for. */
  row: Row | undefined
}

/** The rest of a decimal whose digits so far leave `remainder`: a multiple of `of / 10 ** scale`. */
export interface Multiple {
  readonly of: number
  readonly scale: number
  readonly remainder: number
  /** Digits written behind the point; -1 before it. */
  readonly digits: number
}

export interface Terms {
  readonly none: Term
  readonly empty: Term
  literal(bytes: string): Term
  bytes(ranges: Ranges): Term
  characters(ranges: Ranges): Term
  sequence(...parts: readonly Term[]): Term
  choice(options: readonly Term[]): Term
  both(left: Term, right: Term): Term
  repeat(body: Term, min: number, max: number): Term
  multiple(state: Multiple): Term
  /** A rule of its own, which may hold itself; never empty, and never at its own beginning. */
  reference(name: string, resolve: () => Term): Term
  /** `repeat(character, 0, Infinity)`, promised to hold all that it is ever chosen from or met with. */
  universe(character: Term): Term
}

type Fields<T = Term> = T extends Term ? Omit<T, 'id' | 'nullable' | 'row'> : never

/** Terms beyond it are forgotten: what holds one keeps it, and equal ones made later are other objects. */
const MOST_TERMS = 100_000

export function createTerms(): Terms {
  const known = new Map<string, Term>()
  const universes = new Set<Term>()
  let count = 0
  const make = (fields: Fields, nullable: boolean): Term => ({
    ...fields,
    id: count++,
    nullable,
    row: undefined,
  })
  const intern = (key: string, nullable: boolean, fields: () => Fields): Term => {
    let term = known.get(key)
    if (!term) {
      if (known.size >= MOST_TERMS) known.clear()
      term = make(fields(), nullable)
      known.set(key, term)
    }
    return term
  }
  const none = make({ kind: 'none' }, false)
  const empty = make({ kind: 'empty' }, true)

  const literal = (bytes: string): Term =>
    bytes === '' ? empty : intern(`l${bytes}`, false, () => ({ kind: 'literal', bytes }))

  function pair(first: Term, rest: Term): Term {
    if (first === none || rest === none) return none
    if (first === empty) return rest
    if (rest === empty) return first
    if (first.kind === 'sequence') return pair(first.first, pair(first.rest, rest))
    // Literals grow together: the fewest tokens of a literal are known exactly.
    if (first.kind === 'literal' && rest.kind === 'literal')
      return literal(first.bytes + rest.bytes)
    if (first.kind === 'literal' && rest.kind === 'sequence' && rest.first.kind === 'literal') {
      return pair(literal(first.bytes + rest.first.bytes), rest.rest)
    }
    return intern(`s${first.id},${rest.id}`, first.nullable && rest.nullable, () => ({
      kind: 'sequence',
      first,
      rest,
    }))
  }

  function choice(given: readonly Term[]): Term {
    const set = new Set<Term>()
    for (const term of given) {
      for (const option of term.kind === 'choice' ? term.options : [term]) {
        if (universes.has(option)) return option
        if (option !== none) set.add(option)
      }
    }
    const options = [...set].sort((a, b) => a.id - b.id)
    const [only] = options
    if (only === undefined) return none
    if (options.length === 1) return only
    const nullable = options.some((option) => option.nullable)
    return intern(`c${options.map(({ id }) => id).join()}`, nullable, () => ({
      kind: 'choice',
      options,
    }))
  }

  function both(left: Term, right: Term): Term {
    if (left === none || right === none) return none
    if (left === right || universes.has(right)) return left
    if (universes.has(left)) return right
    if (left === empty || right === empty) return left.nullable && right.nullable ? empty : none
    if (left.id > right.id) return both(right, left)
    return intern(`b${left.id},${right.id}`, left.nullable && right.nullable, () => ({
      kind: 'both',
      left,
      right,
    }))
  }

  function repeat(body: Term, least: number, max: number): Term {
    const min = body.nullable ? 0 : least
    if (least > max) return none
    if (max === 0 || body === empty) return empty
    if (body === none) return min === 0 ? empty : none
    if (min === 1 && max === 1) return body
    return intern(`r${body.id},${min},${max}`, min === 0, () => ({
      kind: 'repeat',
      body,
      min,
      max,
    }))
  }

  return {
    none,
    empty,
    literal,
    bytes: (ranges) =>
      ranges.length === 0
        ? none
        : intern(`y${ranges.join(';')}`, false, () => ({ kind: 'bytes', ranges })),
    characters: (ranges) =>
      ranges.length === 0
        ? none
        : intern(`h${ranges.join(';')}`, false, () => ({ kind: 'characters', ranges })),
    sequence: (...parts) => parts.reduceRight((rest, part) => pair(part, rest), empty),
    choice,
    both,
    repeat,
    multiple: (state) =>
      intern(
        `m${state.of},${state.scale},${state.remainder},${state.digits}`,
        isMultiple(state),
        () => ({ kind: 'multiple', ...state }),
      ),
    reference: (name, resolve) => make({ kind: 'reference', name, resolve }, false),
    universe(character) {
      const all = repeat(character, 0, Infinity)
      universes.add(all)
      return all
    },
  }
}

/** Digits that are missing behind the point are zeros. */
function isMultiple({ of, scale, remainder, digits }: Multiple): boolean {
  const missing = scale - Math.max(0, digits)
  return (BigInt(remainder) * 10n ** BigInt(missing)) % BigInt(of) === 0n
}
