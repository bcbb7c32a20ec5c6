/** Reads server-sent events from bytes, however they are cut. */
export interface SseParser {
  /** The data of each event that these bytes completed. */
  push(bytes: Uint8Array): readonly string[]
}

/** Follows the event-stream format of the HTML standard; only the data of events is told. */
export function createSseParser(): SseParser {
  const decoder = new TextDecoder()
  let rest = ''
  let data: string[] = []
  /** The last line ended with the last character, a carriage return: a line feed next belongs to it. */
  let halfLineEnd = false

  const take = (line: string): string | null => {
    if (line === '') {
      const event = data.length > 0 ? data.join('\n') : null
      data = []
      return event
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    if (field === 'data') data.push(colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, ''))
    return null
  }

  return {
    push(bytes) {
      let text = decoder.decode(bytes, { stream: true })
      if (text === '') return []
      if (halfLineEnd && text.startsWith('\n')) text = text.slice(1)
      halfLineEnd = false
      text = rest + text
      const events: string[] = []
      let start = 0
      for (const { 0: ending, index } of text.matchAll(/\r\n|\r|\n/g)) {
        const event = take(text.slice(start, index))
        if (event !== null) events.push(event)
        start = index + ending.length
        halfLineEnd = ending === '\r' && start === text.length
      }
      rest = text.slice(start)
      return events
    },
  }
}
