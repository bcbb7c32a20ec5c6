import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAutomaton } from './automaton.ts'
import { termOfGrammar } from './from-grammar.ts'
import { matches } from './matches.ts'

const ALPHABET = ['a', 'b', 'c', '-', '1', ' ', '\n', '_', 'é', '😀']

const atoms = fc.constantFrom(
  ...['a', 'b', 'ab', '.', '[ab]', '[^a]', '[a-c1]', '[-a]', '[^\\d\\s]', '[\\w-]', '[\\W]', '\\d'],
  ...[
    '\\D',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\n',
    '\\x61',
    '\\u0062',
    '\\u{1F600}',
    '\\p{L}',
    '\\P{L}',
  ],
  ...['é', '😀', '[é-😀]', '\\-', '\\.', '[^]', '[]', '(?<name>a)', '\\cJ'],
)
const patterns = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4 },
    atoms,
    fc.array(tie('pattern'), { maxLength: 3 }).map((parts) => parts.join('')),
    fc.array(tie('pattern'), { minLength: 1, maxLength: 3 }).map((all) => `(?:${all.join('|')})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{2,}', '*?', '+?'))
      .map(([body, quantifier]) => `(${body})${quantifier}`),
  ),
})).pattern
const texts = fc.array(fc.constantFrom(...ALPHABET), { maxLength: 5 }).map((all) => all.join(''))

/** As text grammars read it; undefined where that is no pattern. */
function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})$`, 'u')
  } catch {
    return undefined
  }
}

test('a pattern takes the texts that ECMAScript takes, as a whole', () => {
  let taken = 0

  fc.assert(
    fc.property(patterns, fc.array(texts, { minLength: 30, maxLength: 30 }), (pattern, samples) => {
      const expression = compiled(pattern)
      fc.pre(expression !== undefined)
      const automaton = createAutomaton()
      const term = termOfGrammar(automaton, { kind: 'text', pattern }, new Map())
      for (const text of samples) {
        const expected = expression.test(text)
        if (expected) taken++
        expect(automaton.accepts(term, text), `${pattern} on ${text}`).toBe(expected)
      }
    }),
    { numRuns: 300, seed: 3 },
  )

  expect(taken).toBeGreaterThan(300)
})

test('without its ends a pattern of a schema is found anywhere, with them at them', () => {
  const written = ['a', 'b', 'ab', '(?:^a|b)', '(?:a|b$)', '^', '$', '^$', 'a?$', '^b?', '(^a)?']
  const sources = fc.array(fc.constantFrom(...written), { minLength: 1, maxLength: 3 })

  fc.assert(
    fc.property(sources, fc.boolean(), (parts, either) => {
      const pattern = parts.join(either ? '|' : '')
      for (const text of ['', 'a', 'b', 'ab', 'ba', 'aab', 'bab', 'xax', 'a\nb']) {
        expect(
          matches({ kind: 'json', schema: { type: 'string', pattern } }, JSON.stringify(text)),
          `${pattern} on ${JSON.stringify(text)}`,
        ).toBe(new RegExp(pattern, 'u').test(text))
      }
    }),
    { numRuns: 100, seed: 4 },
  )
})

test('what has another meaning without the flag u is read without it where it must be', () => {
  expect(matches({ kind: 'text', pattern: 'a{' }, 'a{')).toBe(true)
  expect(matches({ kind: 'text', pattern: '[\\w-a]\\-' }, '--')).toBe(true)
})

test('in a schema, sets of all but some leave out what would be two characters without the flag u', () => {
  const schema = { type: 'string', pattern: '^.$' }

  expect(matches({ kind: 'json', schema }, '"é"')).toBe(true)
  expect(matches({ kind: 'json', schema }, '"😀"')).toBe(false)
})

describe('a pattern that no finite automaton can follow', () => {
  test.each([
    ['(?=a)a', 'look-around is not supported'],
    ['a(?!b)', 'look-around is not supported'],
    ['(?<=a)b', 'look-around is not supported'],
    ['(?<!a)b', 'look-around is not supported'],
    ['(a)\\1', 'back references are not supported'],
    ['(?<n>a)\\k<n>', 'back references are not supported'],
    ['\\ba', 'word boundaries are not supported'],
    ['(?:^a)+', '"^" or "$" is repeated'],
    ['(', 'it is no regular expression of ECMAScript'],
  ])('%s is refused with the reason', (pattern, reason) => {
    expect(() => matches({ kind: 'text', pattern }, 'a')).toThrow(reason)
  })
})
