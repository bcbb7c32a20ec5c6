import { canonicalJson, type Json } from '../../../core/index.ts'

/** Texts of more words than that are graded; shorter ones are right or wrong. */
const SHORT_WORDS = 4

/** What two texts are compared by: without case, accents' encoding, and what spaces there are. */
export const normalised = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

const wordsOf = (text: string): readonly string[] => normalised(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** F-measure of the longest common subsequence of words, in [0, 1]. */
export function rougeL(predicted: string, gold: string): number {
  const [a, b] = [wordsOf(predicted), wordsOf(gold)]
  if (a.length + b.length === 0) return normalised(predicted) === normalised(gold) ? 1 : 0
  return (2 * commonWords(a, b)) / (a.length + b.length)
}

function commonWords(a: readonly string[], b: readonly string[]): number {
  let above = new Float64Array(b.length + 1)
  for (const word of a) {
    const row = new Float64Array(b.length + 1)
    for (const [at, other] of b.entries()) {
      row[at + 1] =
        word === other ? (above[at] ?? 0) + 1 : Math.max(above[at + 1] ?? 0, row[at] ?? 0)
    }
    above = row
  }
  return above[b.length] ?? 0
}

/**
 * How near a value comes to the recorded one: texts of a few words exactly, longer ones by ROUGE-L where it
 * reaches the gate, anything else as data.
 */
export function valueScore(predicted: unknown, gold: unknown, gate: number): number {
  if (typeof predicted === 'string' && typeof gold === 'string') {
    if (normalised(predicted) === normalised(gold)) return 1
    if (wordsOf(gold).length <= SHORT_WORDS) return 0
    const score = rougeL(predicted, gold)
    // The same words, but not the same text: punctuation alone is no mistake.
    return score >= gate ? score : 0
  }
  if (isTexts(predicted) && isTexts(gold)) {
    return predicted.length === gold.length &&
      predicted.every((text, at) => normalised(text) === normalised(gold[at] ?? ''))
      ? 1
      : 0
  }
  return canonicalJson((predicted ?? null) as Json) === canonicalJson((gold ?? null) as Json)
    ? 1
    : 0
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
