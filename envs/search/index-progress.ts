/** How far an index of a corpus has come. */
export interface IndexBuilding {
  readonly corpus: string
  readonly done: number
  readonly total: number
}

const listeners = new Set<(building: IndexBuilding) => void>()
const noteListeners = new Set<(line: string) => void>()

/** Calls the listener while an index is built; returns how to stop that. */
export function onIndexBuilding(listener: (building: IndexBuilding) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function reportBuilding(building: IndexBuilding): void {
  for (const listener of listeners) listener(building)
}

/** Calls the listener with what a user should know of pages and indexes; returns how to stop that. */
export function onIndexNote(listener: (line: string) => void): () => void {
  noteListeners.add(listener)
  return () => noteListeners.delete(listener)
}

export function reportNote(line: string): void {
  for (const listener of noteListeners) listener(line)
}
