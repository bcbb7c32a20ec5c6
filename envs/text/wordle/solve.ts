import { commonWords } from '../words/index.ts'
import { answersTo, feedback } from './feedback.ts'

/** Numbers of the everyday words that would have answered every guess as the secret did. */
export function candidates(secret: string, guesses: readonly string[]): number[] {
  const rows = guesses.map(answersTo)
  const answers = guesses.map((guess) => feedback(guess, secret))
  const left: number[] = []
  const total = commonWords(secret.length).length
  for (let word = 0; word < total; word++) {
    if (rows.every((row, index) => row[word] === answers[index])) left.push(word)
  }
  return left
}

/** How many there are of them, without a list. */
export function countCandidates(secret: string, guesses: readonly string[]): number {
  const rows = guesses.map(answersTo)
  const answers = guesses.map((guess) => feedback(guess, secret))
  const total = commonWords(secret.length).length
  let count = 0
  next: for (let word = 0; word < total; word++) {
    for (let index = rows.length - 1; index >= 0; index--) {
      if (rows[index]?.[word] !== answers[index]) continue next
    }
    count++
  }
  return count
}

/**
 * The everyday word that leaves the fewest candidates on average, one of them where it makes no difference; with
 * one guess left, the first candidate.
 */
export function bestGuess(letters: number, left: readonly number[], tries: number): string {
  const words = commonWords(letters)
  const first = words[left[0] ?? 0] as string
  if (left.length <= 2 || tries <= 1) return first
  if (left.length === words.length) return opening(letters)
  return leastLeft(words, left)
}

const openings = new Map<number, string>()

function opening(letters: number): string {
  const words = commonWords(letters)
  const known = openings.get(letters) ?? leastLeft(words, [...words.keys()])
  openings.set(letters, known)
  return known
}

function leastLeft(words: readonly string[], left: readonly number[]): string {
  const sizes = new Uint16Array(3 ** (words[0] ?? '').length)
  const isCandidate = new Set(left)
  let [best, least] = ['', Number.POSITIVE_INFINITY]
  for (const [number, guess] of words.entries()) {
    const row = answersTo(guess)
    sizes.fill(0)
    let squares = 0
    for (const word of left) {
      const answer = row[word] ?? 0
      const size = sizes[answer] ?? 0
      squares += 2 * size + 1
      sizes[answer] = size + 1
    }
    // A candidate may be the secret.
    const cost = squares - (isCandidate.has(number) ? 1 : 0)
    if (cost < least) [best, least] = [guess, cost]
  }
  return best
}
