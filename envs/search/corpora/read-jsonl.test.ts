import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { folderOf, refusal } from './files.suite.ts'
import { readJsonl, readLines } from './read-jsonl.ts'

const schema = z.object({ a: z.string() })

async function recordsOf(path: string) {
  const records = []
  for await (const record of readJsonl(path, schema)) records.push(record)
  return records
}

/** What reading a file of this content says. */
async function problemWith(content: string | Uint8Array): Promise<string> {
  const folder = await folderOf({ 'x.jsonl': content })
  return refusal(recordsOf(join(folder, 'x.jsonl')), folder)
}

test('records come with their lines and bytes; blank lines, \\r and a byte order mark are left out', async () => {
  const folder = await folderOf({ 'x.jsonl': '\ufeff{"a":"ä"}\r\n\n  \n{"a":"😀","b":1}' })
  const path = join(folder, 'x.jsonl')

  const records = await recordsOf(path)

  expect(records.map(({ value, line }) => [value.a, line])).toEqual([
    ['ä', 1],
    ['😀', 4],
  ])
  const bytes = await readFile(path)
  const written = records.map(({ offset, length }) =>
    bytes.toString('utf8', offset, offset + length),
  )
  expect(written).toEqual(['{"a":"ä"}\r', '{"a":"😀","b":1}'])
})

test('a line may be longer than a piece that is read at once, and characters lie across pieces', async () => {
  const long = '€'.repeat(800_000)
  const folder = await folderOf({ 'x.txt': `first\n${long}\nlast\n` })

  const lines = []
  for await (const { text, offset } of readLines(join(folder, 'x.txt'))) lines.push([text, offset])

  expect(lines.map(([, offset]) => offset)).toEqual([0, 6, 6 + 2_400_001])
  expect(lines[1]?.[0] === long).toBe(true)
  expect(lines[2]?.[0]).toBe('last')
})

test('what is no record is refused in one line that names file and line', async () => {
  expect(await problemWith('{"a":"x"}\n{"a":\n')).toBe(
    'ConfigError: Cannot read x.jsonl:2: it is not JSON (repair or remove it)',
  )
  expect(await problemWith('{"a":"x"}\n\n{"b":1}\n')).toBe(
    'ConfigError: Cannot read x.jsonl:3: a: expected string, received undefined (repair or remove it)',
  )
  expect(await problemWith('["x"]')).toBe(
    'ConfigError: Cannot read x.jsonl:1: expected object, received array (repair or remove it)',
  )
})

test('another encoding is named, and not taken for text', async () => {
  const utf16 = Buffer.from('\ufeff{"a":"x"}\n', 'utf16le')

  expect(await problemWith(utf16)).toBe(
    'ConfigError: Cannot read x.jsonl: it is in UTF-16 (convert it: iconv -f UTF-16 -t UTF-8)',
  )
  expect(await problemWith(utf16.subarray(2))).toContain('it is in UTF-16')
  expect(await problemWith(Buffer.from(utf16).swap16())).toContain('it is in UTF-16')
  expect(await problemWith(Buffer.from('{"a":"x"}\n{"a":"\xe4"}\n', 'latin1'))).toBe(
    'ConfigError: Cannot read x.jsonl:2: it is not UTF-8 (convert the file, for example with iconv)',
  )
  expect(await problemWith(gzipSync('{"a":"x"}'))).toBe(
    'ConfigError: Cannot read x.jsonl: it is compressed (unpack it: gunzip)',
  )
})

test('a file that is not there, and a folder in its place, are refused', async () => {
  const folder = await folderOf({ 'in/x': '' })

  expect(await refusal(recordsOf(join(folder, 'no.jsonl')), folder)).toBe(
    'ConfigError: Cannot read no.jsonl: no such file or folder (check the path)',
  )
  expect(await refusal(recordsOf(join(folder, 'in')), folder)).toBe(
    'ConfigError: Cannot read in: it is a folder (choose another path)',
  )
})
