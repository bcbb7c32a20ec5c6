import { isUtf8 } from 'node:buffer'
import { ConfigError } from '../../../../core/index.ts'
import { chunksOf, readLines } from '../../corpora/read-jsonl.ts'

export interface RecordText {
  readonly text: string
  /** File and line, and which record it is where a line may hold several. */
  readonly place: string
}

/** The records of a file, as JSON texts: its lines, or the items of the one list that it is. */
export async function* readRecords(path: string): AsyncGenerator<RecordText> {
  if (await isList(path)) return yield* readItems(path)
  for await (const { text, line } of readLines(path)) yield { text, place: `${path}:${line}` }
}

async function isList(path: string): Promise<boolean> {
  for await (const chunk of chunksOf(path)) {
    const first = chunk
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()
    if (first !== '') return first.startsWith('[')
  }
  return false
}

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** One at a time: the training files of HotpotQA are lists longer than a text can be. */
async function* readItems(path: string): AsyncGenerator<RecordText> {
  let [depth, line, count] = [0, 1, 0]
  let [isString, isEscaped] = [false, false]
  /** Of an item that goes on: what earlier pieces hold of it, and its first line. */
  let parts: Buffer[] | undefined
  let firstLine = 1
  for await (const chunk of chunksOf(path)) {
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]
      if (byte === NEWLINE) line++
      if (isString) {
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) isString = false
        continue
      }
      if (depth === 1 && byte !== undefined && byte > 0x20 && byte !== COMMA) {
        if (byte !== CLOSE_LIST && !parts) {
          ;[parts, from, firstLine] = [[], at, line]
          count++
        }
      }
      if (byte === QUOTE) isString = true
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--
      const isEnd = depth === 1 && byte === COMMA
      if (parts && (isEnd || depth === 0)) {
        const bytes = Buffer.concat([...parts, chunk.subarray(from, at)])
        yield {
          text: textOf(path, bytes, firstLine),
          place: `${path}:${firstLine}, record ${count}`,
        }
        parts = undefined
      }
    }
    parts?.push(chunk.subarray(from))
  }
  if (depth > 0) {
    throw new ConfigError(
      `Cannot read ${path}:${line}: the file ends within its list (fetch it again)`,
    )
  }
}

function textOf(path: string, bytes: Buffer, line: number): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  throw new ConfigError(
    `Cannot read ${path}:${line}: it is not UTF-8 (convert the file, for example with iconv)`,
  )
}
