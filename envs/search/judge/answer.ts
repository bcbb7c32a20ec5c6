import type { Question } from '../questions/question.ts'
import { comparable, normalise } from './normalise.ts'

export interface Answer {
  readonly text: string
  /** The agent says that the corpus does not tell. */
  readonly unanswerable: boolean
}

export interface AnswerJudgement {
  readonly solved: boolean
  /** 1 where it is the gold answer, word for word after normalisation. */
  readonly exactMatch: number
  /** 1 where it is the gold answer or an alias. */
  readonly aliasMatch: number
  /** Overlap of words with the best of them. */
  readonly f1: number
  /** That there is no answer was said, and is so. */
  readonly unanswerableRight: boolean
}

/** What an agent may say instead of the flag. */
const refusals = new Set(
  [
    ...[
      'unknown',
      'unanswerable',
      'not known',
      'no answer',
      'there is no answer',
      'not answerable',
    ],
    ...['cannot be answered', 'cannot be determined', 'not stated', 'insufficient information'],
    ...['the corpus does not tell', 'i do not know', 'i dont know'],
  ].map(normalise),
)

/** Judges an answer by the question alone; how it was found is judged elsewhere. null: none was given. */
export function judgeAnswer(
  { answers }: Pick<Question, 'answers'>,
  answer: Answer | null,
): AnswerJudgement {
  if (answer === null) return nothing
  const refused = answer.unanswerable || refusals.has(normalise(answer.text))
  const [gold] = answers
  if (gold === undefined) return refused ? rightRefusal : nothing
  // Who says both that there is no answer and what it is has hedged.
  if (answer.unanswerable) return nothing
  const given = comparable(answer.text)
  const isMatch = (one: string) => given !== '' && comparable(one) === given
  const aliasMatch = answers.some(isMatch) ? 1 : 0
  return {
    solved: aliasMatch === 1,
    exactMatch: isMatch(gold) ? 1 : 0,
    aliasMatch,
    f1: Math.max(...answers.map((one) => f1Of(answer.text, one))),
    unanswerableRight: false,
  }
}

const nothing: AnswerJudgement = {
  ...{ solved: false, exactMatch: 0, aliasMatch: 0, f1: 0, unanswerableRight: false },
}
const rightRefusal: AnswerJudgement = {
  ...{ solved: true, exactMatch: 1, aliasMatch: 1, f1: 1, unanswerableRight: true },
}

/** Harmonic mean of precision and recall over words, counted as often as they occur (SQuAD). */
export function f1Of(given: string, gold: string): number {
  const [said, wanted] = [comparableWords(given), comparableWords(gold)]
  const left = new Map<string, number>()
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of said) {
    const count = left.get(word) ?? 0
    if (count === 0) continue
    left.set(word, count - 1)
    shared++
  }
  return shared === 0 ? 0 : (2 * shared) / (said.length + wanted.length)
}

function comparableWords(text: string): readonly string[] {
  const words = comparable(text)
  return words === '' ? [] : words.split(' ')
}
