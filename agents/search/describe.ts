import type { NameLore } from './names.ts'
import { askingOf, soughtBy } from './question.ts'
import {
  cleaned,
  type Described,
  hasNames,
  isNamed,
  type Thing,
  type Told,
  withNoun,
  wordsIn,
} from './thing.ts'
import {
  ADVERB,
  AUXILIARY,
  CARRIER,
  COPULA,
  DETERMINER,
  isContentToken,
  PARTICIPLE,
  PREPOSITION,
  RELATIVE,
  type Token,
  tokensOf,
} from './tokens.ts'
import type { Word } from './words.ts'

/** Takes a question apart, from what is asked for to the names that it starts from. */
export function describe(text: string, lore: NameLore): Described {
  const asking = askingOf(text)
  const tokens = tokensOf(text, asking, lore)
  let at = 0
  const peek = (ahead = 0): Token | undefined => tokens[at + ahead]
  const isWord = (pattern: RegExp, ahead = 0) => {
    const token = peek(ahead)
    return token?.type === 'word' && pattern.test(token.text)
  }
  const isContent = (ahead = 0) => {
    const token = peek(ahead)
    return token !== undefined && isContentToken(token)
  }
  const takeWord = (): Word[] => {
    const token = tokens[at++]
    return token?.type === 'word' ? [token.word] : []
  }

  /** Content words side by side from here on, adjectives and noun, without a participle that begins what is told. */
  function runLength(from: number): number {
    let length = 0
    while (isContent(from + length)) {
      if (length > 0 && isWord(PARTICIPLE, from + length)) break
      length++
    }
    return length
  }

  const startsRelative = (ahead = 0) =>
    isWord(RELATIVE, ahead) ||
    (isWord(PREPOSITION, ahead) && isWord(/^(?:which|whom|whose)$/, ahead + 1))

  const isTold = (ahead: number) =>
    isWord(/^of$/, ahead) ||
    startsRelative(ahead) ||
    (isWord(PARTICIPLE, ahead) && isWord(PREPOSITION, ahead + 1))

  const startsThing = (): boolean => {
    if (peek()?.type === 'name') return true
    const skip = isWord(DETERMINER) ? 1 : 0
    if (skip === 0) return false
    if (peek(1)?.type === 'name') return true
    const run = runLength(1)
    return run > 0 && (isTold(1 + run) || peek(1 + run)?.type === 'name')
  }

  /** @param pending Clauses around it that wait for their verb. */
  function thing(pending: number): Thing {
    if (isWord(DETERMINER)) at++
    const run = runLength(0)
    if (peek(run)?.type === 'name') {
      // "The opera The Salt Road": the name says all.
      at += run
      const { text: name = '' } = peek() ?? {}
      at++
      return owned({ name })
    }
    const words = Array.from({ length: run }, takeWord).flat()
    return nounPhrase(words, pending)
  }

  /** "Ada's teacher". */
  function owned(owner: Thing): Thing {
    if (peek()?.text !== "'s") return owner
    at++
    const words = Array.from({ length: runLength(0) }, takeWord).flat()
    const noun = words.at(-1) ?? null
    return owned({ sought: soughtBy('which', '', noun), noun, told: [{ words, of: owner }] })
  }

  function nounPhrase(words: readonly Word[], pending: number): Described {
    const noun = words.at(-1) ?? null
    if (noun && CARRIER.test(noun.text.toLowerCase()) && isWord(/^of$/)) {
      at++
      const carried = thing(pending)
      const { sought } = shaped(noun)
      if (isNamed(carried)) return { sought, noun, told: [{ words: [], of: carried }] }
      const told = carried.noun ? withNoun(carried.told, carried.noun) : carried.told
      return /^(?:name|title|identity)$/i.test(noun.text) ? carried : { sought, noun, told }
    }
    const told: Told[] = []
    while (isTold(0)) {
      if (startsRelative()) told.push(...relative(pending))
      else if (isWord(/^of$/)) {
        at++
        if (!startsThing() && !isContent()) break
        told.push(startsThing() ? { words, of: thing(pending) } : { words: takeWord(), of: null })
      } else told.push(clause(pending))
    }
    return { ...shaped(noun), told }
  }

  const shaped = (noun: Word | null) => ({ sought: soughtBy('which', '', noun), noun })

  function relative(pending: number): readonly Told[] {
    if (isWord(PREPOSITION)) at++
    at++
    // "The year in which": the clause begins behind it.
    if (isWord(DETERMINER) && runLength(1) === 2 && isWord(/s$/, 2) && startsRelative(3)) {
      // "The mountain where the river rises on which": the verb stands before what is told.
      at++
      const [noun = null] = takeWord()
      const words = takeWord()
      return [{ words, of: { ...shaped(noun), told: relative(pending) } }]
    }
    if (startsThing()) {
      const subject = thing(pending + 1)
      return [{ words: verb(pending + 1), of: subject }]
    }
    if (isWord(COPULA)) {
      at++
      if (startsThing()) return identified(thing(pending))
    }
    return clauses(pending)
  }

  /** "Is the author of": what is told of the author is told of it. */
  const identified = (same: Thing): readonly Told[] =>
    isNamed(same)
      ? [{ words: [], of: same }]
      : same.noun
        ? withNoun(same.told, same.noun)
        : same.told

  /** Verbs that stand behind their subjects: one each for the clauses that wait, the rest for this one. */
  function verb(pending: number): readonly Word[] {
    const isTail = (token: Token | undefined) =>
      token?.type === 'word' && !DETERMINER.test(token.text) && !/^(?:and|but|or)$/.test(token.text)
    let end = at
    while (isTail(tokens[end])) end++
    const count = tokens.slice(at, end).filter(isContentToken).length
    let left = Math.max(1, count - pending + 1)
    const words: Word[] = []
    while (at < end) {
      if (!isContent()) {
        if (left === 0 && !isWord(PREPOSITION)) break
        at++
        continue
      }
      const isComplete = words.some(({ text: said }) => !ADVERB.test(said))
      if (left === 0 || (isComplete && isWord(PARTICIPLE))) break
      left--
      words.push(...takeWord())
    }
    return words
  }

  function clause(pending: number): Told {
    const words: Word[] = []
    while (at < tokens.length) {
      if (startsThing()) {
        const of = thing(pending)
        takeRest(words)
        // "A book about the art of navigation": no name to start from.
        if (words.length > 0 && !hasNames(of))
          return { words: [...words, ...wordsIn(of)], of: null }
        return { words, of }
      }
      if (words.length > 0 && isJoint()) break
      if (pending > 0 && words.length > 0 && isWord(AUXILIARY)) break
      if (isContent()) words.push(...takeWord())
      else at++
    }
    return { words, of: null }
  }

  /** "Mayor of Karn in 1919", "chose Ada as mayor": what stands behind with a preposition. */
  function takeRest(words: Word[]): void {
    while (isWord(PREPOSITION)) {
      const ahead = isWord(/^year$/, isWord(DETERMINER, 1) ? 2 : 1)
        ? isWord(DETERMINER, 1)
          ? 3
          : 2
        : 1
      if (!isContent(ahead)) return
      at += ahead
      words.push(...takeWord())
    }
  }

  const isJoint = () =>
    isWord(/^(?:and|but)$/) &&
    !isWord(/^(?:before|after|\d+|not)$/, 1) &&
    peek(1)?.type === 'word' &&
    !isWord(DETERMINER, 1)

  function clauses(pending: number): readonly Told[] {
    const told = [clause(pending)]
    while (isJoint()) {
      at++
      told.push(clause(pending))
    }
    return told
  }

  // What is asked for.
  const head = headOf()
  const noun = nounOf(asking.word, head)
  const told: Told[] = []
  const sought = soughtBy(asking.word, text.slice(asking.end), noun)
  if (head.length > 0 && (peek()?.type === 'mark' || isWord(/^and$/))) skipTo(AUXILIARY)
  if (head.length > 0 && isTold(0)) {
    const { told: own } = nounPhrase(head, 1)
    told.push(...own)
  }
  const isCopula = isWord(COPULA)
  const isIdentity = isCopula && head.length === 0 && isWhoOrWhat(text, asking)
  if (isWord(AUXILIARY)) at++
  if (startsThing() && (isCopula || tokens[at - 1]?.type === 'word' || head.length > 0)) {
    const subject = thing(isIdentity ? 0 : 1)
    if (isIdentity && !isNamed(subject)) {
      const own = [...subject.told, ...clauses(0)]
      return cleaned({
        ...(asking.word.startsWith('who') ? { ...subject, sought } : subject),
        told: own,
      })
    }
    const words = [...head.filter((word) => word !== noun), ...verb(1)]
    takeRest(words)
    told.push({ words, of: subject })
  }
  while (at < tokens.length) {
    const before = at
    told.push(...clauses(0))
    if (at === before) at++
  }
  return cleaned({ sought, noun, told })

  /** The noun behind what asks, with its adjectives, but not the verb behind it. */
  function headOf(): readonly Word[] {
    if (!/^(?:what|which|how many|how much)$/.test(asking.word)) return []
    if (isWord(DETERMINER) && asking.at === 0) at++
    const run = runLength(0)
    const isVerbLast =
      !isTold(run) && !isWord(AUXILIARY, run) && run > 1 && at + run < tokens.length
    const length = isVerbLast && peek(run)?.type !== 'mark' ? run - 1 : run
    return Array.from({ length }, takeWord).flat()
  }

  function skipTo(pattern: RegExp): void {
    const next = tokens.findIndex(
      (token, index) => index > at && token.type === 'word' && pattern.test(token.text),
    )
    if (next > 0) at = next
  }
}

/** "How many kilometres long": the plural is counted. */
const nounOf = (asks: string, head: readonly Word[]): Word | null =>
  (asks.startsWith('how')
    ? (head.filter(({ text }) => /s$/.test(text)).at(-1) ?? head[0])
    : null) ??
  head.at(-1) ??
  null

const isWhoOrWhat = (text: string, asking: { readonly word: string; readonly at: number }) =>
  /^(?:who|what|which)$/.test(asking.word) &&
  !/\b(?:to|by|under|for|with|in|on|at)\s+$/i.test(text.slice(0, asking.at))
