/** A sentence of a page, verbatim, under the heading it stands below. */
export interface Sentence {
  readonly text: string
  readonly heading: string
  /** From 0; the first ones say what the page is about. */
  readonly at: number
}

/** Splits a page; headings are lines of few words without an end, and lines of a list are sentences. */
export function sentencesOf(text: string): readonly Sentence[] {
  const sentences: Sentence[] = []
  let heading = ''
  for (const line of text.split(/\n+/)) {
    const plain = line.trim()
    if (plain === '') continue
    if (isHeading(plain)) {
      heading = plain
      continue
    }
    for (const sentence of splitLine(plain)) {
      sentences.push({ text: sentence, heading, at: sentences.length })
    }
  }
  return sentences
}

const isHeading = (line: string) =>
  line.split(/\s+/).length <= 6 && !/[.!?:;,|]/.test(line) && !/^[-*•\d]/.test(line)

/** A point after a single letter, or a shortened word, ends nothing. */
function splitLine(line: string): readonly string[] {
  const parts: string[] = []
  let from = 0
  for (const { index, 0: mark } of line.matchAll(/[.!?]["”')\]]?\s+(?=["“'([]?[\p{Lu}\p{N}])/gu)) {
    const before = line.slice(from, index)
    if (/(?:^|[\s(])(?:\p{Lu}|St|Mt|Dr|Mr|Mrs|No|c|ca)$/u.test(before)) continue
    parts.push(line.slice(from, index + mark.length).trim())
    from = index + mark.length
  }
  return [...parts, line.slice(from).trim()].filter((part) => part !== '')
}

/** Pages are read, never obeyed: what speaks to the reader is no evidence. */
export const isInstruction = (sentence: string): boolean =>
  /\b(?:ignore|disregard|instructions?|you (?:must|should|are)|answer (?:with|the question|that)|must answer|respond|reply|assistants?|language models?|system (?:note|message|prompt))\b/i.test(
    sentence,
  )

/** A sentence that says how else its subject is called leads nowhere. */
export const isAliasing = (sentence: string): boolean =>
  /\b(?:known as|called|names?|nicknamed?|alias|formerly|spel(?:t|led|ling)s?|pseudonym)\b/iu.test(
    sentence,
  )
