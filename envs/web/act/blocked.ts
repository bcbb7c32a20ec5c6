/** Why an action cannot be done, in words for the policy: it becomes `Acted.error`. */
export class Blocked extends Error {
  override readonly name = 'Blocked'
}

/** Names in words, of many only the first. */
export function listed(names: readonly string[], most = 10): string {
  if (names.length === 0) return 'none'
  const more = names.length > most ? ` and ${names.length - most} more` : ''
  return names.slice(0, most).map(quoted).join(', ') + more
}

/** As it stands in an error: one line, and not long. */
export const quoted = (text: string): string => JSON.stringify(text.slice(0, 200))
