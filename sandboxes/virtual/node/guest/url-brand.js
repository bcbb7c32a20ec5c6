import { NativeWeakMap, WeakMapHas, WeakMapSet } from 'node:internal/primordials'

const urls = new NativeWeakMap()

/** Marks an object as a URL, whatever becomes of its prototype. */
export const brandURL = (url) => WeakMapSet(urls, url, true)
export const isURL = (value) =>
  typeof value === 'object' && value !== null && WeakMapHas(urls, value)
