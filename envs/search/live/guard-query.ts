import { wordsOf } from '../judge/normalise.ts'

/** So many words in a row of the question are a quotation of it. */
const QUOTED_WORDS = 8
/** As many, where words are written without spaces. */
const QUOTED_SIGNS = 16
const SIGN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u
/** A shorter question is quoted where all but this share of it stands there in a row. */
const QUOTED_SHARE = 0.8
/** Answers that any query may hold. */
const COMMON = new Set(['yes', 'no', 'true', 'false', 'none'])

/**
 * Why a query is refused, or null: it quotes the question (Chaining the Evidence, C-GRPO, refuses such
 * queries), or holds an answer that the question does not name. An agent that asks so looks for the source of the
 * question, or was told the answer.
 */
export function guardQuery(
  query: string,
  question: string,
  answers: readonly string[],
): string | null {
  const asked = unitsOf(query)
  const words = unitsOf(question)
  const most = SIGN.test(question) ? QUOTED_SIGNS : QUOTED_WORDS
  const needed = Math.min(most, Math.max(3, Math.ceil(words.length * QUOTED_SHARE)))
  if (asked.join(' ') === words.join(' ') && words.length > 0) return 'it is the question itself'
  const shared = longestShared(asked, words)
  if (shared >= needed) return `it quotes ${shared} words of the question in a row`
  const held = answers.find((answer) => isTold(answer, asked, words))
  return held === undefined ? null : 'it holds the answer to the question'
}

/** Whether a query names an answer, as whole words, which the question does not name itself. */
function isTold(answer: string, asked: readonly string[], words: readonly string[]): boolean {
  const name = unitsOf(answer).join(' ')
  const isCommon = COMMON.has(name) || (name.length < 2 && !SIGN.test(name))
  return !isCommon && holds(asked, name) && !holds(words, name)
}

/** Words, and signs of scripts that write none apart. */
const unitsOf = (text: string): readonly string[] =>
  wordsOf(text).flatMap((word) =>
    SIGN.test(word)
      ? word.split(
          /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])|(?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}])/u,
        )
      : [word],
  )

const holds = (words: readonly string[], name: string): boolean =>
  name !== '' && ` ${words.join(' ')} `.includes(` ${name} `)

/** Words in a row that two texts have in common, at most. */
function longestShared(one: readonly string[], other: readonly string[]): number {
  let before = new Uint32Array(other.length + 1)
  let longest = 0
  for (const word of one) {
    const here = new Uint32Array(other.length + 1)
    for (const [at, same] of other.entries()) {
      if (word !== same) continue
      here[at + 1] = (before[at] ?? 0) + 1
      longest = Math.max(longest, here[at + 1] ?? 0)
    }
    before = here
  }
  return longest
}
