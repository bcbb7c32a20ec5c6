import { createReadStream } from 'node:fs'

/** Where a record stands in its file. */
export interface RecordRange {
  readonly offset: number
  readonly length: number
  /** First line of the record, from 1. */
  readonly line: number
}

/** Text between records that belongs to none. */
export interface Stray {
  readonly line: number
  readonly reason: string
}

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]

/** The lines of a JSON Lines file that hold something, without reading more than a piece at a time. */
export async function* readLineRanges(path: string): AsyncGenerator<RecordRange> {
  let offset = 0
  let line = 1
  let start = 0
  let isBlank = true
  for await (const chunk of chunksOf(path)) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0
      if (byte === NEWLINE) {
        if (!isBlank) yield { offset: start, length: offset + i - start, line }
        line++
        start = offset + i + 1
        isBlank = true
      } else if (isBlank && !isSpace(byte)) {
        isBlank = false
      }
    }
    offset += chunk.length
  }
  if (!isBlank) yield { offset: start, length: offset - start, line }
}

/** The objects of a JSON file: those of its list, or the one it is. */
export async function* readObjectRanges(path: string): AsyncGenerator<RecordRange | Stray> {
  let offset = 0
  let line = 1
  let depth = 0
  let base = 0
  let isString = false
  let isEscaped = false
  let record: { offset: number; line: number } | undefined
  for await (const chunk of chunksOf(path)) {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0
      if (byte === NEWLINE) line++
      if (isString) {
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) isString = false
      } else if (record === undefined) {
        if (byte === OPEN_LIST && depth === 0) base = depth = 1
        else if (byte === CLOSE_LIST && base === 1) base = depth = 0
        else if (byte === OPEN_OBJECT) {
          record = { offset: offset + i, line }
          depth = base + 1
        } else if (!isSpace(byte) && byte !== COMMA) {
          yield { line, reason: 'expected a list of objects' }
          return
        }
      } else if (byte === QUOTE) isString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth--
        if (depth > base) continue
        yield { ...record, length: offset + i + 1 - record.offset }
        record = undefined
      }
    }
    offset += chunk.length
  }
  if (record) yield { line: record.line, reason: 'the file ends within an object' }
  else if (base === 1) yield { line, reason: 'the file ends within its list' }
}

/** Pieces of a file, without the mark some editors put before UTF-8. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  let isFirst = true
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes: Buffer = Buffer.from(chunk)
    if (isFirst && bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])))
      bytes.fill(0x20, 0, 3)
    isFirst = false
    yield bytes
  }
}

const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
