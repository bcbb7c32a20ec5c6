import { ConfigError, type Grammar } from '../../core/index.ts'
import { type Automaton, isWellFormed, utf8Bytes } from './automaton.ts'
import { ANY_CHARACTER } from './code-points.ts'
import { termOfPattern } from './from-pattern.ts'
import { type Rules, termOfSchema } from './from-schema.ts'
import { plainAlphabet } from './json-text.ts'
import type { Term } from './terms.ts'

/**
 * The automaton of a grammar.
 * @throws ConfigError where the grammar is not well formed, or holds what is not supported.
 */
export function termOfGrammar(automaton: Automaton, grammar: Grammar, rules: Rules): Term {
  const { terms } = automaton
  const alphabet = plainAlphabet(terms)

  function compile(node: Grammar): Term {
    switch (node.kind) {
      case 'literal':
        if (!isWellFormed(node.text)) {
          problem(`${JSON.stringify(node.text)} holds half a character`, 'give whole characters')
        }
        return terms.literal(utf8Bytes(node.text))
      case 'sequence':
        return terms.sequence(...node.parts.map(compile))
      case 'choice':
        return terms.choice(node.options.map(compile))
      case 'repeat': {
        checkCounts(node.min, node.max ?? Infinity)
        return terms.repeat(compile(node.body), node.min, node.max ?? Infinity)
      }
      case 'text': {
        const { minLength = 0, maxLength = Infinity, pattern } = node
        checkCounts(minLength, maxLength)
        const ofLength = terms.repeat(alphabet.characters(ANY_CHARACTER), minLength, maxLength)
        if (pattern === undefined) return ofLength
        return terms.both(ofLength, termOfPattern(terms, pattern, { alphabet, contains: false }))
      }
      case 'json':
        return termOfSchema(automaton, node.schema, rules)
    }
  }
  return compile(grammar)
}

function checkCounts(min: number, max: number): void {
  const whole = (value: number) => Number.isInteger(value) && value >= 0
  if (!whole(min) || !(max === Infinity || whole(max)) || min > max) {
    problem(`it asks for ${min} to ${max}`, 'give whole numbers, the lower one first')
  }
}

function problem(reason: string, remedy: string): never {
  throw new ConfigError(`Cannot read the grammar: ${reason} (${remedy})`)
}
