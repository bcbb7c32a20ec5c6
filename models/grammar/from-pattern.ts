import { ConfigError } from '../../core/index.ts'
import { ANY_CHARACTER, complement, intersect, type Ranges } from './code-points.ts'
import { type Pattern, parsePattern } from './regular-expression.ts'
import type { Term, Terms } from './terms.ts'

/** How the characters of a text are written: as they are, or as JSON escapes them. */
export interface Alphabet {
  /** Any one character of the set. */
  readonly characters: (set: Ranges) => Term
  /** Any text. */
  readonly all: Term
  /**
   * What `.` and `[^...]` may stand for. A schema does not tell whether its pattern has the flag `u`;
   * without it a character beyond U+FFFF counts as two: where that is unknown they are left out.
   */
  readonly widest: Ranges
}

export const WITHOUT_PAIRS: Ranges = intersect(ANY_CHARACTER, [[0, 0xffff]])

/** What is written where, if anywhere, `^` and `$` hold at its two sides. */
interface Piece {
  readonly term: Term
  readonly start: boolean
  readonly end: boolean
}

/**
 * The texts that match a regular expression, as a whole or (`contains`) somewhere.
 * @throws ConfigError as `parsePattern` does, and where `^` or `$` is under a repetition.
 */
export function termOfPattern(
  terms: Terms,
  source: string,
  { alphabet, contains }: { readonly alphabet: Alphabet; readonly contains: boolean },
): Term {
  const pieces = piecesOf(terms, parsePattern(source), { source, alphabet })
  const around = contains ? alphabet.all : terms.empty
  return terms.choice(
    pieces.map(({ term, start, end }) =>
      terms.sequence(start ? terms.empty : around, term, end ? terms.empty : around),
    ),
  )
}

interface Context {
  readonly source: string
  readonly alphabet: Alphabet
}

function piecesOf(terms: Terms, pattern: Pattern, context: Context): readonly Piece[] {
  const { empty } = terms
  switch (pattern.kind) {
    case 'start':
      return [{ term: empty, start: true, end: false }]
    case 'end':
      return [{ term: empty, start: false, end: true }]
    case 'characters': {
      const { alphabet } = context
      const set = pattern.negative
        ? intersect(complement(pattern.set), alphabet.widest)
        : intersect(pattern.set, ANY_CHARACTER)
      return [{ term: alphabet.characters(set), start: false, end: false }]
    }
    case 'choice':
      return gather(
        terms,
        pattern.options.flatMap((option) => piecesOf(terms, option, context)),
      )
    case 'sequence':
      return pattern.parts.reduce<readonly Piece[]>(
        (before, part) => {
          const after = piecesOf(terms, part, context)
          return gather(
            terms,
            before.flatMap((a) => after.map((b) => join(terms, a, b))),
          )
        },
        [{ term: empty, start: false, end: false }],
      )
    case 'repeat':
      return repeated(terms, pattern, context)
  }
}

/** Nothing is written before a `^`, nothing behind a `$`. */
function join(terms: Terms, a: Piece, b: Piece): Piece {
  const onlyIf = (holds: boolean, piece: Piece): Piece =>
    holds ? piece : { ...piece, term: terms.none }
  if (a.end && b.start) {
    return onlyIf(a.term.nullable && b.term.nullable, { term: terms.empty, start: true, end: true })
  }
  if (b.start) return onlyIf(a.term.nullable, b)
  if (a.end) return onlyIf(b.term.nullable, a)
  return { term: terms.sequence(a.term, b.term), start: a.start, end: b.end }
}

function repeated(
  terms: Terms,
  pattern: Pattern & { kind: 'repeat' },
  context: Context,
): readonly Piece[] {
  const pieces = piecesOf(terms, pattern.body, context)
  const free = pieces.every(({ start, end }) => !start && !end)
  if (free) {
    const body = terms.choice(pieces.map(({ term }) => term))
    return [{ term: terms.repeat(body, pattern.min, pattern.max), start: false, end: false }]
  }
  if (pattern.max > 1) {
    throw new ConfigError(
      `Cannot read the pattern ${JSON.stringify(context.source)}: "^" or "$" is repeated (write it outside)`,
    )
  }
  const nothing = { term: terms.empty, start: false, end: false }
  return gather(terms, pattern.min === 0 ? [nothing, ...pieces] : pieces)
}

/** At most one piece for each pair of sides. */
function gather(terms: Terms, pieces: readonly Piece[]): readonly Piece[] {
  const sides = [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const
  return sides
    .map(([start, end]) => {
      const same = pieces.filter((piece) => piece.start === start && piece.end === end)
      return { term: terms.choice(same.map(({ term }) => term)), start, end }
    })
    .filter(({ term }) => term !== terms.none)
}
