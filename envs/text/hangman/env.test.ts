import fc from 'fast-check'
import { expect, test } from 'vitest'
import { make } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { commonWords } from '../words/index.ts'
import { hangman } from './env.ts'
import { guessOf } from './parse.ts'
import { bestGuess, fitting, partsOf } from './solve.ts'

describeTextEnv(hangman, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
  hide({ word, ...state }) {
    const pattern = [...word].map((letter) => (state.letters.includes(letter) ? letter : '_'))
    const others = fitting({ ...state, pattern: pattern.join('') })
    return { ...state, word: others.find((other) => other !== word) ?? word }
  },
})

test.each([
  [4, 11],
  [5, 8],
  [6, 5],
  [7, 5],
  [8, 3],
])('costs gold at most so many lives for every word of %s letters: %s', (length, lives) => {
  let [words, worst] = [0, 0]
  function follow(left: readonly string[], wrong: number) {
    worst = Math.max(worst, wrong)
    if (left.length === 1) words++
    else {
      for (const [key, part] of partsOf(bestGuess(left) ?? '', left)) {
        follow(part, key === null ? wrong + 1 : wrong)
      }
    }
  }

  follow(commonWords(length), 0)

  expect([words, worst]).toEqual([commonWords(length).length, lives])
})

test('fits words as a regular expression does', () => {
  const letter = fc.constantFrom(...'etaoinshr')
  fc.assert(
    fc.property(
      fc.constantFrom(...commonWords(6)),
      fc.uniqueArray(letter, { maxLength: 6 }),
      (word, guessed) => {
        const pattern = [...word].map((each) => (guessed.includes(each) ? each : '_')).join('')
        const other = guessed.length > 0 ? `[^${guessed.join('')}]` : '.'
        const form = new RegExp(`^${pattern.replaceAll('_', other)}$`)
        expect(fitting({ pattern, letters: guessed.join(''), words: [] })).toEqual(
          commonWords(6).filter((each) => form.test(each)),
        )
      },
    ),
  )
})

test.each([
  ['E', 'e'],
  [' e. ', 'e'],
  ['guess e', 'e'],
  ['The letter is "A"', 'a'],
  ['a', 'a'],
  ['guess a', 'a'],
  ['the word answer', 'answer'],
  ['guess: bridge please', 'bridge'],
  ['Is it bridge?', 'bridge'],
  ['b r i d g e', 'bridge'],
])('reads %j as %s', (said, guess) => {
  expect(guessOf(said, 6)).toEqual({ guess })
})

test.each(['', '7', 'é', 'a e', 'bridges', 'bridge school', 'ab'])('refuses %j', (said) => {
  expect(guessOf(said, 6)).toEqual({ problem: expect.stringContaining('give one letter') })
})

test('takes a life for what is wrong, and nothing for what was guessed before', async () => {
  await using env = await make(hangman, { options: { lives: 2 } })
  const { observation } = await env.reset({ seed: 4 })
  const { length } = /^[_ ]+$/m.exec(observation)?.[0].replaceAll(' ', '') ?? ''
  const wrongWord = 'q'.repeat(length)

  const wrong = await env.step(wrongWord)
  const again = await env.step(wrongWord)
  const last = await env.step('z'.repeat(length))

  expect(wrong.observation).toMatch(/^No, it is not q+\.\n[_ ]+\nGuessed: q+\. 1 life left\.$/)
  expect(again.observation).toMatch(/^Invalid move: "q+" was guessed before/)
  expect(again.info['signals']).toMatchObject({ lives: 1 })
  expect(last.observation).toMatch(/No life left: the word is [a-z]+\.$/)
  expect(last.terminated).toBe(true)
})

test('is in the same position whatever was guessed first', async () => {
  await using env = await make(hangman)
  const hashes = []
  for (const letters of ['ext', 'tex']) {
    await env.reset({ seed: 4 })
    for (const letter of letters) await env.step(letter)
    hashes.push(await env.stateHash())
  }

  expect(hashes[0]).toBe(hashes[1])
})

test('has no words where the shortest is longer than the longest', async () => {
  const bad = async () => {
    await using env = await make(hangman, { options: { shortest: 8, longest: 5 } })
    await env.reset({ seed: 0 })
  }

  await expect(bad()).rejects.toThrow('(give shortest as well as longest, at most as large)')
})

describeKnobs(hangman)
