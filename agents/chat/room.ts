import type { ChatSettings } from './options.ts'

/** How many tokens a conversation takes, as far as it can be known before the server counts. */
export interface Room {
  /** Learns from a count: how many tokens so many characters were. */
  calibrate(characters: number, tokens: number): void
  /** Learns the size of the context from a server's error. */
  learnLimit(tokens: number | null): void
  tokensOf(characters: number): number
  /** Whether a prompt of this length leaves too little for an answer; false where the size is not known. */
  isFull(characters: number): boolean
  /** Characters to cut a prompt of this length down to, so that some turns follow before the next time. */
  target(characters: number): number
}

const CHARACTERS_A_TOKEN = 3.5
/** Of the context: what a conversation is cut down to. */
const KEPT = 0.6

export function createRoom({ contextTokens, maxTokens }: ChatSettings): Room {
  let limit = contextTokens ?? null
  let ratio = CHARACTERS_A_TOKEN
  /** The last count: what a prompt has more or less than it is all that is estimated. */
  let counted = { characters: 0, tokens: 0 }
  const usable = (size: number) => size - Math.min(maxTokens ?? Math.min(1024, size / 4), size / 2)
  const promptTokens = (characters: number) =>
    counted.tokens + (characters - counted.characters) / ratio
  return {
    calibrate(characters, tokens) {
      const [more, moreTokens] = [characters - counted.characters, tokens - counted.tokens]
      const isLonger = more > 0 && moreTokens > 0
      const found = isLonger ? more / moreTokens : characters / Math.max(1, tokens)
      ratio = Math.min(8, Math.max(0.5, found))
      counted = { characters, tokens }
    },
    learnLimit(tokens) {
      if (tokens !== null && tokens > 0) limit = Math.min(limit ?? tokens, tokens)
    },
    tokensOf: (characters) => Math.ceil(characters / ratio),
    isFull: (characters) => limit !== null && promptTokens(characters) > usable(limit),
    target(characters) {
      if (limit === null) return characters / 2
      const fitting = counted.characters + (KEPT * usable(limit) - counted.tokens) * ratio
      // The server may have refused what was thought to fit: it shrinks in any case.
      return Math.min(fitting, 0.75 * characters)
    },
  }
}
