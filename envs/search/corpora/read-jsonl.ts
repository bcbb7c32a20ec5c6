import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import type { z } from 'zod'
import { ConfigError, fileReason, zodProblem } from '../../../core/index.ts'

/** A line that holds something, and where its bytes stand in the file. */
export interface TextLine {
  readonly text: string
  /** From 1. */
  readonly line: number
  readonly offset: number
  readonly length: number
}

/** What a line of a JSON Lines file says. */
export interface JsonlRecord<T> extends Omit<TextLine, 'text'> {
  readonly value: T
}

const NEWLINE = 0x0a
/** No page is that long: it is no text by lines. */
const LONGEST = 2 ** 28
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/** The lines of a UTF-8 file that are not blank, one at a time. @throws ConfigError naming file and line. */
export async function* readLines(path: string): AsyncGenerator<TextLine> {
  let parts: Buffer[] = []
  let held = 0
  let line = 1
  let start = 0
  const whole = (last: Buffer) => {
    const bytes = parts.length === 0 ? last : Buffer.concat([...parts, last])
    parts = []
    held = 0
    return textLine(path, bytes, line, start)
  }
  for await (const chunk of chunksOf(path)) {
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      const end = start + held + at - from
      const found = whole(chunk.subarray(from, at))
      if (found) yield found
      from = at + 1
      start = end + 1
      line++
    }
    parts.push(chunk.subarray(from))
    held += chunk.length - from
    if (held > LONGEST) {
      throw lineProblem(path, line, 'it is longer than 256 MiB', 'write one record a line')
    }
  }
  const found = whole(Buffer.alloc(0))
  if (found) yield found
}

/** The records of a JSON Lines file, one at a time. @throws ConfigError naming file, line and field. */
export async function* readJsonl<T>(
  path: string,
  schema: z.ZodType<T>,
): AsyncGenerator<JsonlRecord<T>> {
  for await (const { text, line, offset, length } of readLines(path)) {
    yield { value: parseRecord(`${path}:${line}`, text, schema), line, offset, length }
  }
}

/** `place` is file and line. @throws ConfigError where the text is no JSON, or says something else. */
export function parseRecord<T>(place: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ConfigError(`Cannot read ${place}: it is not JSON (repair or remove it)`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(`Cannot read ${place}: ${zodProblem(parsed.error)} (repair or remove it)`)
}

/** What is wrong with one line, as all readers of files say it. */
export function lineProblem(path: string, line: number, reason: string, advice: string) {
  return new ConfigError(`Cannot read ${path}:${line}: ${reason} (${advice})`)
}

/** What a failed file operation says. */
export function readProblem(path: string, cause: unknown): ConfigError {
  const [reason, advice] = fileReason(cause)
  return new ConfigError(`Cannot read ${path}: ${reason} (${advice})`, { cause })
}

/** Pieces of a file in UTF-8. @throws ConfigError for another encoding that its first bytes tell. */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  let isFirst = true
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
      const bytes = chunk as Buffer
      const other = isFirst ? otherEncoding(bytes) : undefined
      if (other) throw new ConfigError(`Cannot read ${path}: ${other}`)
      isFirst = false
      yield bytes
    }
  } catch (error) {
    throw error instanceof ConfigError ? error : readProblem(path, error)
  }
}

/** Reason and advice, for what begins as no text in UTF-8 does. */
export function otherEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes
  const isUtf16 =
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    // Without a mark, letters of ASCII have every other byte zero.
    (first === 0 && third === 0 && second !== 0) ||
    (second === 0 && fourth === 0 && first !== 0)
  if (isUtf16) return 'it is in UTF-16 (convert it: iconv -f UTF-16 -t UTF-8)'
  if (first === 0x1f && second === 0x8b) return 'it is compressed (unpack it: gunzip)'
  return undefined
}

/** The text without a byte order mark; undefined where it is blank. */
function textLine(path: string, line: Buffer, number: number, start: number): TextLine | undefined {
  const skipped = number === 1 && line.subarray(0, 3).equals(BOM) ? 3 : 0
  const bytes = line.subarray(skipped)
  if (!isUtf8(bytes)) {
    throw lineProblem(path, number, 'it is not UTF-8', 'convert the file, for example with iconv')
  }
  const text = bytes.toString('utf8').replace(/\r$/, '')
  if (text.trim() === '') return undefined
  return { text, line: number, offset: start + skipped, length: bytes.length }
}
