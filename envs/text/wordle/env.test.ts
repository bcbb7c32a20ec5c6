import fc from 'fast-check'
import { expect, test } from 'vitest'
import { make } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { commonWords } from '../words/index.ts'
import { wordle } from './env.ts'
import { answersTo, feedback, marks } from './feedback.ts'
import { wordOf } from './parse.ts'
import { bestGuess, candidates, countCandidates } from './solve.ts'

describeTextEnv(wordle, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
  hide({ secret, guesses, ...state }) {
    const words = candidates(secret, guesses).map((word) => commonWords(secret.length)[word])
    return { ...state, guesses, secret: words.find((word) => word !== secret) ?? secret }
  },
})

test.each([
  ['crane', 'crane', 'G G G G G'],
  ['eerie', 'eagle', 'G . . . G'],
  ['speed', 'abide', '. . Y . Y'],
  ['speed', 'erase', 'Y . Y Y .'],
  ['allow', 'label', 'Y Y Y . .'],
  ['hello', 'label', '. Y Y Y .'],
  ['geese', 'elege', 'Y Y G . G'],
  ['aabbb', 'ccaac', 'Y Y . . .'],
])('answers %s for %s with %s', (guess, secret, row) => {
  expect(marks(feedback(guess, secret), 5)).toBe(row)
})

test('answers as crossing letters off by hand does', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(word, word, (guess, secret) => {
      const [row, left] = [[...'.....'], [...secret]]
      for (let i = 0; i < 5; i++) if (guess[i] === secret[i]) [row[i], left[i]] = ['G', '-']
      for (let i = 0; i < 5; i++) {
        const found = row[i] === 'G' ? -1 : left.indexOf(guess[i] ?? '')
        if (found >= 0) [row[i], left[found]] = ['Y', '-']
      }
      expect(marks(feedback(guess, secret), 5)).toBe(row.join(' '))
    }),
  )
})

test.each([
  [4, 6],
  [5, 5],
  [6, 4],
])('is won by gold for every word of %s letters from %s guesses on', (letters, enough) => {
  const words = commonWords(letters)
  const won = (tries: number) => {
    let count = 0
    function follow(left: readonly number[], triesLeft: number) {
      const guess = bestGuess(letters, left, triesLeft)
      const parts = grouped(left, (word) => answersTo(guess)[word])
      for (const part of parts.values()) {
        if (words[part[0] ?? -1] === guess) count++
        else if (triesLeft > 1) follow(part, triesLeft - 1)
      }
    }
    follow([...words.keys()], tries)
    return count
  }

  expect(won(enough)).toBe(words.length)
  expect(won(enough - 1)).toBeLessThan(words.length)
})

function grouped<K>(items: readonly number[], keyOf: (item: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

test('counts the candidates that it would list, the secret always among them', () => {
  const words = commonWords(5)
  const word = fc.constantFrom(...words)
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 4 }), (secret, guesses) => {
      const left = candidates(secret, guesses)
      expect(left).toContain(words.indexOf(secret))
      expect(countCandidates(secret, guesses)).toBe(left.length)
    }),
  )
})

test.each([
  ['CRANE', 'crane'],
  ['  Crane. ', 'crane'],
  ['c r a n e', 'crane'],
  ['C-R-A-N-E', 'crane'],
  ['My guess is "crane"!', 'crane'],
  ['guess: crane', 'crane'],
  ['guess', 'guess'],
  ['guess guess', 'guess'],
  ['my next guess is the word CRANE, please', 'crane'],
  ['crane slate', null],
  ['?!', null],
])('reads %j as %j', (said, word) => {
  expect(wordOf(said)).toBe(word)
})

test('refuses what is no word of its list, at no cost', async () => {
  await using env = await make(wordle)
  await env.reset({ seed: 3 })

  for (const said of ['xqzwv', 'cranes', 'two words', '']) {
    const step = await env.step(said)
    expect(step.observation).toMatch(/^Invalid move: .*say one word of 5 letters/)
    expect(step.info['signals']).toMatchObject({ tries: 6, progress: 0 })
  }
})

test('shows the whole board, and the word after the last guess', async () => {
  await using env = await make(wordle, { options: { tries: 2 } })
  await env.reset({ seed: 3 })

  const first = await env.step('fuzzy')
  const last = await env.step('queue')

  expect(first.observation).toMatch(/^f u z z y\n([GY.] ){4}[GY.]\n1 guess left\.$/)
  expect(last.observation).toMatch(/^f u z z y\n.{9}\nq u e u e\n.{9}\nNo guess left: the word is /)
  expect(last).toMatchObject({ terminated: true, reward: 0 })
})

describeKnobs(wordle)
