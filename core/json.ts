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
  // Text is appended piece by piece: every state of every turn passes here.
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + canonicalJson(value[i])
    return `${text}]`
  }
  const record = value as Readonly<Record<string, unknown>>
  let text = ''
  for (const key of Object.keys(record).sort()) {
    const entry = record[key]
    if (entry === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(entry)}`
  }
  return `{${text}}`
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
