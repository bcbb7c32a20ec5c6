import { stat } from 'node:fs/promises'
import { type JsonlLine, readLines } from '../../jsonl.ts'

/** A JSON Lines file that may still grow: each reading goes on where the last one ended. */
export interface FollowedFile {
  /** Whole lines that came since; the file is read from its beginning again where it became shorter. */
  news(onRestart: () => void): AsyncGenerator<JsonlLine>
  /** After `news`: bytes behind the last whole line, or null where there is no file. */
  tornBytes(): Promise<number | null>
}

export function followFile(path: string): FollowedFile {
  let read = 0
  let lines = 0
  return {
    async *news(onRestart) {
      const size = await sizeOf(path)
      if (size === null || size === read) return
      if (size < read) {
        read = 0
        lines = 0
        onRestart()
      }
      for await (const found of readLines(path, read)) {
        read = found.end
        lines++
        if (found.bytes.length > 0) yield { ...found, line: lines }
      }
    },
    async tornBytes() {
      const size = await sizeOf(path)
      return size === null ? null : Math.max(0, size - read)
    },
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch {
    return null
  }
}
