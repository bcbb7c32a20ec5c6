import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSandbox } from '../open-sandbox.ts'
import { HostFiles } from './host-files.ts'

let root: string
let inside: string
let outside: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'palaestra-files-'))
  inside = join(root, 'inside')
  outside = join(root, 'outside')
  for (const folder of [inside, outside, join(inside, 'real')]) mkdirSync(folder)
  writeFileSync(join(inside, 'real/file'), 'inside')
  writeFileSync(join(outside, 'file'), 'outside')
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const filesOf = () =>
  new HostFiles({
    places: [{ inside: '/workspace', folder: inside }],
    workdir: '/workspace',
    identity: undefined,
    fileBytes: 2 ** 20,
  })

test('a folder that becomes a link, and back, again and again, leads nobody out', async () => {
  const files = filesOf()
  const swap = `while :; do mv -T real d; mv -T d real; ln -sfnT ${outside} d; rm -f d; done`
  const swapping = spawn('bash', ['-c', swap], { cwd: inside, stdio: 'ignore' })
  const texts = new Set<string>()

  // At least so often, and until it was once the folder: what moves it may begin late.
  for (let round = 0; round < 3000 || texts.size === 0; round++) {
    try {
      texts.add(Buffer.from(files.read('d/file')).toString())
    } catch {
      // It is on its way.
    }
    try {
      files.write({ 'd/new': 'x' })
      files.remove('d/new')
    } catch {
      // The same.
    }
    if (round % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const ended = new Promise((resolve) => swapping.once('close', resolve))
  swapping.kill('SIGKILL')
  await ended

  expect([...texts]).toEqual(['inside'])
  expect(readdirSync(outside)).toEqual(['file'])
})

test('a path out of all folders is refused, however it is written', () => {
  const files = filesOf()
  const paths = ['/etc/passwd', '../outside/file', '/workspace/../etc/passwd', '/work', 'a\0b', '/']

  for (const path of paths) expect(() => files.read(path), path).toThrow('it is not in /workspace')
})

test('new files and folders have the modes of the virtual sandbox, whatever the umask', async () => {
  const before = process.umask(0o077)
  const files = { 'a.txt': 'a', 'deep/er/b.txt': 'b' }
  await using real = await openSandbox({ kind: 'process', unsafeProcess: true, files })
  await using virtual = await openSandbox({ kind: 'virtual', files })
  await real.exec('chmod 755 a.txt; ln -s a.txt link; mkdir empty; chmod 755 empty')
  await virtual.exec('chmod 755 a.txt; ln -s a.txt link; mkdir empty; chmod 755 empty')
  process.umask(before)

  expect(await real.stateHash()).toBe(await virtual.stateHash())
  expect(await real.listFiles()).toEqual(await virtual.listFiles())
})

test('an archive does not write through a link that it brings, or that is there', async () => {
  await using sandbox = await openSandbox({ kind: 'process', unsafeProcess: true })
  await using source = await openSandbox({ kind: 'virtual', files: { 'd/file': 'x' } })
  const archive = await source.getTar()

  await sandbox.exec(`ln -s ${outside} d`)
  const unpacked = sandbox.putTar(archive)

  await expect(unpacked).rejects.toThrow()
  expect(readdirSync(outside)).toEqual(['file'])
})
