import { expect, test } from 'vitest'
import { languages } from './languages.ts'
import { createLexicon, transliterate } from './lexicon.ts'

test.each([5000, 1_200_000])(
  'no two words of a lexicon of %i are alike, in any language',
  (size) => {
    const lexicon = createLexicon(size, 9)
    const step = Math.ceil(size / 20_000)
    const seen = new Set<string>()
    let count = 0

    for (let number = 0; number < size; number += step)
      for (const language of languages.keys()) {
        const word = lexicon.word(language, number)
        seen.add(word).add(transliterate(word))
        count += transliterate(word) === word ? 1 : 2
      }

    expect(seen.size).toBe(count)
  },
)

test('words can be spoken: consonants and vowels take turns, and a capital begins', () => {
  const lexicon = createLexicon(1_200_000, 4)

  for (let number = 0; number < 1_200_000; number += 4001)
    for (const language of languages.keys())
      expect(lexicon.word(language, number)).toMatch(
        /^[A-Z](?!.*([aeiou]{3}|[^aeiou]{5}))[a-z]{3,15}$/i,
      )
})

test('a transliteration writes other letters, and nothing else differs', () => {
  expect(transliterate('Viktar Lomir')).toBe('Wyctar Lomyr')
})
