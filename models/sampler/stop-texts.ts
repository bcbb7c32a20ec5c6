import { ConfigError } from '../../core/index.ts'
import type { TokenVocabulary } from './sampler.ts'

/** Watches the tokens of one sample for texts that end it. */
export interface StopTexts {
  /** Whether one of the texts ends within this token, wherever in the sample it began. */
  push(id: number): boolean
}

/**
 * Matches by bytes (Aho and Corasick 1975): a text may begin or end inside a token, and a character may be
 * shared by two. A token without bytes (a special one) interrupts every text.
 * @throws ConfigError for an empty text.
 */
export function createStopTexts(texts: readonly string[], vocabulary: TokenVocabulary): StopTexts {
  const root = createAutomaton(texts.map(bytesOf))
  let state = root
  return {
    push(id) {
      const bytes = vocabulary.bytes[id] ?? null
      if (bytes === null) {
        state = root
        return false
      }
      let hasEnded = false
      for (const byte of bytes) {
        state = after(state, byte) ?? root
        if (state.isEnd) hasEnded = true
      }
      return hasEnded
    },
  }
}

function bytesOf(text: string): Uint8Array {
  if (text === '') {
    throw new ConfigError('Cannot stop at a text: it is empty (give one character or more)')
  }
  return new TextEncoder().encode(text)
}

/** What was read last, as far as it begins a text. */
interface State {
  readonly next: Map<number, State>
  isEnd: boolean
  /** The longest end of it that begins a text, too; none of nothing. */
  fallback: State | undefined
}

/** Where a byte goes no further, the longest end of what was read that begins a text goes on. */
function after(state: State, byte: number): State | undefined {
  let at: State | undefined = state
  while (at && !at.next.has(byte)) at = at.fallback
  return at?.next.get(byte)
}

/** The state in which nothing has been read. */
function createAutomaton(texts: readonly Uint8Array[]): State {
  const root: State = { next: new Map(), isEnd: false, fallback: undefined }
  for (const text of texts) {
    let state = root
    for (const byte of text) {
      const next: State = state.next.get(byte) ?? { next: new Map(), isEnd: false, fallback: root }
      state.next.set(byte, next)
      state = next
    }
    state.isEnd = true
  }
  const queue = [root]
  for (const { next, fallback } of queue) {
    for (const [byte, state] of next) {
      state.fallback = (fallback && after(fallback, byte)) ?? root
      if (state.fallback.isEnd) state.isEnd = true
      queue.push(state)
    }
  }
  return root
}
