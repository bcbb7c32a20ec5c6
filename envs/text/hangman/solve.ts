import { commonWords } from '../words/index.ts'

/** What the player has seen: letters in their places, and what was refused. */
interface Seen {
  /** Uncovered letters, `_` for the others. */
  readonly pattern: string
  readonly letters: string
  readonly words: readonly string[]
}

/** The everyday words that fit the pattern, the letters that are not there, and the words it is not. */
export function fitting({ pattern, letters, words }: Seen): readonly string[] {
  return commonWords(pattern.length).filter((word) => {
    for (let i = 0; i < word.length; i++) {
      const [letter, shown] = [word[i] ?? '', pattern[i]]
      // A letter that was guessed is shown wherever it is.
      if (shown === '_' ? letters.includes(letter) : shown !== letter) return false
    }
    return !words.includes(word)
  })
}

/** In the order of their use, so that ties go to the likelier. */
const LETTERS = [...'etaoinshrdlcumwfgypbvkjxqz']
/** Where so few words are left, the two safest letters are followed to the end. */
const FOLLOWED = 60
const SAFEST = 2

/** The letter that goes wrong for the fewest words, or the word where one is left. */
export function bestGuess(left: readonly string[]): string | null {
  if (left.length <= 1) return left[0] ?? null
  const choices = choicesOf(left)
  if (left.length > FOLLOWED) return choices[0]?.letter ?? null
  const known = new Map<string, number>()
  let [best, least] = [choices[0], Number.POSITIVE_INFINITY]
  for (const choice of choices.slice(0, SAFEST)) {
    const cost = costOf(choice, known)
    if (cost < least) [best, least] = [choice, cost]
  }
  return best?.letter ?? null
}

interface Choice {
  readonly letter: string
  readonly wrong: readonly string[]
  readonly parts: readonly (readonly string[])[]
}

/** Letters that tell words apart, the safest first. */
function choicesOf(left: readonly string[]): readonly Choice[] {
  const choices: Choice[] = []
  for (const letter of LETTERS) {
    const parts = new Map<number, string[]>()
    for (const word of left) {
      const places = placesOf(letter, word)
      const part = parts.get(places)
      if (part) part.push(word)
      else parts.set(places, [word])
    }
    if (parts.size === 1) continue
    const wrong = parts.get(0) ?? []
    parts.delete(0)
    choices.push({ letter, wrong, parts: [...parts.values()] })
  }
  return choices.sort((a, b) => a.wrong.length - b.wrong.length || b.parts.length - a.parts.length)
}

function placesOf(letter: string, word: string): number {
  let places = 0
  for (let i = 0; i < word.length; i++) if (word[i] === letter) places |= 1 << i
  return places
}

/** Wrong guesses that the unluckiest of these words costs. */
function worstOf(left: readonly string[], known: Map<string, number>): number {
  if (left.length <= 1) return 0
  const key = left.join()
  const found = known.get(key)
  if (found !== undefined) return found
  let least = Number.POSITIVE_INFINITY
  for (const choice of choicesOf(left).slice(0, SAFEST)) {
    least = Math.min(least, costOf(choice, known))
    if (least === 0) break
  }
  known.set(key, least)
  return least
}

function costOf({ wrong, parts }: Choice, known: Map<string, number>): number {
  let worst = wrong.length > 0 ? 1 + worstOf(wrong, known) : 0
  for (const part of parts) worst = Math.max(worst, worstOf(part, known))
  return worst
}

/** The parts that a guess tells apart, wrong guesses under null. */
export function partsOf(guess: string, left: readonly string[]): Map<string | null, string[]> {
  const parts = new Map<string | null, string[]>()
  for (const word of left) {
    const places = guess.length > 1 ? (guess === word ? -1 : 0) : placesOf(guess, word)
    const key = places === 0 ? null : String(places)
    const part = parts.get(key)
    if (part) part.push(word)
    else parts.set(key, [word])
  }
  return parts
}
