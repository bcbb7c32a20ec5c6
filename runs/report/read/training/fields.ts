/** Fields of files that another version may have written: these give what is there. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
/** Names and difficulties may be texts or numbers. */
export const nameOf = (value: unknown): string | null =>
  textOf(value) ?? (typeof value === 'number' ? String(value) : null)

/** The entries that are numbers. */
export function numbersIn(value: unknown): Record<string, number> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).flatMap(([name, item]) => {
      const number = numberOf(item)
      return number === null ? [] : [[name, number] as const]
    }),
  )
}
