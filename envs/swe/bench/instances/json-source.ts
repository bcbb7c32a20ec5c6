import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { ConfigError, messageOf } from '../../../../core/index.ts'
import { type RecordRange, readLineRanges, readObjectRanges } from './records.ts'
import type { Row, RowSource } from './source.ts'

/** Rows of a `.json`, `.jsonl` or `.ndjson` file, found again by where they stand in it. */
export function openJsonSource(path: string): RowSource {
  const name = basename(path)
  return {
    async *rows() {
      const ranges = /\.json$/i.test(path) ? readObjectRanges(path) : readLineRanges(path)
      const file = await open(path)
      try {
        for await (const range of ranges) {
          if ('reason' in range) throw unreadable(name, range.line, range.reason)
          yield rowOf(await textAt(file, range), range, name)
        }
      } finally {
        await file.close()
      }
    },
    async read(place) {
      const range = { offset: place[0], length: place[1] ?? 0, line: place[2] ?? 0 }
      const file = await open(path)
      try {
        return rowOf(await textAt(file, range), range, name)
      } finally {
        await file.close()
      }
    },
  }
}

function rowOf(text: string, { offset, length, line }: RecordRange, name: string): Row {
  const value = parse(text, name, line)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable(name, line, 'expected an object')
  }
  return {
    value,
    place: [offset, length, line],
    where: (field) => `line ${line + linesBefore(text, field)}`,
  }
}

function parse(text: string, name: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable(name, line, `not valid JSON: ${messageOf(error)}`, error)
  }
}

function unreadable(name: string, line: number, reason: string, cause?: unknown): ConfigError {
  return new ConfigError(
    `Cannot read ${name}: line ${line}, ${reason} (fix the line or remove it)`,
    { cause },
  )
}

async function textAt(file: FileHandle, { offset, length }: RecordRange): Promise<string> {
  const bytes = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(bytes, 0, length, offset)
  return bytes.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '')
}

/** How many lines below its first one a record names the field; 0 where it does not. */
function linesBefore(text: string, field: string | undefined): number {
  const at = field === undefined ? -1 : text.indexOf(`"${field}"`)
  return at === -1 ? 0 : text.slice(0, at).split('\n').length - 1
}
