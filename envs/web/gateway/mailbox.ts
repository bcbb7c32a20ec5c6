/** Keeps what comes until somebody listens. */
export interface Mailbox<T extends readonly unknown[]> {
  put(...mail: T): void
  /** The one listener; what came before is told at once. */
  listen(listener: (...mail: T) => void): void
}

export function createMailbox<T extends readonly unknown[]>(): Mailbox<T> {
  let kept: T[] = []
  let told: ((...mail: T) => void) | undefined
  return {
    put(...mail) {
      if (told) told(...mail)
      else kept.push(mail)
    },
    listen(listener) {
      told = listener
      const before = kept
      kept = []
      for (const mail of before) listener(...mail)
    },
  }
}
