import { describe, expect, test } from 'vitest'
import { type Grammar, ModelError } from '../../core/index.ts'
import { createConstraint } from './create-constraint.ts'
import type { ConstraintState } from './grammar.ts'
import { vocabularyOf } from './vocabularies.suite.ts'

const literal = (text: string): Grammar => ({ kind: 'literal', text })
const choice = (...options: readonly string[]): Grammar => ({
  kind: 'choice',
  options: options.map(literal),
})
const many: Grammar = { kind: 'repeat', body: literal('a'), min: 0, max: null }

const legalIds = (state: ConstraintState, remaining = 100): readonly number[] => {
  const legal = state.legal(remaining)
  return [...legal.keys()].filter((id) => legal[id] === 1)
}

function stateOf(grammar: Grammar, texts: readonly string[], stops = 1): ConstraintState {
  const vocabulary = vocabularyOf(texts, stops)
  const stopIds = Array.from({ length: stops }, (_, i) => texts.length + i)
  return createConstraint(grammar, { vocabulary, stopIds }).start()
}

describe('tokens', () => {
  test('are legal where the text may go on with all their bytes', () => {
    const state = stateOf(choice('abc', 'axe'), ['a', 'ab', 'ax', 'abcd', 'b', 'x', 'e', 'c', 'bc'])

    expect(legalIds(state)).toEqual([0, 1, 2])
    state.advance(0)
    expect(legalIds(state)).toEqual([4, 5, 8])
  })

  test('with the same bytes are legal together; those without any never are', () => {
    const bytes = [Uint8Array.of(97), Uint8Array.of(97), new Uint8Array(), null, null]
    const state = createConstraint(many, { vocabulary: { bytes }, stopIds: [4] }).start()

    expect(legalIds(state)).toEqual([0, 1, 4])
    expect(state.legal(5)).toHaveLength(5)
  })

  test('that end a text do so alone, even where they have bytes of their own', () => {
    const vocabulary = vocabularyOf(['a', 'b'], 0)
    const state = createConstraint(literal('ab'), { vocabulary, stopIds: [1] })

    expect(() => state.start().legal(9)).toThrow('the vocabulary has no tokens to write it with')
  })

  test('that hold parts of a character are legal in turn, and the text ends at whole ones', () => {
    const [a, b, c, d] = new TextEncoder().encode('😀')
    const parts = [[a, b], [c], [d], [c, d], [b, c, d], [a]]
    const bytes = [...parts.map((part) => Uint8Array.from(part.map(Number))), null]
    const options = { vocabulary: { bytes }, stopIds: [6] }
    const state = createConstraint({ kind: 'text', maxLength: 1 }, options).start()

    expect(legalIds(state)).toEqual([0, 5, 6])
    state.advance(0)
    expect([legalIds(state), state.isAtEnd]).toEqual([[1, 2, 3], false])
    state.advance(1)
    expect([legalIds(state), state.isAtEnd]).toEqual([[1, 2], false])
    state.advance(2)
    expect([legalIds(state), state.isAtEnd]).toEqual([[6], true])
  })

  test('that start what no token can finish are not legal', () => {
    const state = stateOf(choice('ab', 'ac'), ['a', 'ab', 'b', 'd'])
    const dead = stateOf(choice('ax', 'b'), ['a', 'b'])

    expect(legalIds(state)).toEqual([0, 1])
    state.advance(0)
    expect(legalIds(state)).toEqual([2])
    expect(legalIds(dead)).toEqual([1])
  })
})

