/** Characters of English to a token of a common vocabulary, on average. */
const CHARS_PER_TOKEN = 4

/** An estimate that needs no vocabulary: budgets are the same for every model. */
export const tokensIn = (text: string): number => Math.ceil(text.length / CHARS_PER_TOKEN)

export const charsOf = (tokens: number): number => tokens * CHARS_PER_TOKEN

/** The beginning that fits so many tokens, never half a character. */
export function cutTo(text: string, tokens: number): string {
  const most = charsOf(Math.max(0, tokens))
  if (text.length <= most) return text
  const at = isHigh(text.charCodeAt(most - 1)) ? most - 1 : most
  return text.slice(0, Math.max(0, at))
}

/** First half of a character beyond 16 bits. */
export const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff
