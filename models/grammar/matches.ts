import type { Grammar } from '../../core/index.ts'
import { createAutomaton } from './automaton.ts'
import { termOfGrammar } from './from-grammar.ts'

/**
 * Whether a whole text is one of the grammar's.
 * @throws ConfigError as `createConstraint` does, but for a grammar that no text fits.
 */
export function matches(grammar: Grammar, text: string): boolean {
  const automaton = createAutomaton()
  return automaton.accepts(termOfGrammar(automaton, grammar, new Map()), text)
}
