import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyze, analyzeQuery } from './analyze.ts'

describe('analyze', () => {
  test.each([
    ['The Ponies were running, and the running pony ran.', 'poni were run run poni ran'],
    ['Émile Zola’s "Ærø" — in naïve Straße', 'emil zola aero naiv strass'],
    ["O'Brien's dogs' bones", "o'brien dog bone"],
    ['born 1874-03-02, 3.5 km', 'born 1874 03 02 3 5 km'],
    ['ＦＵＬＬ ﬁne İstanbul', 'full fine istanbul'],
    ['東京タワー Москве', '東 京 タワー москве'],
    ['snake_case C++ 🦊🦊 a\ud800b', 'snake case c b'],
    ['to be or not to be', ''],
    ['', ''],
  ])('of %j gives %j', (text, terms) => {
    expect(analyze(text).join(' ')).toBe(terms)
  })

  test('gives a word the same term wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zé0-9]{1,20}$/)), (words) => {
        expect(analyze(words.join(' '))).toEqual(words.flatMap((word) => analyze(word)))
      }),
    )
  })

  test('throws for no text', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))

    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (text) => {
        expect(analyze(text).every((term) => term.length > 0)).toBe(true)
      }),
    )
  })

  test.each(['a', 'é', '東', "y'", '"', '\ud800', '\u0301', 'ya '])(
    'reads a megabyte of %j',
    (piece) => {
      const text = piece.repeat(2 ** 20 / piece.length)

      const query = analyzeQuery(text)

      expect(query.terms.size).toBeLessThan(10)
      expect(query.phrases.length).toBeLessThan(10)
    },
  )

  test('remembers any number of words', () => {
    const words = Array.from({ length: 150_000 }, (_, number) => `remarkableword${number}`)

    expect(analyze(words.join(' '))).toEqual(words)
    expect(analyze(words.slice(0, 9).join(' '))).toEqual(words.slice(0, 9))
  })
})

describe('analyzeQuery', () => {
  test('counts terms and takes sequences in quotes, straight or curly', () => {
    const query = analyzeQuery('bank "Bank of England" “gold reserves” "gold" gold')

    expect(Object.fromEntries(query.terms)).toEqual({ bank: 2, england: 1, gold: 3, reserv: 1 })
    expect(query.phrases).toEqual([
      ['bank', 'england'],
      ['gold', 'reserv'],
    ])
  })

  test('knows no operator, and leaves a quote that is not closed alone', () => {
    const query = analyzeQuery('title:gold* AND -(silver OR "iron mines NEAR/2 ^coal~ \\')

    expect([...query.terms.keys()]).toEqual([
      'titl',
      'gold',
      'silver',
      'iron',
      'mine',
      'near',
      '2',
      'coal',
    ])
    expect(query.phrases).toEqual([])
  })

  test('reads no more than 1,024 terms and 16 phrases', () => {
    const pairs = Array.from({ length: 2000 }, (_, number) => `"w${number} w${number + 1}"`)

    const query = analyzeQuery(pairs.join(' '))

    expect(query.terms.size).toBe(1024)
    expect(query.phrases.length).toBe(16)
  })
})
