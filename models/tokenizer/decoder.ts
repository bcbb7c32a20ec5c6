import type { TokenDecoder } from './tokenizer.ts'

/** Bytes of a token; a whole one (an added token) continues no character of the one before. */
interface TokenBytes {
  readonly bytes: Uint8Array
  readonly isWhole: boolean
}

/** Decodes tokens that stand for bytes; null is a token that is not shown. */
export function createByteDecoder(bytesOf: (id: number) => TokenBytes | null): TokenDecoder {
  // A byte order mark is a character like any other.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return {
    push(id) {
      const token = bytesOf(id)
      if (!token) return ''
      const rest = token.isWhole ? decoder.decode() : ''
      return rest + decoder.decode(token.bytes, { stream: true })
    },
    end: () => decoder.decode(),
  }
}

/**
 * Decodes tokens whose text depends on their neighbours: a window of the last ones is decoded again, and
 * what it grew by is given once it does not end in the middle of a character.
 */
export function createWindowDecoder(decode: (ids: readonly number[]) => string): TokenDecoder {
  let window: number[] = []
  /** Of the window: ids whose text was given. */
  let given = 0
  const rest = () => decode(window).slice(decode(window.slice(0, given)).length)
  return {
    push(id) {
      window.push(id)
      const text = rest()
      if (text === '' || text.endsWith('\uFFFD')) return ''
      window = window.slice(given)
      given = window.length
      return text
    },
    end() {
      const text = rest()
      window = []
      given = 0
      return text
    },
  }
}
