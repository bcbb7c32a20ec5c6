import type { Automaton } from './automaton.ts'
import type { Rules } from './from-schema.ts'
import type { Term } from './terms.ts'
import { type TokenTrie, type TokenTries, tokensAt, walk } from './trie.ts'

const MOST_KEPT = 200_000
/** States tried to find the way out of one pattern; it is given up beyond. */
const MOST_TRIED = 20_000

/**
 * How many tokens bring a text to its end: of a literal the fewest, of anything else a way with one token
 * a character or a part of one, so never fewer than it takes. From wherever it says n > 0, some token
 * leads to where it says n - 1 or less. Infinity where it knows no way.
 */
export function createDistance(
  { rowOf }: Automaton,
  { all, short }: TokenTries,
  rules: Rules,
): (term: Term) => number {
  const ofRules = new Map<string, number>()
  let known = new Map<Term, number>()

  function distance(term: Term): number {
    if (term.nullable) return 0
    let found = known.get(term)
    if (found === undefined) {
      found = measure(term)
      if (known.size >= MOST_KEPT) known.clear()
      known.set(term, found)
    }
    return found
  }

  function measure(term: Term): number {
    switch (term.kind) {
      case 'none':
        return Infinity
      case 'empty':
        return 0
      case 'literal':
        return fewestTokens(all, term.bytes)
      case 'sequence':
        return distance(term.first) + distance(term.rest)
      case 'choice':
        return term.options.reduce((least, option) => Math.min(least, distance(option)), Infinity)
      case 'repeat':
        return term.min * distance(term.body)
      case 'reference':
        return ofRules.get(term.name) ?? Infinity
      default:
        return search(term)
    }
  }

  /** Breadth first, over what has no stack: characters, numerals, patterns within bounds. */
  function search(start: Term): number {
    const cameFrom = new Map<Term, Term | undefined>([[start, undefined]])
    let [best, last, depth] = [Infinity, start, 0]
    let level = [start]
    while (level.length > 0 && best > depth + 1 && cameFrom.size < MOST_TRIED) {
      const next: Term[] = []
      for (const term of level) {
        const reached = (target: Term): boolean => {
          if (cameFrom.has(target)) return false
          cameFrom.set(target, term)
          const more = isSearched(target)
            ? target.nullable
              ? 0
              : known.get(target)
            : distance(target)
          if (more === undefined) next.push(target)
          else if (depth + 1 + more < best) {
            best = depth + 1 + more
            last = target
          }
          return best <= depth + 1
        }
        walk(short, rowOf, term, reached)
      }
      depth++
      level = next
    }
    if (best === Infinity && cameFrom.size < MOST_TRIED) {
      for (const term of cameFrom.keys()) known.set(term, Infinity)
    }
    // What lies on the way is known with it: a text goes along it one token at a time.
    const way: Term[] = []
    for (let at = cameFrom.get(last); at && best < Infinity; at = cameFrom.get(at)) way.unshift(at)
    way.forEach((term, place) => {
      known.set(term, best - place)
    })
    return best
  }

  /** A rule that holds itself is as far as its shortest text: rounds until none gets shorter. */
  for (let changed = true; changed; ) {
    changed = false
    known = new Map()
    for (const [name, term] of rules) {
      const found = distance(term)
      if (found < (ofRules.get(name) ?? Infinity)) {
        ofRules.set(name, found)
        changed = true
      }
    }
  }
  return distance
}

const isSearched = ({ kind }: Term): boolean =>
  kind === 'both' || kind === 'multiple' || kind === 'characters' || kind === 'bytes'

function fewestTokens(trie: TokenTrie, bytes: string): number {
  const fewest = new Float64Array(bytes.length + 1).fill(Infinity)
  fewest[bytes.length] = 0
  for (let at = bytes.length - 1; at >= 0; at--) {
    for (const length of tokensAt(trie, bytes, at)) {
      fewest[at] = Math.min(fewest[at] ?? Infinity, 1 + (fewest[at + length] ?? Infinity))
    }
  }
  return fewest[0] ?? Infinity
}
