/** Attempts to get round the pages, as the server saw them: `forged-cookie`, `direct-call` ... */
export interface IntegrityLog {
  note(kind: string): void
  /** In the order they came, one entry each. */
  readonly kinds: readonly string[]
}

export function createIntegrityLog(): IntegrityLog {
  const kinds: string[] = []
  return { kinds, note: (kind) => void kinds.push(kind) }
}
