import fc from 'fast-check'
import { expect, test } from 'vitest'
import { make } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { mastermind } from './env.ts'
import { blackOf, feedback, whiteOf } from './feedback.ts'
import { codeOf } from './parse.ts'
import { bestGuess, type CodeRules, codes, consistent } from './solve.ts'

describeTextEnv(mastermind, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
  hide({ code, ...state }) {
    const others = consistent({ ...state, pegs: code.length }, code, state.guesses)
    return { ...state, code: others.find((other) => other !== code) ?? code }
  },
  // Tests below follow every code.
  solved: 200,
})

test('answers as counting colours does', () => {
  const code = fc.string({ unit: fc.constantFrom(...'12345678'), minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(code, code, (guess, secret) => {
      const black = [...guess].filter((digit, i) => digit === secret[i]).length
      const count = (text: string, digit: string) => text.split(digit).length - 1
      const common = [...'12345678'].reduce(
        (sum, digit) => sum + Math.min(count(guess, digit), count(secret, digit)),
        0,
      )
      const answer = feedback(guess, secret)
      expect([blackOf(answer), whiteOf(answer)]).toEqual([black, common - black])
      expect(feedback(secret, guess)).toBe(answer)
    }),
  )
})

/** How many codes gold needs 1, 2, 3 ... guesses for. */
function guessesOf(rules: CodeRules): number[] {
  const needed: number[] = []
  function follow(left: readonly string[], used: number) {
    const guess = bestGuess(rules, left)
    const parts = new Map<number, string[]>()
    for (const code of left) {
      const answer = feedback(guess, code)
      parts.set(answer, [...(parts.get(answer) ?? []), code])
    }
    for (const part of parts.values()) {
      if (part[0] === guess) needed[used] = (needed[used] ?? 0) + 1
      else follow(part, used + 1)
    }
  }
  follow(codes(rules), 0)
  return needed
}

test('is won by gold for every code of the standard in five guesses, as Knuth published', () => {
  // Knuth, "The Computer as Master Mind" (1976): 1, 6, 62, 533 and 694 of the 1,296 codes.
  expect(guessesOf({ pegs: 4, colours: 6, duplicates: true })).toEqual([1, 6, 62, 533, 694])
})

test.each([
  [{ pegs: 3, colours: 4, duplicates: true }, 64, 10],
  [{ pegs: 5, colours: 8, duplicates: true }, 32_768, 12],
  [{ pegs: 5, colours: 8, duplicates: false }, 6720, 12],
])('is won by gold for every code of %j', (rules, total, tries) => {
  const needed = guessesOf(rules)

  expect(needed.reduce((sum, count) => sum + count, 0)).toBe(total)
  expect(needed.length).toBeLessThanOrEqual(tries)
})

test.each([
  ['1122', '1122'],
  [' 1 1 2 2 ', '1122'],
  ['1,1,2,2', '1122'],
  ['[1, 1, 2, 2]', '1122'],
  ['My guess: 1-1-2-2!', '1122'],
  ['１１２２', '1122'],
  ['guess: 1122.', '1122'],
  ['1-1-2-2', '1122'],
])('reads %j as %s', (said, code) => {
  expect(codeOf(said, { pegs: 4, colours: 6 })).toEqual({ code })
})

test.each([
  'guess 1: 112',
  '1: 1 2 2',
  '-1 -1 -1 -1',
  '+1122',
  '-1122',
  '1, 1 2-2',
  '11 22',
  '',
  'red',
  '112',
  '11223',
  '1127',
  '0112',
  '1e22',
  '1122 3344',
])('refuses %j', (said) => {
  expect(codeOf(said, { pegs: 4, colours: 6 })).toEqual({
    problem: expect.stringContaining('give 4 digits from 1 to 6'),
  })
})

test('shows the whole board, and the code after the last guess', async () => {
  await using env = await make(mastermind, { options: { tries: 2 } })
  await env.reset({ seed: 5 })

  const first = await env.step('1111')
  const refused = await env.step('7777')
  const last = await env.step('2222')

  expect(first.observation).toMatch(/^1111: \d black, 0 white\n1 guess left\.$/)
  expect(refused.info['signals']).toEqual(first.info['signals'])
  expect(last.observation).toMatch(/^1111: .*\n2222: .*\nNo guess left: the code is [1-6]{4}\.$/)
  expect(last.terminated).toBe(true)
})

test.each([
  ['4 5 5 6 6 7 7', 2, true, [3, 4, 5, 6, 7, 8, 9]],
  ['4 4 5 5 6 6 7', 3, true, [3, 4, 5, 6, 7, 8, 9]],
  ['4 5 5 5 7', 4, true, [3, 4, 5, 6, 7]],
  ['4 5 6', 5, true, [3, 4, 5]],
  ['5 5 5 6 7 7', 4, false, [4, 5, 6, 7, 8, 9]],
])('is sure to be won from %s tries on: %s pegs, duplicates %s', (sure, pegs, duplicates, all) => {
  const needed = all.map((colours) => guessesOf({ pegs, colours, duplicates }).length)

  expect(needed.join(' ')).toBe(sure)
})

test('has codes without duplicates only where there are colours enough', async () => {
  const options = { duplicates: false, pegs: 5, colours: 9, tries: 1 }
  await using env = await make(mastermind, { options })
  const bad = async () => {
    await using few = await make(mastermind, { options: { duplicates: false, colours: 3 } })
    await few.reset({ seed: 0 })
  }

  for (let seed = 0; seed < 20; seed++) {
    await env.reset({ seed })
    const { observation } = await env.step('11111')
    const code = /code is (\d{5})\.$/.exec(observation)?.[1]
    expect(new Set(code).size).toBe(5)
  }
  await expect(bad()).rejects.toMatchObject({ name: 'ConfigError' })
})

describeKnobs(mastermind)
