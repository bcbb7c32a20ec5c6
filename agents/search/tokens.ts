import { bareTitle, type NameLore, namesIn } from './names.ts'
import { isFunctionWord, type Word, wordsOf } from './words.ts'

/** A name, a word or a mark of a question. */
export type Token =
  | { readonly type: 'name'; readonly text: string }
  | { readonly type: 'word'; readonly text: string; readonly word: Word }
  | { readonly type: 'mark'; readonly text: string }

export const DETERMINER = /^(?:the|an?|this|these|those|its|his|her|their)$/
export const RELATIVE = /^(?:who|whom|which|that|where|whose|when)$/
export const PREPOSITION =
  /^(?:of|as|in|on|at|by|to|from|for|with|under|over|past|through|into|about|near|during|across|along)$/
export const AUXILIARY = /^(?:is|are|was|were|be|been|did|does|do|has|have|had)$/
export const COPULA = /^(?:is|are|was|were|be|been)$/
export const PARTICIPLE =
  /(?:[^e]ed|born|built|drawn|held|led|won|written|taught|made|given|known|sung|fought)$/
export const ADVERB = /^(?:first|last|also|ever|later|originally|finally|once|\p{L}+ly)$/iu
/** "The date of the death of": what comes behind is meant. */
export const CARRIER = /^(?:name|date|day|year|number|title|place|time|amount|identity|full)$/

/** Whether it is a word that says what a question is about. */
export const isContentToken = (token: Token) =>
  token.type === 'word' &&
  !isFunctionWord(token.text) &&
  !RELATIVE.test(token.text) &&
  !PREPOSITION.test(token.text)

/** What a question says beside what asks, in order; what asks at the end is taken first. */
export function tokensOf(
  text: string,
  asking: { readonly at: number; readonly end: number },
  lore: NameLore,
): readonly Token[] {
  const names = namesIn(text, { ...lore, titles: lore.titles.map(bareTitle) })
  const isInName = (at: number) => names.some(({ from, to }) => at >= from && at < to)
  const words = wordsOf(text).filter(({ at }) => !isInName(at))
  const all = [
    ...names.map(({ text: name, from }) => ({
      at: from,
      token: { type: 'name', text: name } as Token,
    })),
    ...words.map((word) => ({
      at: word.at,
      token: { type: 'word', text: word.text.toLowerCase(), word } as Token,
    })),
    ...[...text.matchAll(/[,;:]|['’]s\b/g)]
      .filter(({ index }) => !isInName(index))
      .map(({ 0: mark, index }) => ({
        at: index,
        token: { type: 'mark', text: mark.replace('’', "'") } as Token,
      })),
  ]
  const sorted = all.sort((a, b) => a.at - b.at)
  const tokens = (list: typeof all) =>
    list
      .map(({ token }) => token)
      .filter((token, index, own) => token.text !== 's' || own[index - 1]?.text !== "'s")
  const before = tokens(sorted.filter(({ at }) => at < asking.at))
  const after = tokens(sorted.filter(({ at }) => at >= asking.end))
  // "The town where Ada was born lies on which river": what asks comes first here.
  return before.some(({ type }) => type === 'name')
    ? [...after, ...before.filter(({ type }) => type !== 'mark')]
    : [
        ...after,
        ...before
          .filter(({ text: said }) => /\d/.test(said) || PREPOSITION.test(said))
          .slice(before.length > 1 ? 0 : 1),
      ]
}
