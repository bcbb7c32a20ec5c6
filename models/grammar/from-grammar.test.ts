import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Grammar } from '../../core/index.ts'
import { enumerate, everyText } from './enumerate.suite.ts'
import { matches } from './matches.ts'

/** The same set of texts as an ECMAScript regular expression. */
function sourceOf(grammar: Grammar): string {
  switch (grammar.kind) {
    case 'literal':
      return grammar.text
    case 'sequence':
      return `(?:${grammar.parts.map(sourceOf).join('')})`
    case 'choice':
      return grammar.options.length === 0 ? '[]' : `(?:${grammar.options.map(sourceOf).join('|')})`
    case 'repeat':
      return `(?:${sourceOf(grammar.body)}){${grammar.min},${grammar.max ?? ''}}`
    default:
      throw new Error('not here')
  }
}

const grammars = fc.letrec<{ grammar: Grammar }>((tie) => ({
  grammar: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('', 'a', 'b', 'ab', 'ba').map((text): Grammar => ({ kind: 'literal', text })),
    fc
      .array(tie('grammar'), { maxLength: 3 })
      .map((parts): Grammar => ({ kind: 'sequence', parts })),
    fc
      .array(tie('grammar'), { minLength: 1, maxLength: 3 })
      .map((options): Grammar => ({ kind: 'choice', options })),
    fc.tuple(tie('grammar'), fc.nat(2), fc.option(fc.nat(2))).map(
      ([body, min, more]): Grammar => ({
        kind: 'repeat',
        body,
        min,
        max: more === null ? null : min + more,
      }),
    ),
  ),
})).grammar

test('the texts that tokens can write are those of the grammar, none left out', () => {
  const texts = everyText('ab', 5)

  fc.assert(
    fc.property(grammars, (grammar) => {
      const expression = new RegExp(`^(?:${sourceOf(grammar)})$`)
      const expected = texts.filter((text) => expression.test(text))
      fc.pre(expected.length > 0)
      expect(enumerate(grammar, 'ab', 5)).toEqual(expected)
    }),
    { numRuns: 200, seed: 1 },
  )
})

describe('text', () => {
  test('is as long as told, counted in characters, whatever they take in bytes', () => {
    const grammar: Grammar = { kind: 'text', minLength: 1, maxLength: 2 }

    expect(enumerate(grammar, 'é😀', 5)).toEqual(['é', 'éé', 'é😀', '😀', '😀é', '😀😀'].sort())
  })

  test('keeps to a pattern and to its length at once', () => {
    const grammar: Grammar = { kind: 'text', minLength: 2, maxLength: 3, pattern: 'a*b?' }

    expect(enumerate(grammar, 'ab', 5)).toEqual(['aa', 'aaa', 'aab', 'ab'])
  })

  test('holds no half of a character', () => {
    expect(matches({ kind: 'text' }, '\ud83d')).toBe(false)
    expect(matches({ kind: 'text' }, '\ud83d\ude00')).toBe(true)
  })
})

describe('a grammar that is not well formed', () => {
  test('is refused with what is wrong', () => {
    const text: Grammar = { kind: 'text', minLength: 3, maxLength: 2 }
    const body: Grammar = { kind: 'literal', text: 'a' }

    expect(() => matches(text, '')).toThrow('it asks for 3 to 2')
    expect(() => matches({ kind: 'repeat', body, min: 0.5, max: null }, '')).toThrow('0.5')
    expect(() => matches({ kind: 'literal', text: '\ud83d' }, '')).toThrow('half a character')
  })
})
