import { LruMemory } from '../../lru.ts'
import type { PreparedRepository } from './prepare.ts'

/**
 * Few, because one can take 100 MB and more, of memory with docker: enough for a group that is rolled out
 * together and for the next one. Those of open workspaces are kept besides, since grading needs them again.
 */
const KEPT = 4

export interface PreparedMemory {
  get(key: string, prepare: () => Promise<PreparedRepository>): Promise<PreparedRepository>
  /** Keeps it for as long as somebody has the holder. */
  hold(holder: object, prepared: PreparedRepository): void
  heldBy(holder: object): PreparedRepository | undefined
}

export function createPreparedMemory(): PreparedMemory {
  const recent = new LruMemory<PreparedRepository>(KEPT)
  const held = new WeakMap<object, PreparedRepository>()
  const alive = new Map<string, WeakRef<PreparedRepository>>()
  const forgotten = new FinalizationRegistry<string>((key) => {
    if (alive.get(key)?.deref() === undefined) alive.delete(key)
  })
  return {
    get(key, prepare) {
      return recent.get(key, async () => {
        const known = alive.get(key)?.deref()
        if (known) return known
        const made = await prepare()
        alive.set(key, new WeakRef(made))
        forgotten.register(made, key)
        return made
      })
    },
    hold: (holder, prepared) => void held.set(holder, prepared),
    heldBy: (holder) => held.get(holder),
  }
}
