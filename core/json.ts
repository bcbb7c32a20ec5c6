/** Plain JSON data: what is stored, hashed, snapshotted and sent. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** JSON text with object keys sorted, so that equal data gives equal text. */
export function canonicalJson(value: unknown): string {
  if (value === undefined) return 'null'
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`
}

/**
 * A copy of anything as plain JSON: what `JSON.stringify` leaves out is null (or absent, in objects), and
 * what it cannot write is its text. Records hold copies: an env may go on changing what it handed out.
 */
export function plainJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return String(value)
  try {
    const text: string | undefined = JSON.stringify(value, (_, entry: unknown) =>
      typeof entry === 'bigint' ? String(entry) : entry,
    )
    return text === undefined ? null : (JSON.parse(text) as Json)
  } catch {
    return String(value)
  }
}