describe('the end', () => {
  test('is where stop ids are legal, and a stop id is the last token', () => {
    const state = stateOf(many, ['a'], 2)

    expect([legalIds(state), state.isAtEnd]).toEqual([[0, 1, 2], false])
    state.advance(2)
    expect(state.isAtEnd).toBe(true)
    expect(() => state.legal(5)).toThrow('a stop id has ended it')
    expect(() => state.advance(0)).toThrow(ModelError)
  })

  test('without stop ids is where nothing may follow', () => {
    const state = stateOf(choice('a', 'abc'), ['a', 'b', 'c'], 0)

    state.advance(0)
    expect(state.isAtEnd).toBe(false)
    state.advance(1)
    state.advance(2)
    expect(state.isAtEnd).toBe(true)
    expect(() => state.legal(5)).toThrow('it is whole')
  })

  test('without stop ids is also where a whole text has no room for more', () => {
    const state = stateOf(choice('a', 'abc'), ['a', 'b', 'c'], 0)

    expect(legalIds(state, 2)).toEqual([0])
    state.advance(0)
    expect(state.isAtEnd).toBe(true)
  })
})

describe('remaining', () => {
  test('needs a token for each literal piece and one for the stop id', () => {
    const state = stateOf(literal('abcabc'), ['a', 'b', 'c', 'abc', 'bca'])

    expect(legalIds(state, 3)).toEqual([3])
    expect(legalIds(state, 5)).toEqual([0, 3])
    expect(() => state.legal(2)).toThrow(
      'Cannot go on with a text in its grammar: 3 more tokens end it, 2 remain (raise maxTokens)',
    )
  })

  test('leaves only what can still be closed', () => {
    const nested: Grammar = { kind: 'json', schema: { type: 'array', items: { $ref: '#' } } }
    const state = stateOf(nested, ['[', ']', ','])

    expect(legalIds(state, 3)).toEqual([0])
    state.advance(0)
    expect(legalIds(state, 4)).toEqual([0, 1])
    expect(legalIds(state, 3)).toEqual([1])
    expect(legalIds(state, 2)).toEqual([1])
    expect(() => state.legal(1)).toThrow('2 more tokens end it, 1 remain')
  })

  test('of none is an error, at the end of a text too', () => {
    const state = stateOf(many, ['a'])

    expect(() => state.legal(0)).toThrow('1 more tokens end it, 0 remain')
  })

  test('that was told holds for the next token', () => {
    const state = stateOf(literal('abc'), ['a', 'abc', 'b', 'c'])

    state.legal(2)

    expect(() => state.advance(0)).toThrow('Cannot write token 0')
    state.advance(1)
    expect(state.isAtEnd).toBe(true)
  })
})

test('an id that is not legal is refused, and the text stays where it was', () => {
  const state = stateOf(literal('ab'), ['a', 'b'])

  for (const id of [1, 2, 3, -1, 0.5]) expect(() => state.advance(id)).toThrow(ModelError)
  state.advance(0)
  expect(legalIds(state)).toEqual([1])
})

test('texts of one constraint do not meet', () => {
  const vocabulary = vocabularyOf(['a', 'b'])
  const constraint = createConstraint(literal('ab'), { vocabulary, stopIds: [2] })
  const [one, other] = [constraint.start(), constraint.start()]

  one.advance(0)

  expect([legalIds(one), legalIds(other)]).toEqual([[1], [0]])
})

test('a vocabulary that lacks what every text needs is told apart from too few tokens', () => {
  const state = stateOf({ kind: 'json', schema: { type: 'object' } }, ['a', 'b'])

  expect(() => state.legal(1000)).toThrow(
    'the vocabulary has no tokens to write it with (choose another grammar or tokenizer)',
  )
})

test('a stop id outside the vocabulary is refused', () => {
  const vocabulary = vocabularyOf(['a'], 0)

  expect(() => createConstraint(many, { vocabulary, stopIds: [1] })).toThrow(
    'stop id 1 is not in the vocabulary',
  )
})

test('text around JSON is one with it: a token may hold the border', () => {
  const grammar: Grammar = {
    kind: 'sequence',
    parts: [literal('<call>'), { kind: 'json', schema: { enum: ['a', 'b'] } }, literal('</call>')],
  }
  const state = stateOf(grammar, ['<call>"', 'a"</call>', '<', 'b', '"', '</call>'])

  expect(legalIds(state)).toEqual([0])
  state.advance(0)
  expect(legalIds(state, 2)).toEqual([1])
  expect(legalIds(state, 4)).toEqual([1, 3])
})
