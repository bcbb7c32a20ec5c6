/** How far an index of a corpus has come. */
export interface IndexBuilding {
  readonly corpus: string
  readonly done: number
  readonly total: number
}

type Listener = (building: IndexBuilding) => void

const listeners = new Set<Listener>()

/** Calls the listener while an index is built; returns how to stop that. */
export function onIndexBuilding(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function reportBuilding(building: IndexBuilding): void {
  for (const listener of listeners) listener(building)
}
