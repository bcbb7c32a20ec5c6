import type { Json } from '../../../../core/index.ts'

export type JsonRecord = Readonly<Record<string, Json | undefined>>

/** Stored trajectories may be of another version, or odd: these read what is there. */
export const recordOf = (value: Json | undefined): JsonRecord => (isRecord(value) ? value : {})
export const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : []
export const textOf = (value: Json | undefined): string | null =>
  typeof value === 'string' ? value : null
export const numberOf = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
export const numbersOf = (value: Json | undefined): readonly number[] =>
  listOf(value).flatMap((item) => numberOf(item) ?? [])

export const isRecord = (value: Json | undefined): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value in one line, as a signal or a field is shown. */
export const shown = (value: Json | undefined): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
