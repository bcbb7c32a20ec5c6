import { readFile, stat } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import type { Notes } from './notes.ts'
import { within } from './timers.ts'

export interface KeptDownload {
  readonly name: string
  /** null: too large, or it did not end. */
  readonly content: Uint8Array | null
}

/** Downloads of one session, in memory. */
export interface DownloadTracker {
  readonly kept: readonly KeptDownload[]
  watch(page: Page): void
  /** Once those that began have ended. */
  settled(): Promise<void>
}

const MOST_BYTES = 1_048_576
const MOST_KEPT = 10
const DOWNLOAD_MS = 5000
const ANNOUNCED_MS = 2000

export function createDownloads(notes: Notes): DownloadTracker {
  const kept: KeptDownload[] = []
  const running = new Set<Promise<void>>()
  let begun = 0
  let announced = 0
  let tell = () => {}
  const onDownload = async (download: Download) => {
    const name = download.suggestedFilename().slice(0, 200)
    begun++
    tell()
    if (begun > MOST_KEPT) {
      notes.once(`More than ${MOST_KEPT} downloads: further ones were refused.`)
      await download.cancel()
      return
    }
    const path = await within(download.path(), DOWNLOAD_MS, null).catch(() => null)
    if (path === null) {
      await download.cancel()
      kept.push({ name, content: null })
      notes.add(`A download was refused: ${name} did not end.`)
      return
    }
    const { size } = await stat(path)
    const content = size <= MOST_BYTES ? await readFile(path) : null
    kept.push({ name, content })
    notes.add(
      content === null
        ? `A download was refused: ${name} is larger than 1 MB.`
        : `A file was downloaded: ${name}`,
    )
    await download.delete()
  }
  return {
    kept,
    watch(page) {
      // The browser tells of a download a moment after the response that becomes one.
      page.on('response', (response) => {
        const { 'content-disposition': disposition = '' } = response.headers()
        const isOne = /^\s*attachment/i.test(disposition)
        if (isOne && response.request().isNavigationRequest()) announced++
      })
      page.on('download', (download) => {
        const work = onDownload(download).catch(() => {})
        running.add(work)
        work.finally(() => running.delete(work))
      })
    },
    async settled() {
      if (begun < announced) {
        const all = new Promise<void>((resolve) => {
          tell = () => begun >= announced && resolve()
        })
        await within(all, ANNOUNCED_MS, undefined)
        announced = begun
      }
      await Promise.all(running)
    },
  }
}
