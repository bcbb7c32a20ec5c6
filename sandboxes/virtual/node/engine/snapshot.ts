const PAGE_BYTES = 4096

/** Nothing is set up beyond this. */
const USED_BYTES = 16 * 1024 * 1024

/**
 * Remembers the whole memory of an interpreter that has just been set up, so that every run starts
 * from the same bytes: cheaper than a new context, and nothing a run leaves behind reaches the next.
 */
export function snapshotMemory(memory: WebAssembly.Memory): { restore(): void } {
  const bytes = new Uint8Array(memory.buffer).subarray(0, USED_BYTES)
  const runs: { readonly offset: number; readonly data: Uint8Array }[] = []
  let start = -1
  for (let page = 0; page <= bytes.length; page += PAGE_BYTES) {
    const used = page < bytes.length && isUsed(bytes.subarray(page, page + PAGE_BYTES))
    if (used && start < 0) start = page
    if (!used && start >= 0) {
      runs.push({ offset: start, data: bytes.slice(start, page) })
      start = -1
    }
  }
  return {
    restore() {
      const target = new Uint8Array(memory.buffer)
      for (const { offset, data } of runs) target.set(data, offset)
    },
  }
}

function isUsed(page: Uint8Array): boolean {
  const words = new Float64Array(page.buffer, page.byteOffset, page.byteLength / 8)
  for (const word of words) if (!Object.is(word, 0)) return true
  return false
}
