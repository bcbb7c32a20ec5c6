import { describe, expect, test } from 'vitest'
import { createRng, type Grammar } from '../../core/index.ts'
import { createConstraint } from './create-constraint.ts'
import { legalTokens } from './legal-tokens.ts'
import { vocabularyOf } from './vocabularies.suite.ts'
import { randomWalk } from './walks.suite.ts'

const texts = [...'abcdefghij{}[]":,0123', 'ab', 'abc', '{"', '":', '"}']
const vocabulary = vocabularyOf(texts)
const stopIds = [texts.length]
const json: Grammar = {
  kind: 'json',
  schema: {
    type: 'object',
    properties: { a: { enum: ['abc', 'ad', 3] }, b: { type: 'array', items: { type: 'integer' } } },
    required: ['a'],
  },
}
const idsOf = (legal: Uint8Array) => [...legal.keys()].filter((id) => legal[id] === 1)

describe('legal tokens', () => {
  test.each([{ budget: 16 }, { budget: 22 }, { budget: 60 }])(
    'are what each token of a sample was chosen from, of $budget tokens',
    ({ budget }) => {
      const constraint = createConstraint(json, { vocabulary, stopIds })
      for (let seed = 0; seed < 20; seed++) {
        const rng = createRng(seed)
        const { ids } = randomWalk(constraint, { vocabulary, stopIds, budget, rng })

        const found = legalTokens(json, { vocabulary, stopIds, maxTokens: budget, ids })

        const state = createConstraint(json, { vocabulary, stopIds }).start()
        const expected = ids.map((id, place) => {
          const legal = idsOf(state.legal(budget - place))
          state.advance(id)
          return legal
        })
        expect(found.map(idsOf)).toEqual(expected)
        expect(ids.every((id, place) => found[place]?.[id] === 1)).toBe(true)
      }
    },
  )

  test('depend on what was left of maxTokens', () => {
    const grammar: Grammar = { kind: 'text', minLength: 1, maxLength: 9 }
    const ids = ['a', 'b'].map((text) => texts.indexOf(text))
    const of = (maxTokens: number) =>
      legalTokens(grammar, { vocabulary, stopIds, maxTokens, ids }).map((legal) =>
        legal.indexOf(1) < 0 ? [] : idsOf(legal),
      )
    const [wide, narrow] = [of(20), of(3)]
    expect(wide[0]).toEqual(narrow[0])
    // The second is the last token of three: it may be a stop id, or be followed by one.
    expect(narrow[1]).toContain(texts.length)
    expect(() => of(2)).toThrow('grammar')
  })

  test('are not told for ids that were sampled otherwise', () => {
    const grammar: Grammar = { kind: 'literal', text: 'abc' }
    const ids = [texts.indexOf('ab'), texts.indexOf('b')]
    expect(() => legalTokens(grammar, { vocabulary, stopIds, maxTokens: 9, ids })).toThrow(
      'Cannot write token 1: the grammar does not allow it here',
    )
  })

  test('come of a grammar that is prepared once', () => {
    const ids = [texts.indexOf('ab')]
    const of = (text: string) =>
      legalTokens({ kind: 'literal', text }, { vocabulary, stopIds, maxTokens: 9, ids })[0]
    expect(of('abc')).toBe(of('abc'))
    expect(of('abc')).not.toBe(of('abj'))
  })
})
