import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, parse, relative, resolve, sep } from 'node:path'
import { type Image, type Json, makeFolder } from '../../core/index.ts'
import { fileProblem } from '../run-error.ts'
import { extensionOf, isImage } from '../store-images.ts'
import { insideOf } from './read/inside-of.ts'

/** Larger images are referenced. */
const INLINE_BYTES = 256 * 1024
/** What all inlined images may take together. */
const INLINE_TOTAL_BYTES = 32 * 1024 * 1024

/** Puts the images of transcripts into the page, or beside it, by size. */
export interface ImagePlacer {
  /** The trajectory with every image as `data`, or as a `path` from the page's folder. */
  place(trajectory: Json, runDir: string): Promise<Json>
  /** Images that the page needs beside it. */
  referenced(): number
  /** Images that are not in the folder of their run. */
  missing(): number
}

export function createImagePlacer(pagePath: string): ImagePlacer {
  const pageDir = dirname(resolve(pagePath))
  const filesDir = join(pageDir, `${parse(pagePath).name}.files`)
  let inlined = 0
  const referenced = new Set<string>()
  const missing = new Set<string>()
  const hasRoom = (bytes: number) => bytes <= INLINE_BYTES && inlined + bytes <= INLINE_TOTAL_BYTES
  const fromPage = (path: string) => relative(pageDir, path).split(sep).join('/')

  const placeData = async (image: Image & { readonly data: string }): Promise<Image> => {
    const bytes = Buffer.from(image.data, 'base64')
    if (hasRoom(bytes.length)) {
      inlined += bytes.length
      return image
    }
    const name = createHash('sha256').update(bytes).digest('hex').slice(0, 24)
    const path = join(filesDir, `${name}.${extensionOf(image.mimeType)}`)
    try {
      await makeFolder(filesDir)
      await writeFile(path, bytes)
    } catch (error) {
      throw fileProblem('start', 'write', path, error)
    }
    referenced.add(path)
    return { type: 'image', mimeType: image.mimeType, path: fromPage(path) }
  }
  const placeFile = async (
    image: Image & { readonly path: string },
    runDir: string,
  ): Promise<Json> => {
    const path = await insideOf(runDir, image.path)
    const file = path === null ? null : await stat(path)
    if (path === null || !file?.isFile()) {
      missing.add(resolve(runDir, image.path))
      return { type: 'missing image', mimeType: image.mimeType, name: basename(image.path) }
    }
    if (hasRoom(file.size)) {
      inlined += file.size
      const data = (await readFile(path)).toString('base64')
      return { type: 'image', mimeType: image.mimeType, data }
    }
    referenced.add(path)
    return { ...image, path: fromPage(path) }
  }
  const walk = async (value: Json, runDir: string): Promise<Json> => {
    if (typeof value !== 'object' || value === null) return value
    if (isImage(value)) {
      return (await ('data' in value ? placeData(value) : placeFile(value, runDir))) as Json
    }
    if (Array.isArray(value)) return Promise.all(value.map((item) => walk(item as Json, runDir)))
    const entries: [string, Json][] = []
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined) entries.push([key, await walk(item as Json, runDir)])
    }
    return Object.fromEntries(entries)
  }
  return {
    place: (trajectory, runDir) =>
      holdsImage(trajectory) ? walk(trajectory, runDir) : Promise.resolve(trajectory),
    referenced: () => referenced.size,
    missing: () => missing.size,
  }
}

/** Most trajectories hold none, and are not copied. */
function holdsImage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isImage(value) || Object.values(value).some(holdsImage)
}
