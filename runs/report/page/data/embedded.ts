import type { Json } from '../../../../core/index.ts'
import { type Packed, SHORT, unpack } from '../../packed.ts'
import type { PageData } from '../../page-data.ts'
import type { SampleBlob } from '../../samples/embed-samples.ts'
import { unpackSample } from '../../samples/sample.ts'
import type { OnFound, Source } from '../source.ts'
import { inflateJson } from './inflate.ts'
import { keepRecent } from './recent.ts'
import { holds, markLines } from './scan.ts'

/** Transcripts of some episodes, over the lines of their part of the page. */
type Blob = readonly { readonly run: number; readonly id: string; readonly packed: Packed }[]

/** The page itself holds everything, compressed, in scripts that are not run. */
export function openEmbedded(): Source {
  const linesOf = keepRecent(2, (part: string) => inflate<readonly string[]>(`lines-${part}`))
  const blobOf = keepRecent(3, (id: string) => inflate<Blob>(id))
  const samplesOf = keepRecent(3, (id: string) => inflate<SampleBlob>(id))
  let data: PageData | undefined

  return {
    async load() {
      data = await inflate<PageData>('page-data')
      return data
    },

    async trajectory(run, id) {
      const row = data?.episodes.find((episode) => episode.id === id && episode.run === run)
      if (row?.blob == null) return null
      const script = await whenParsed(`blob-${row.blob}`)
      const part = script?.dataset['part']
      if (part === undefined) return null
      const [lines, blob] = await Promise.all([linesOf(part), blobOf(`blob-${row.blob}`)])
      const entry = blob.find((episode) => episode.id === id && episode.run === run)
      return entry ? (unpack(entry.packed, lines) satisfies Json) : null
    },

    async sample({ blob, episode }) {
      if (blob === null) return null
      const found = (await samplesOf(`samples-${blob}`)).find((entry) => entry.episode === episode)
      return found ? unpackSample(found.packed) : null
    },

    async search(text, signal, onFound) {
      await parsedWhole()
      const parts = partsOfPage()
      const total = [...parts.values()].flat().length
      let done = 0
      for (const [part, ids] of parts) {
        const marks = await markLines(await linesOf(part), text, () => giveWay(signal))
        // A text that is in none of the lines and too long to stand outside of them.
        if (marks.before.at(-1) === 0 && text.length >= SHORT) {
          done += ids.length
          report([], done / total, onFound)
          continue
        }
        for (const id of ids) {
          await giveWay(signal)
          const found = await inflate<Blob>(id)
          signal.throwIfAborted()
          report(
            found.filter(({ packed }) => holds(packed, marks)),
            ++done / total,
            onFound,
          )
        }
      }
    },

    // Whoever made the page named its images from the page's own folder.
    imageUrl: (_, path) =>
      path.startsWith('/') ? null : path.split('/').map(encodeURIComponent).join('/'),
  }
}

function report(found: Blob, share: number, onFound: OnFound): void {
  onFound(
    found.map(({ run, id }) => ({ run, id })),
    share,
  )
}

async function inflate<T>(id: string): Promise<T> {
  const script = await whenParsed(id)
  if (!script) throw new Error(`The page is incomplete: it has no "${id}" (was it cut off?)`)
  return inflateJson<T>(script.textContent ?? '')
}

/** Scripts with transcripts, by the part of the page whose lines they share. */
function partsOfPage(): Map<string, string[]> {
  const parts = new Map<string, string[]>()
  for (const { id, dataset } of document.querySelectorAll<HTMLElement>('script[data-part]')) {
    const part = dataset['part'] ?? ''
    parts.set(part, [...(parts.get(part) ?? []), id])
  }
  return parts
}

/** The element, as soon as the browser has read it to its end; null where the page has none. */
function whenParsed(id: string): Promise<HTMLElement | null> {
  const find = () => {
    const element = document.getElementById(id)
    return element && (element.nextSibling || document.readyState !== 'loading') ? element : null
  }
  return new Promise((resolve) => {
    const found = find()
    if (found || document.readyState !== 'loading') return resolve(found)
    const settle = (element: HTMLElement | null) => {
      observer.disconnect()
      document.removeEventListener('DOMContentLoaded', end)
      resolve(element)
    }
    const end = () => settle(find())
    const observer = new MutationObserver(() => {
      const element = find()
      if (element) settle(element)
    })
    observer.observe(document, { childList: true, subtree: true })
    document.addEventListener('DOMContentLoaded', end)
  })
}

function parsedWhole(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve()
  return new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', () => resolve(), { once: true })
  })
}

/** Lets the browser answer to its user first. */
async function giveWay(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve))
  signal.throwIfAborted()
}
