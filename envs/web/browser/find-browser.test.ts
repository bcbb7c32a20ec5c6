import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigError } from '../../../core/index.ts'
import { findBrowser } from './find-browser.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'palaestra-find-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const machine = (platform: NodeJS.Platform = 'linux') => ({ platform, home: `${root}/home`, root })
const path = (...folders: string[]) => ({ PATH: folders.map((f) => join(root, f)).join(delimiter) })
async function program(name: string, mode = 0o755): Promise<string> {
  const file = join(root, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  await chmod(file, mode)
  return file
}

describe('the browser', () => {
  test('is the one that PALAESTRA_BROWSER names, by path or by name', async () => {
    await program('bin/chromium')
    const wanted = await program('own/brave')

    const byPath = findBrowser({ ...path('bin'), PALAESTRA_BROWSER: wanted }, machine())
    const byName = findBrowser({ ...path('bin', 'own'), PALAESTRA_BROWSER: 'brave' }, machine())

    expect([byPath, byName]).toEqual([wanted, wanted])
  })

  test('is not looked for elsewhere where PALAESTRA_BROWSER names no program', async () => {
    await program('bin/chromium')
    const folder = join(root, 'bin')
    const plain = await program('own/notes', 0o644)

    for (const wanted of [folder, plain, join(root, 'gone')]) {
      const find = () => findBrowser({ ...path('bin'), PALAESTRA_BROWSER: wanted }, machine())
      expect(find).toThrow(ConfigError)
      expect(find).toThrow(`Cannot open the browser ${wanted}: PALAESTRA_BROWSER names no program`)
    }
  })

  test('is found on the PATH before the usual places, Chromium before Chrome before Edge', async () => {
    const edge = await program('b/msedge')
    const usual = await program('usr/bin/chromium')
    expect(findBrowser(path('a', 'b'), machine())).toBe(edge)
    const chrome = await program('b/google-chrome')
    expect(findBrowser(path('a', 'b'), machine())).toBe(chrome)
    const chromium = await program('b/chromium')
    expect(findBrowser(path('a', 'b'), machine())).toBe(chromium)

    expect(findBrowser(path('a'), machine())).toBe(usual)
  })

  test('is found in the usual places of macOS', async () => {
    const chrome = await program('Applications/Google Chrome.app/Contents/MacOS/Google Chrome')

    expect(findBrowser(path('a'), machine('darwin'))).toBe(chrome)
  })

  test("is at last the newest of Playwright's own", async () => {
    await program('home/.cache/ms-playwright/chromium-999/chrome-linux/chrome')
    const newest = await program('home/.cache/ms-playwright/chromium-1200/chrome-linux64/chrome')

    expect(findBrowser(path('a'), machine())).toBe(newest)
  })

  test('is asked for in one line where there is none', () => {
    const find = () => findBrowser(path('a'), machine())

    expect(find).toThrow(ConfigError)
    expect(find).toThrow(
      /^Cannot open a browser: .*\(apt install chromium, or set PALAESTRA_BROWSER\)$/,
    )
  })
})
