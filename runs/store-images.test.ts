import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Trajectory } from '../core/index.ts'
import { storeImages } from './store-images.ts'

const large = Buffer.alloc(5000, 7).toString('base64')
const picture = (data: string) => ({ type: 'image', mimeType: 'image/png', data })
const trajectory = (observation: object) =>
  ({ initial: { observation }, turns: [{ observation }], artifacts: {} }) as unknown as Trajectory

async function scratch(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'palaestra-images-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}

test('large pictures lie in files of the folder, equal ones once', async () => {
  const dir = await scratch()
  const text = { type: 'text', text: 'a page' }

  const stored = await storeImages(dir, trajectory([text, picture(large)]))

  const [name = ''] = await readdir(join(dir, 'images'))
  const kept = [text, { type: 'image', mimeType: 'image/png', path: `images/${name}` }]
  expect(stored).toEqual(trajectory(kept))
  expect(await readdir(join(dir, 'images'))).toHaveLength(1)
  expect((await readFile(join(dir, 'images', name))).toString('base64')).toBe(large)
})

test('small pictures, and trajectories without any, stay as they are', async () => {
  const dir = await scratch()
  for (const each of [trajectory([picture('AAAA')]), trajectory({ a: [1, null] })]) {
    expect(await storeImages(dir, each)).toBe(each)
  }
  expect(await readdir(dir)).toEqual([])
})
