import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderOf, refusal } from '../files.suite.ts'
import { describeSkipped, openFolder } from './open-folder.ts'

test('each file is a page, with its path as the id, in the order of paths', async () => {
  const folder = await folderOf({
    'towns/oster.html': '<title>Oster</title><p>A town.</p>',
    'readme.md': '---\ndate: 1874-03-02\n---\n# Read me\r\nWords.',
    'towns/aldmere.TXT': '\ufeffA town, too.',
    '.hidden/x.md': '# no',
    '.hidden.md': '# no',
  })
  await symlink(folder, join(folder, 'loop'))

  const { corpus, skipped } = await openFolder(folder)

  expect(Array.from({ length: corpus.size }, (_, number) => corpus.page(number))).toEqual([
    {
      id: 'readme.md',
      title: 'Read me',
      sections: [{ heading: '', text: 'Words.' }],
      date: '1874-03-02',
    },
    {
      id: 'towns/aldmere.TXT',
      title: 'aldmere',
      sections: [{ heading: '', text: 'A town, too.' }],
    },
    { id: 'towns/oster.html', title: 'Oster', sections: [{ heading: '', text: 'A town.' }] },
  ])
  expect(corpus.numberOf('towns/oster.html')).toBe(2)
  expect(skipped).toEqual([{ path: 'loop', reason: 'links' }])
})

test('files that are no page are left out, and told', async () => {
  const folder = await folderOf({
    'a.md': 'words',
    'b.md': Buffer.from('gr\xfcn', 'latin1'),
    'c.txt': Buffer.from('\ufeffwords', 'utf16le'),
    'd.txt': Buffer.from([1, 2, 0, 3, 4, 5]),
    'e.html': '<script>x</script>',
    'f.png': 'x',
    'g.png': 'x',
  })

  const { corpus, skipped } = await openFolder(folder)

  expect(corpus.size).toBe(1)
  expect(skipped).toEqual([
    { path: 'b.md', reason: 'not UTF-8' },
    { path: 'c.txt', reason: 'in UTF-16' },
    { path: 'd.txt', reason: 'binary' },
    { path: 'e.html', reason: 'empty' },
    { path: 'f.png', reason: 'no Markdown, HTML or text' },
    { path: 'g.png', reason: 'no Markdown, HTML or text' },
  ])
  expect(describeSkipped(skipped)).toBe(
    '6 files left out: 1 not UTF-8, 1 in UTF-16, 1 binary, 1 empty, 2 no Markdown, HTML or text',
  )
})

test('a folder without a page, and one that is not there, are refused', async () => {
  const folder = await folderOf({ 'in/x.png': 'x', 'none/.keep': '', 'file.md': 'x' })

  expect(await refusal(openFolder(join(folder, 'in')), folder)).toBe(
    'ConfigError: Cannot read in: it has no page; 1 file left out: 1 no Markdown, HTML or text (give a folder of .md, .html or .txt files in UTF-8)',
  )
  expect(await refusal(openFolder(join(folder, 'none')), folder)).toBe(
    'ConfigError: Cannot read none: it has no page (give a folder of .md, .html or .txt files in UTF-8)',
  )
  expect(await refusal(openFolder(join(folder, 'gone')), folder)).toBe(
    'ConfigError: Cannot read gone: no such file or folder (check the path)',
  )
  expect(await refusal(openFolder(join(folder, 'file.md')), folder)).toBe(
    'ConfigError: Cannot read file.md: a part of the path is a file (check the path)',
  )
})
