import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Image, type Json, makeFolder, type Trajectory } from '../core/index.ts'
import { fileProblem } from './run-error.ts'

/** Where the pictures of a run lie, in its folder. */
export const IMAGES = 'images'
/** Shorter ones stay in their line. */
const INLINE_CHARS = 4096

/** The trajectory with its pictures in files of the run's folder: lines stay short, equal pictures are kept once. */
export async function storeImages(dir: string, trajectory: Trajectory): Promise<Trajectory> {
  const store = async (value: Json): Promise<Json> => {
    if (typeof value !== 'object' || value === null) return value
    if (isImage(value)) return (await storeImage(dir, value)) as Json
    if (Array.isArray(value)) return Promise.all(value.map((item: Json) => store(item)))
    const entries = Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [[key, item as Json] as const],
    )
    return Object.fromEntries(
      await Promise.all(entries.map(async ([key, item]) => [key, await store(item)] as const)),
    )
  }
  const stored = trajectory as unknown as Json
  return holdsLargeImage(stored) ? ((await store(stored)) as unknown as Trajectory) : trajectory
}

async function storeImage(dir: string, image: Image): Promise<Image> {
  if (!isLarge(image)) return image
  const bytes = Buffer.from(image.data, 'base64')
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 24)
  const path = `${IMAGES}/${name}.${extensionOf(image.mimeType)}`
  const file = join(dir, path)
  try {
    await makeFolder(join(dir, IMAGES))
    if (!existsSync(file)) await writeFile(file, bytes)
  } catch (error) {
    throw fileProblem('running', 'write', file, error)
  }
  return { type: 'image', mimeType: image.mimeType, path }
}

const isLarge = (image: Image): image is Image & { readonly data: string } =>
  'data' in image && image.data.length > INLINE_CHARS

/** Most trajectories hold none, and are not copied. */
function holdsLargeImage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isImage(value) ? isLarge(value) : Object.values(value).some(holdsLargeImage)
}

export function isImage(value: object): value is Image {
  const { type, mimeType, data, path } = value as Readonly<Record<string, unknown>>
  return (
    type === 'image' &&
    typeof mimeType === 'string' &&
    (typeof data === 'string' || typeof path === 'string')
  )
}

export function extensionOf(mimeType: string): string {
  return /^image\/([a-z]+)/.exec(mimeType)?.[1] ?? 'bin'
}
