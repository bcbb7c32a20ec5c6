import { commonWords } from '../words/index.ts'

const A = 97
const counts = new Uint8Array(128)

/**
 * The answer to a guess as a number in base 3, first letter lowest: 2 in its place (G), 1 elsewhere (Y), 0 not there.
 * A letter is answered with Y only as often as the secret has it beside its greens, from the left.
 */
export function feedback(guess: string, secret: string): number {
  for (let i = 0; i < secret.length; i++) {
    const letter = secret.charCodeAt(i)
    if (guess.charCodeAt(i) !== letter) counts[letter] = (counts[letter] ?? 0) + 1
  }
  let [answer, place] = [0, 1]
  for (let i = 0; i < secret.length; i++) {
    const letter = guess.charCodeAt(i)
    const free = counts[letter] ?? 0
    if (letter === secret.charCodeAt(i)) answer += 2 * place
    else if (free > 0) {
      counts[letter] = free - 1
      answer += place
    }
    place *= 3
  }
  counts.fill(0, A, A + 26)
  return answer
}

/** `G Y . . G`, one mark a letter. */
export function marks(answer: number, letters: number): string {
  let [row, left] = ['', answer]
  for (let i = 0; i < letters; i++) {
    row += `${i === 0 ? '' : ' '}${left % 3 === 2 ? 'G' : left % 3 === 1 ? 'Y' : '.'}`
    left = Math.floor(left / 3)
  }
  return row
}

const KEPT_ROWS = 5000
const rows = new Map<string, Uint16Array>()

/** What each everyday word of the guess's length would have answered; kept, since the same guesses come again. */
export function answersTo(guess: string): Uint16Array {
  const known = rows.get(guess)
  if (known) return known
  const row = Uint16Array.from(commonWords(guess.length), (word) => feedback(guess, word))
  if (rows.size >= KEPT_ROWS) rows.clear()
  rows.set(guess, row)
  return row
}
