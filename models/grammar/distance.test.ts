import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { createAutomaton } from './automaton.ts'
import { createDistance } from './distance.ts'
import { termOfGrammar } from './from-grammar.ts'
import { jsonOf, schemas } from './schemas.suite.ts'
import { triesOf, walk } from './trie.ts'
import { byteVocabulary, vocabularyOf } from './vocabularies.suite.ts'

test('from wherever n tokens end a text, a token leads to where n - 1 do', () => {
  fc.assert(
    fc.property(schemas, fc.integer(), (schema, seed) => {
      const rng = createRng(seed)
      const tokens = byteVocabulary(rng, 200).bytes
      const automaton = createAutomaton()
      const rules = new Map()
      let term = termOfGrammar(automaton, { kind: 'json', schema: jsonOf(schema) }, rules)
      const tries = triesOf(tokens, [])
      const distance = createDistance(automaton, tries, rules)

      for (let step = 0; step < 60; step++) {
        const reached = new Set<typeof term>()
        walk(tries.all, automaton.rowOf, term, (target) => {
          if (distance(target) < Infinity) reached.add(target)
          return false
        })
        if (reached.size === 0) break
        const nearest = Math.min(...[...reached].map(distance))
        if (distance(term) > 0) expect(nearest).toBeLessThan(distance(term))
        term = rng.pick([...reached])
      }
    }),
    { numRuns: 60, seed: 7 },
  )
})

test('of a literal is the fewest tokens, of anything else as many as its characters take', () => {
  const automaton = createAutomaton()
  const tries = triesOf(vocabularyOf(['a', 'b', 'ab', 'aba', 'é']).bytes, [])
  const distance = createDistance(automaton, tries, new Map())
  const of = (grammar: Parameters<typeof termOfGrammar>[1]) =>
    distance(termOfGrammar(automaton, grammar, new Map()))

  expect(of({ kind: 'literal', text: 'abaab' })).toBe(2)
  expect(of({ kind: 'literal', text: 'abc' })).toBe(Infinity)
  expect(of({ kind: 'text', minLength: 4 })).toBe(4)
  expect(of({ kind: 'text', pattern: 'a+é{3}' })).toBe(4)
  expect(of({ kind: 'text', minLength: 4, pattern: '[ab]*|é' })).toBe(4)
  expect(of({ kind: 'text', minLength: 4, pattern: 'é?c*' })).toBe(Infinity)
})
