import { ConfigError, type Grammar, ModelError } from '../../core/index.ts'
import { type Automaton, createAutomaton } from './automaton.ts'
import { createDistance } from './distance.ts'
import { termOfGrammar } from './from-grammar.ts'
import type { Rules } from './from-schema.ts'
import type { Constraint, ConstraintOptions, ConstraintState } from './grammar.ts'
import { createMasks, type Masks } from './masks.ts'
import type { Term } from './terms.ts'
import { triesOf } from './trie.ts'

const MASK_BYTES = 64 * 2 ** 20

const EVERY_BYTE: readonly Uint8Array[] = Array.from({ length: 256 }, (_, byte) =>
  Uint8Array.of(byte),
)

/**
 * Prepares a grammar for the tokens of a vocabulary. How far a text is from its end is known exactly
 * where only a literal is left; else it is counted one character a token, so that where a longer token
 * would do with fewer, `legal` asks for more of `remaining` than need be, and never for less.
 * @throws ConfigError where no text fits the grammar, and for what is not supported in it.
 */
export function createConstraint(grammar: Grammar, options: ConstraintOptions): Constraint {
  const { vocabulary, stopIds } = options
  const size = vocabulary.bytes.length
  const outside = stopIds.find((id) => !Number.isInteger(id) || id < 0 || id >= size)
  if (outside !== undefined) {
    throw new ConfigError(
      `Cannot constrain sampling: stop id ${outside} is not in the vocabulary (give one from 0 to ${size - 1})`,
    )
  }
  const automaton = createAutomaton()
  const { start, rules } = compileGrammar(automaton, grammar)
  const tries = triesOf(vocabulary.bytes, stopIds)
  const distance = createDistance(automaton, tries, rules)
  const masks = createMasks({
    trie: tries.all,
    rowOf: automaton.rowOf,
    distance,
    stopIds,
    size,
    bytes: MASK_BYTES,
  })
  const context: Context = { ...options, automaton, masks, distance, stops: new Set(stopIds) }
  return { start: () => createState(context, start) }
}

/** @throws ConfigError where no text at all fits. */
function compileGrammar(
  automaton: Automaton,
  grammar: Grammar,
): { readonly start: Term; readonly rules: Rules } {
  const rules: Rules = new Map()
  const start = termOfGrammar(automaton, grammar, rules)
  const distance = createDistance(automaton, triesOf(EVERY_BYTE, []), rules)
  if (distance(start) === Infinity) {
    throw new ConfigError(
      'Cannot constrain sampling: no text fits the grammar (look for an empty "enum", a minimum above its maximum, or what always holds itself)',
    )
  }
  return { start, rules }
}

interface Context extends ConstraintOptions {
  readonly automaton: Automaton
  readonly masks: Masks
  readonly distance: (term: Term) => number
  readonly stops: ReadonlySet<number>
}

function createState(context: Context, start: Term): ConstraintState {
  const { automaton, masks, distance, stops, vocabulary } = context
  const forStop = stops.size > 0 ? 1 : 0
  let term = start
  let hasStopped = false
  // As `legal` was last told, counted down since.
  let left = Infinity

  return {
    legal(remaining) {
      left = remaining
      const mask = hasStopped ? undefined : masks.of(term, remaining - 1 - forStop)
      if (mask && remaining >= 1 && (mask.count > 0 || (term.nullable && forStop === 1))) {
        return mask.ids
      }
      const reason = hasStopped ? 'a stop id has ended it' : shortage(term, remaining)
      throw new ModelError(`Cannot go on with a text in its grammar: ${reason}`)
    },

    advance(id) {
      const bytes = vocabulary.bytes[id]
      const legal = !hasStopped && (stops.has(id) ? term.nullable : isLegal(bytes))
      if (!legal) {
        throw new ModelError(
          `Cannot write token ${id}: the grammar does not allow it here (choose among those of legal())`,
        )
      }
      left--
      if (stops.has(id)) hasStopped = true
      else if (bytes) term = automaton.follow(term, bytes)
    },

    get isAtEnd() {
      if (hasStopped) return true
      if (!term.nullable) return false
      // With stop ids the text is told to end; without, it also ends where no way on fits.
      return masks.of(term, forStop === 1 ? Infinity : left - 1).count === 0
    },
  }

  function isLegal(bytes: Uint8Array | null | undefined): boolean {
    if (!bytes || bytes.length === 0) return false
    return distance(automaton.follow(term, bytes)) <= Math.min(left - 1 - forStop, 65_534)
  }

  function shortage(at: Term, remaining: number): string {
    const needed = distance(at)
    if (needed === Infinity) {
      return 'the vocabulary has no tokens to write it with (choose another grammar or tokenizer)'
    }
    if (needed === 0 && forStop === 0) return 'it is whole, and nothing that fits may follow'
    return `${needed + forStop} more tokens end it, ${remaining} remain (raise maxTokens)`
  }
}
