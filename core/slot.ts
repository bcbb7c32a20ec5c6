import { AsyncLocalStorage } from 'node:async_hooks'

/** What code deep within an episode finds without being handed it; it follows the asynchronous calls of a work. */
export interface Slot<T> {
  /** Undefined where nothing was put in. */
  current(): T | undefined
}

/** What one stretch of work finds in its slots; its identity is that of the episode. */
type Contents = ReadonlyMap<Slot<unknown>, unknown>

const storage = new AsyncLocalStorage<Contents>()

export function createSlot<T>(): Slot<T> {
  const slot: Slot<T> = { current: () => storage.getStore()?.get(slot) as T | undefined }
  return slot
}

/** Pairs a slot with what goes into it. */
export type Filling = readonly [slot: Slot<unknown>, value: unknown]

export function filling<T>(slot: Slot<T>, value: T): Filling {
  return [slot, value]
}

/** Runs `work` with these slots filled and all others empty: neighbours that run at the same time see nothing of it. */
export function withSlots<T>(fillings: readonly Filling[], work: () => T): T {
  return storage.run(new Map(fillings), work)
}

/** Runs `work` with empty slots, as if no episode were going on. */
export function withoutSlots<T>(work: () => T): T {
  return storage.exit(work)
}

/**
 * What episodes share to save work, but for those that run in `withSlots` (recorded or replayed): each of
 * these gets its own, so that what one exchanges with the outside does not depend on what others did before.
 */
export function sharedUnlessAlone<T>(make: () => T): () => T {
  let shared: { readonly value: T } | undefined
  const own = new WeakMap<Contents, { readonly value: T }>()
  return () => {
    const contents = storage.getStore()
    if (!contents) {
      shared ??= { value: make() }
      return shared.value
    }
    const found = own.get(contents) ?? { value: make() }
    own.set(contents, found)
    return found.value
  }
}
