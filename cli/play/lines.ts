import { createInterface, type Interface } from 'node:readline/promises'

/** What a player types, line by line. */
export interface Lines {
  /** Whether a person sits there, who can be asked. */
  readonly interactive: boolean
  /** The next line; null once there is none: the input has ended, or the player leaves. */
  next(prompt: string): Promise<string | null>
  /** Whether the player left by Ctrl-C. */
  interrupted(): boolean
  close(): void
}

export interface LinesOptions {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  /** Completions of what is typed so far. */
  readonly complete: (line: string) => readonly string[]
  /** Of a first Ctrl-C, told to the player. */
  readonly onFirstInterrupt: () => void
  /** Of a second one while nobody waits for a line: the process is about to leave. */
  readonly onLeave: () => never
}

/** One key press can arrive twice: from the terminal, and from the npm above. */
const ECHO_MS = 50

export function createLines(options: LinesOptions): Lines {
  const { input, output, complete } = options
  const interactive = input.isTTY === true
  const reader = createInterface({
    input,
    ...(interactive && output.isTTY ? { output } : {}),
    terminal: interactive && output.isTTY === true,
    historySize: 1000,
    removeHistoryDuplicates: true,
    completer: (line: string): [string[], string] => [[...complete(line)], line],
  })
  const typed: string[] = []
  let waiting: ((line: string | null) => void) | null = null
  let closed = false
  let leaving = false
  let interruptedAt: number | null = null

  const give = (line: string | null) => {
    const take = waiting
    waiting = null
    take?.(line)
  }
  const interrupt = () => {
    const now = performance.now()
    if (interruptedAt !== null && now - interruptedAt < ECHO_MS) return
    const isFirst = interruptedAt === null
    if (interactive && isFirst && waiting && clearLine(reader)) return reader.prompt()
    interruptedAt = now
    if (interactive && isFirst) {
      options.onFirstInterrupt()
      if (waiting) reader.prompt()
      return
    }
    leaving = true
    if (!waiting) options.onLeave()
    give(null)
  }

  reader.on('line', (line) => {
    interruptedAt = null
    if (waiting) give(line)
    else typed.push(line)
  })
  reader.on('close', () => {
    closed = true
    give(null)
  })
  reader.on('SIGINT', interrupt)
  process.on('SIGINT', interrupt)
  return {
    interactive,
    interrupted: () => leaving,
    async next(prompt) {
      if (leaving) return null
      const waited = typed.shift()
      if (waited !== undefined) return waited
      if (closed) return null
      reader.setPrompt(prompt)
      if (interactive) reader.prompt()
      return new Promise((take) => {
        waiting = take
      })
    },
    close() {
      process.off('SIGINT', interrupt)
      reader.close()
    },
  }
}

/** Takes away what was typed, as shells do; false where there is nothing. */
function clearLine(reader: Interface): boolean {
  if (reader.line === '') return false
  reader.write(null, { ctrl: true, name: 'e' })
  reader.write(null, { ctrl: true, name: 'u' })
  return true
}
