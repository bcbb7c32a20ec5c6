import { existsSync } from 'node:fs'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openAppender, readJsonl } from './jsonl.ts'
import { scratchFolder } from './wins.suite.ts'

const record = z.object({ n: z.number() })

async function read(path: string) {
  const values: number[] = []
  for await (const { value } of readJsonl(path, record)) values.push(value.n)
  return values
}

test('what is appended is read back in order, also across chunks of the file', async () => {
  const path = join(await scratchFolder(), 'a.jsonl')
  const file = await openAppender(path)

  const numbers = Array.from({ length: 20_000 }, (_, n) => n)
  await Promise.all(numbers.map((n) => file.append({ n })))
  await file.close()

  expect(await read(path)).toEqual(numbers)
})

test('a torn last line is left out, and cut off by whoever goes on', async () => {
  const path = join(await scratchFolder(), 'a.jsonl')
  await writeFile(path, '{"n":1}\n{"n":2}\n{"n":')

  const before = await read(path)
  const file = await openAppender(path)
  await file.append({ n: 3 })
  await file.close()

  expect(before).toEqual([1, 2])
  expect(await readFile(path, 'utf8')).toBe('{"n":1}\n{"n":2}\n{"n":3}\n')
})

test('a file that does not exist has no records', async () => {
  expect(await read(join(await scratchFolder(), 'none.jsonl'))).toEqual([])
})

test('a broken line is named by file, line and field', async () => {
  const path = join(await scratchFolder(), 'a.jsonl')
  await writeFile(path, '{"n":1}\n{"n":"two"}\n')
  const notJson = join(await scratchFolder(), 'b.jsonl')
  await writeFile(notJson, '{"n":1}\n\nnonsense\n')

  await expect(read(path)).rejects.toThrow(`Cannot read ${path}:2: n: expected number`)
  await expect(read(notJson)).rejects.toThrow(`Cannot read ${notJson}:3: the line is not JSON`)
})

test.skipIf(!existsSync('/dev/full'))(
  'a full disk is a failure of the run, said once, and nothing is written after it (needs /dev/full)',
  async () => {
    const file = await openAppender('/dev/full')

    await expect(file.append({ n: 1 })).rejects.toMatchObject({
      name: 'RunError',
      message: 'Cannot write /dev/full: the disk is full (make room, then continue with --resume)',
    })
    await expect(file.append({ n: 2 })).rejects.toThrow('the disk is full')
    await file.close()
  },
)

test('closing waits for what is being written', async () => {
  const path = join(await scratchFolder(), 'a.jsonl')
  const file = await openAppender(path)
  const appended = file.append({ n: 1 })
  await file.close()
  await appended
  await appendFile(path, '{"n":2}\n')

  expect(await read(path)).toEqual([1, 2])
})
