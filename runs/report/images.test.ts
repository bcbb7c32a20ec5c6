import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Json } from '../../core/index.ts'
import { scratchFolder } from '../wins.suite.ts'
import { createImagePlacer } from './images.ts'

async function setup() {
  const folder = await scratchFolder()
  const runDir = join(folder, 'runs', 'one')
  await mkdir(join(runDir, 'files'), { recursive: true })
  const page = join(folder, 'pages', 'report.html')
  return { folder, runDir, page, images: createImagePlacer(page) }
}

const turnWith = (observation: Json): Json => ({ id: 'e1', turns: [{ observation }] })
const png = (bytes: Uint8Array | string) => ({
  type: 'image',
  mimeType: 'image/png',
  data: Buffer.from(bytes).toString('base64'),
})

test('small images go into the page, from the trajectory or from the folder of the run', async () => {
  const { runDir, images } = await setup()
  await writeFile(join(runDir, 'files/a.png'), 'pixels')

  const placed = await images.place(
    turnWith([png('dots'), { type: 'image', mimeType: 'image/png', path: 'files/a.png' }]),
    runDir,
  )

  expect(placed).toEqual(turnWith([png('dots'), png('pixels')]))
  expect(images.referenced()).toBe(0)
})

test('large images are referenced from where the page is', async () => {
  const { runDir, page, images } = await setup()
  const large = new Uint8Array(300 * 1024).fill(7)
  await writeFile(join(runDir, 'files/b.png'), large)

  const placed = (await images.place(
    turnWith([png(large), { type: 'image', mimeType: 'image/png', path: 'files/b.png' }]),
    runDir,
  )) as unknown as { turns: [{ observation: { path: string }[] }] }

  const [beside, inRun] = placed.turns[0].observation
  expect(beside?.path).toMatch(/^report\.files\/[0-9a-f]{24}\.png$/)
  expect(new Uint8Array(await readFile(join(page, '..', beside?.path ?? '')))).toEqual(large)
  expect(inRun?.path).toBe('../runs/one/files/b.png')
  expect(images.referenced()).toBe(2)
})

test('what all images take together is bounded', async () => {
  const { runDir, images } = await setup()
  const some = new Uint8Array(250 * 1024)
  let inlined = 0
  for (let n = 0; n < 140; n++) {
    some[0] = n
    const placed = (await images.place(png(some), runDir)) as object
    if ('data' in placed) inlined++
  }

  expect(inlined).toBe(131)
  expect(images.referenced()).toBe(9)
})

test.each(['../../secret.png', 'files/link.png', 'files/none/secret.png'])(
  'what is not in the folder of the run is not shown: %s',
  async (path) => {
    const { folder, runDir, images } = await setup()
    await writeFile(join(folder, 'secret.png'), 'key')
    await symlink(join(folder, 'secret.png'), join(runDir, 'files/link.png'))

    const placed = await images.place(
      turnWith({ type: 'image', mimeType: 'image/png', path }),
      runDir,
    )

    expect(placed).toEqual(
      turnWith({ type: 'missing image', mimeType: 'image/png', name: basename(path) }),
    )
    expect(images.missing()).toBe(1)
  },
)

test('a page without an ending has its images beside it, too', async () => {
  const { folder, runDir } = await setup()
  const images = createImagePlacer(join(folder, 'page'))

  await images.place(png(new Uint8Array(300 * 1024)), runDir)

  expect(await readdir(join(folder, 'page.files'))).toHaveLength(1)
})

test('a trajectory without images is handed on as it is', async () => {
  const { runDir, images } = await setup()
  const trajectory = turnWith({ type: 'image', text: 'not one' })

  expect(await images.place(trajectory, runDir)).toBe(trajectory)
})
