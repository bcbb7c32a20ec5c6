import { expect, test } from 'vitest'
import { commonWords, knownWords, LONGEST, LONGEST_KNOWN, SHORTEST } from './index.ts'

test('are hundreds of every length, in order, without repetition', () => {
  for (let length = SHORTEST; length <= LONGEST; length++) {
    const words = commonWords(length)
    expect(words.length).toBeGreaterThan(600)
    expect(words).toEqual([...new Set(words)].toSorted())
    expect(words.filter((word) => !/^[a-z]+$/.test(word) || word.length !== length)).toEqual([])
  }
})

test('hold the everyday words among those that may be guessed', () => {
  for (let length = SHORTEST; length <= LONGEST_KNOWN; length++) {
    const known = knownWords(length)
    expect(known.size).toBeGreaterThan(2 * commonWords(length).length)
    expect(commonWords(length).filter((word) => !known.has(word))).toEqual([])
    expect([...known].filter((word) => !/^[a-z]+$/.test(word) || word.length !== length)).toEqual(
      [],
    )
  }
})

test('are none of other lengths', () => {
  expect([commonWords(3), commonWords(9), [...knownWords(7)].length > 0]).toEqual([[], [], true])
})
