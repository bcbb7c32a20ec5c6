import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { z } from 'zod'
import { ConfigError, zodProblem } from '../core/index.ts'
import { fileProblem } from './run-error.ts'

export interface JsonlRecord<T> {
  readonly value: T
  /** From 1. */
  readonly line: number
  /** Byte offset just after the record. */
  readonly end: number
}

const NEWLINE = 0x0a

/** A whole line, without its newline. */
export interface JsonlLine {
  readonly bytes: Buffer
  /** From 1, or from where the reading began. */
  readonly line: number
  /** Byte offset of its first byte. */
  readonly start: number
  /** Byte offset just after its newline. */
  readonly end: number
}

/**
 * The whole lines of a file from a byte offset on. What follows the last newline was torn by a crash,
 * or is still being written, and is left out; a file that does not exist has no lines.
 */
export async function* readLines(path: string, from = 0): AsyncGenerator<JsonlLine> {
  let parts: Buffer[] = []
  let line = 0
  let start = from
  for await (const chunk of chunksOf(path, from)) {
    let rest = 0
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, rest)) {
      parts.push(chunk.subarray(rest, at))
      const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
      parts = []
      rest = at + 1
      const end = start + bytes.length + 1
      yield { bytes, line: ++line, start, end }
      start = end
    }
    parts.push(chunk.subarray(rest))
  }
}

/**
 * The records of a JSON Lines file, one at a time, without a torn last line.
 * @throws ConfigError naming file, line and field.
 */
export async function* readJsonl<T>(
  path: string,
  schema: z.ZodType<T>,
): AsyncGenerator<JsonlRecord<T>> {
  for await (const { bytes, line, end } of readLines(path)) {
    if (bytes.length > 0) yield { value: parseLine(path, line, bytes, schema), line, end }
  }
}

async function* chunksOf(path: string, start = 0): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { start, highWaterMark: 2 ** 20 }))
      yield chunk as Buffer
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw fileProblem('start', 'read', path, error)
  }
}

function parseLine<T>(path: string, line: number, bytes: Buffer, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new ConfigError(`Cannot read ${path}:${line}: the line is not JSON (repair or remove it)`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(
    `Cannot read ${path}:${line}: ${zodProblem(parsed.error)} (repair or remove the line)`,
  )
}

/** Appends one record at a time; each is with the operating system before `append` resolves. */
export interface Appender {
  append(value: unknown): Promise<void>
  close(): Promise<void>
}

/** Opens a file for appending after its last whole record; what a crash tore is cut off. */
export async function openAppender(path: string): Promise<Appender> {
  let file: FileHandle
  try {
    file = await open(path, 'a')
    const { size } = await file.stat()
    const keep = size === 0 ? 0 : await wholeBytes(path)
    if (size > keep) await file.truncate(keep)
  } catch (error) {
    throw error instanceof ConfigError ? error : fileProblem('start', 'write', path, error)
  }
  let last: Promise<void> = Promise.resolve()
  let closing: Promise<void> | undefined
  return {
    append(value) {
      const line = `${JSON.stringify(value)}\n`
      // After a failure nothing more is written: it would be glued to half a record.
      last = last.then(async () => {
        try {
          await file.appendFile(line)
        } catch (error) {
          throw fileProblem('running', 'write', path, error)
        }
      })
      return last
    },
    close() {
      closing ??= last.catch(() => {}).then(() => file.close())
      return closing
    },
  }
}

async function wholeBytes(path: string): Promise<number> {
  let whole = 0
  let read = 0
  for await (const chunk of chunksOf(path)) {
    const at = chunk.lastIndexOf(NEWLINE)
    if (at !== -1) whole = read + at + 1
    read += chunk.length
  }
  return whole
}
