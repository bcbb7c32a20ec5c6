import {
  appendFile,
  mkdir,
  readFile,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openAppender } from '../../jsonl.ts'
import { scratchFolder } from '../../wins.suite.ts'
import { followFile } from './follow-file.ts'

const linesOf = (...words: string[]) => words.map((word) => `${word}\n`).join('')

/** A followed file of a scratch folder; each reading gives its words, behind `restart` where it began anew. */
async function follow(text?: string) {
  const path = join(await scratchFolder(), 'a.jsonl')
  if (text !== undefined) await writeFile(path, text)
  const file = followFile(path)
  const news = async () => {
    const words: string[] = []
    for await (const { bytes } of file.news(() => words.push('restart'))) words.push(String(bytes))
    return words
  }
  return { path, file, news }
}

test('each reading goes on behind the last whole line', async () => {
  const { path, file, news } = await follow('one\ntwo\nthr')

  expect(await news()).toEqual(['one', 'two'])
  expect(await file.tornBytes()).toBe(3)
  expect(await news()).toEqual([])
  await appendFile(path, 'ee\n\nfour\n')
  expect(await news()).toEqual(['three', 'four'])
  expect(await file.tornBytes()).toBe(0)
})

test('a file that comes later, or goes for a while, is no other file', async () => {
  const { path, file, news } = await follow()

  expect(await news()).toEqual([])
  expect(await file.tornBytes()).toBeNull()
  await writeFile(path, linesOf('one'))
  expect(await news()).toEqual(['one'])
  await rename(path, `${path}.away`)
  expect(await news()).toEqual([])
  await rename(`${path}.away`, path)
  await appendFile(path, linesOf('two'))
  expect(await news()).toEqual(['two'])
})

test('a resumed run that cuts a torn line off and goes on is no other file', async () => {
  const { path, news } = await follow('one\ntwo\ntorn')
  await news()

  const appender = await openAppender(path)
  await appender.append('three')
  await appender.close()

  expect(await news()).toEqual(['"three"'])
})

test('a file whose times were set by hand is no other file', async () => {
  const { path, news } = await follow(linesOf('one'))
  await news()

  await utimes(path, 1_000_000, 1_000_000)

  expect(await news()).toEqual([])
})

test('a file that became shorter is read again', async () => {
  const { path, news } = await follow(linesOf('one', 'two', 'three'))
  await news()

  await truncate(path, 4)

  expect(await news()).toEqual(['restart', 'one'])
})

test('a longer file in the place of the old one is read from its beginning', async () => {
  const { path, news } = await follow(linesOf('one', 'two'))
  await news()

  await writeFile(`${path}.new`, linesOf('one', 'two', 'three'))
  await rename(`${path}.new`, path)

  expect(await news()).toEqual(['restart', 'one', 'two', 'three'])
})

test('a file made anew that ends like the old one is read from its beginning', async () => {
  const end = 'x'.repeat(2000)
  const { path, news } = await follow(linesOf('one'))
  // Later than it was made, by the clock of any file system.
  await sleep(20)
  await appendFile(path, linesOf(end))
  await news()

  // On many file systems it gets the inode of the removed one.
  await rm(path)
  await writeFile(path, linesOf('six'))
  await sleep(20)
  await appendFile(path, linesOf(end, 'four'))

  expect(await news()).toEqual(['restart', 'six', end, 'four'])
})

test.each([
  ['whose lines end elsewhere', linesOf('another', 'and another')],
  ['whose lines end where the old ones did', linesOf('six', 'ten', 'four')],
  ['of the same length', linesOf('six', 'ten')],
])('other text written over the old one, %s, is read from its beginning', async (_, text) => {
  const { path, news } = await follow(linesOf('one', 'two'))
  await news()

  await writeFile(path, text)

  expect(await news()).toEqual(['restart', ...text.trimEnd().split('\n')])
})

test('lines longer than what is compared are followed too', async () => {
  const long = 'x'.repeat(5000)
  const { path, news } = await follow(linesOf(long))

  expect(await news()).toEqual([long])
  await appendFile(path, linesOf(`${long}y`))
  expect(await news()).toEqual([`${long}y`])
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll('y', 'z'))
  expect(await news()).toEqual(['restart', long, `${long}z`])
})

test('what cannot be read is thrown, and nothing of what was read is forgotten', async () => {
  const { path, file, news } = await follow(linesOf('one', 'two'))
  await news()
  await rename(path, `${path}.away`)
  await mkdir(path)

  await expect(news()).rejects.toThrow(/^Cannot read .*a\.jsonl: it is a folder/)
  await rm(path, { recursive: true })
  await rename(`${path}.away`, path)
  await appendFile(path, linesOf('three'))

  expect(await news()).toEqual(['three'])
  expect(await file.tornBytes()).toBe(0)
})
