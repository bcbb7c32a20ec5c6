import { feedback } from './feedback.ts'

/** What codes are made of. */
export interface CodeRules {
  readonly pegs: number
  readonly colours: number
  readonly duplicates: boolean
}

/** Above this many codes, only some of the consistent ones are weighed. */
const MOST_WEIGHED = 1500
const SOME = 24
const SAMPLED = 256

const lists = new Map<string, readonly string[]>()

export function countCodes({ pegs, colours, duplicates }: CodeRules): number {
  let count = 1
  for (let peg = 0; peg < pegs; peg++) count *= duplicates ? colours : colours - peg
  return count
}

/** Every code, in ascending order. */
export function codes({ pegs, colours, duplicates }: CodeRules): readonly string[] {
  const key = `${pegs}/${colours}/${duplicates}`
  const known = lists.get(key)
  if (known) return known
  const digits = Array.from({ length: colours }, (_, index) => String(index + 1))
  let list: string[] = ['']
  for (let peg = 0; peg < pegs; peg++) {
    list = list.flatMap((code) =>
      digits.filter((digit) => duplicates || !code.includes(digit)).map((digit) => code + digit),
    )
  }
  if (lists.size >= 4) lists.clear()
  lists.set(key, list)
  return list
}

/** The codes that would have answered every guess as the secret one did. */
export function consistent(
  rules: CodeRules,
  code: string,
  guesses: readonly string[],
): readonly string[] {
  const answers = guesses.map((guess) => feedback(guess, code))
  if (guesses.length === 0) return codes(rules)
  return codes(rules).filter((other) =>
    guesses.every((guess, index) => feedback(guess, other) === answers[index]),
  )
}

/**
 * Knuth's choice where all codes can be weighed: the smallest of the largest parts that a guess may leave, consistent
 * guesses first. Where there are more, the best of some consistent ones.
 */
export function bestGuess(rules: CodeRules, left: readonly string[]): string {
  const all = codes(rules)
  if (left.length <= 2) return left[0] as string
  if (left.length === all.length) return opening(rules)
  if (all.length <= MOST_WEIGHED) return known(rules, left)
  const weighed = spread(left, SOME)
  return leastWorst(weighed, spread(left, SAMPLED))
}

const KEPT = 5000
const choices = new Map<string, string>()

/** The same positions come again and again, and follow from the codes that are left. */
function known(rules: CodeRules, left: readonly string[]): string {
  const key = `${rules.pegs}/${rules.colours}/${rules.duplicates}/${left.join('')}`
  const choice = choices.get(key) ?? leastWorst([...left, ...codes(rules)], left)
  if (choices.size >= KEPT) choices.clear()
  choices.set(key, choice)
  return choice
}

/** Colours by twos: 1122, 11223. */
function opening({ pegs, colours, duplicates }: CodeRules): string {
  return Array.from({ length: pegs }, (_, peg) =>
    duplicates ? 1 + Math.min(peg >> 1, colours - 1) : 1 + peg,
  ).join('')
}

function leastWorst(guesses: readonly string[], left: readonly string[]): string {
  const sizes = new Uint32Array(256)
  let [best, least] = [guesses[0] as string, Number.POSITIVE_INFINITY]
  for (const guess of guesses) {
    sizes.fill(0)
    let worst = 0
    for (const code of left) {
      const answer = feedback(guess, code)
      const size = (sizes[answer] ?? 0) + 1
      sizes[answer] = size
      if (size > worst) {
        worst = size
        if (worst >= least) break
      }
    }
    if (worst < least) [best, least] = [guess, worst]
  }
  return best
}

/** At most so many of them, evenly spread. */
function spread(items: readonly string[], most: number): readonly string[] {
  if (items.length <= most) return items
  return Array.from(
    { length: most },
    (_, i) => items[Math.floor((i * items.length) / most)] as string,
  )
}
