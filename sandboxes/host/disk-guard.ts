import { closeSync, constants } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { openAt } from './open-at.ts'
import { isGone, walk } from './walk.ts'

const BLOCK = 512
/** What a name costs the file system, at least. */
const ENTRY_BYTES = 256
const INTERVAL_MS = 250
/** Measuring takes at most this share of the time. */
const SHARE = 10
/** Above what disks can write: after so many bytes' worth of time, it is measured again. */
const BYTES_PER_MS = 2_000_000

/**
 * Holds what all files together take. No kernel does that for a folder without rights on the whole file
 * system, so it is measured: while a command runs, four times a second, and between commands once enough
 * time has passed to have written too much.
 */
export class DiskGuard {
  readonly #folders: readonly string[]
  readonly #maxBytes: number
  #bytes = 0
  #unmeasuredMs = Number.POSITIVE_INFINITY

  constructor(folders: readonly string[], maxBytes: number) {
    this.#folders = folders
    this.#maxBytes = maxBytes
  }

  /** Whether there is room; measured only where it may have run out. */
  async hasRoom(): Promise<boolean> {
    const most = this.#bytes + this.#unmeasuredMs * BYTES_PER_MS
    if (most > this.#maxBytes) await this.#measure()
    return this.#bytes <= this.#maxBytes
  }

  /** The caller has written, or a command has run. */
  changed(ms: number): void {
    this.#unmeasuredMs += ms
  }

  /** Ends when the signal says so, or with the reason to stop the command. */
  async watch(signal: AbortSignal): Promise<string | undefined> {
    const before = this.#bytes
    const options = { signal, ref: false }
    for (let pause = INTERVAL_MS; ; ) {
      const isOver = await setTimeout(pause, false, options).catch(() => true)
      if (isOver) return undefined
      const ms = await this.#measure(signal)
      if (signal.aborted) return undefined
      if (this.#bytes > this.#maxBytes && this.#bytes > before) {
        return `No space left on device: files take more than ${this.#maxBytes} bytes`
      }
      pause = Math.max(INTERVAL_MS, ms * SHARE)
    }
  }

  /** Returns how long it took. */
  async #measure(signal?: AbortSignal): Promise<number> {
    const started = performance.now()
    let bytes = 0
    for (const folder of this.#folders) {
      try {
        bytes += await bytesIn(folder, signal)
      } catch (error) {
        // A running command moves things, and closes them; the sandbox itself may be closed.
        if (!isGone(error) && (error as NodeJS.ErrnoException).code !== 'EACCES') throw error
      }
    }
    if (signal?.aborted) return 0
    this.#bytes = bytes
    this.#unmeasuredMs = 0
    return performance.now() - started
  }
}

async function bytesIn(folder: string, signal: AbortSignal | undefined): Promise<number> {
  const fd = openAt(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  let bytes = 0
  try {
    for await (const { stats } of walk(fd)) {
      bytes += stats.blocks * BLOCK + ENTRY_BYTES
      if (signal?.aborted) break
    }
  } finally {
    closeSync(fd)
  }
  return bytes
}
