import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../core/index.ts'
import type { TokenVocabulary } from './sampler.ts'
import { createStopTexts } from './stop-texts.ts'

const encoder = new TextEncoder()

describe('createStopTexts', () => {
  test('sees a text that spans tokens and ends inside one', () => {
    const texts = createStopTexts(['</answer>'], vocabularyOf(['42</', 'ans', 'wer>.\n', 'x']))

    expect([3, 0, 1, 2, 3].map((id) => texts.push(id))).toEqual([false, false, false, true, false])
  })

  test('sees a text that begins again inside its own beginning', () => {
    const texts = createStopTexts(['aab'], vocabularyOf(['a', 'b']))

    expect([0, 0, 0, 1].map((id) => texts.push(id))).toEqual([false, false, false, true])
  })

  test('sees a short text inside one that was begun and broke off', () => {
    const texts = createStopTexts(['abcd', 'bc'], vocabularyOf(['a', 'b', 'c']))

    expect([0, 1, 2].map((id) => texts.push(id))).toEqual([false, false, true])
  })

  test('puts together a character whose bytes are two tokens', () => {
    const [first = 0, ...rest] = encoder.encode('é')
    const vocabulary = { bytes: [Uint8Array.of(first), Uint8Array.from(rest)] }

    const texts = createStopTexts(['é'], vocabulary)

    expect([1, 0, 1].map((id) => texts.push(id))).toEqual([false, false, true])
  })

  test('is interrupted by a token without bytes, and by an unknown one', () => {
    const texts = createStopTexts(['ab'], vocabularyOf(['a', 'b', null]))

    expect([0, 2, 1, 0, 99, 1, 0, 1].map((id) => texts.push(id))).toEqual([
      ...new Array<boolean>(7).fill(false),
      true,
    ])
  })

  test('agrees with a search of the whole text', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), fc.array(word), (stops, tokens) => {
        const texts = createStopTexts(stops, vocabularyOf(tokens))

        let text = ''
        for (const [id, token] of tokens.entries()) {
          const before = text.length
          text += token
          const expected = stops.some((stop) => {
            const from = Math.max(0, before - stop.length + 1)
            return text.indexOf(stop, from) >= 0
          })
          expect(texts.push(id)).toBe(expected)
        }
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  test('takes a text as long as a book', () => {
    const texts = createStopTexts(['a'.repeat(100_000)], vocabularyOf(['a'.repeat(25_000), 'b']))

    expect([0, 0, 0, 1, 0, 0, 0, 0].map((id) => texts.push(id)).indexOf(true)).toBe(7)
  })

  test('refuses an empty text', () => {
    expect(() => createStopTexts(['a', ''], vocabularyOf([]))).toThrow(
      new ConfigError('Cannot stop at a text: it is empty (give one character or more)'),
    )
  })
})

function vocabularyOf(tokens: readonly (string | null)[]): TokenVocabulary {
  return { bytes: tokens.map((token) => (token === null ? null : encoder.encode(token))) }
}
