/** What happened beside an action, told with it. */
export interface Notes {
  add(note: string): void
  /** Not again where it was told already. */
  once(note: string): void
  /** All so far; they are told once. */
  take(): readonly string[]
}

/** A page can cause any number. */
const MOST = 20

export function createNotes(): Notes {
  let notes: string[] = []
  const add = (note: string) => {
    if (notes.length < MOST) notes.push(note)
  }
  return {
    add,
    once: (note) => (notes.includes(note) ? undefined : add(note)),
    take() {
      const taken = notes
      notes = []
      return taken
    },
  }
}
