import type { Json } from '../../../../core/index.ts'
import { isRecord, textOf } from '../data/json.ts'

/** A picture that may be shown: its bytes, or a file of the run's folder. */
export type ShownImage = { readonly url: string } | { readonly path: string }

/** What an `<img>` shows without running anything. */
const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/svg+xml']

/** null: no picture, or one of a kind that is not shown. */
export function imageOf(value: Json | undefined): ShownImage | null {
  if (!isRecord(value) || value['type'] !== 'image') return null
  const type = textOf(value['mimeType'])?.toLowerCase() ?? ''
  const data = textOf(value['data'])
  const path = textOf(value['path'])
  if (!TYPES.includes(type)) return null
  if (data !== null) {
    return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(data) ? { url: `data:${type};base64,${data}` } : null
  }
  return path === null ? null : { path }
}

/** Takes the pictures out of a value, a name in the place of each. */
export function takeImages(value: Json): { readonly rest: Json; readonly images: ShownImage[] } {
  const images: ShownImage[] = []
  const take = (item: Json): Json => {
    const image = imageOf(item)
    if (image) return `[image ${images.push(image)}]`
    if (Array.isArray(item)) return (item as readonly Json[]).map(take)
    if (!isRecord(item)) return item
    return Object.fromEntries(
      Object.entries(item).flatMap(([key, entry]) =>
        entry === undefined ? [] : [[key, take(entry)] as const],
      ),
    )
  }
  return { rest: take(value), images }
}
