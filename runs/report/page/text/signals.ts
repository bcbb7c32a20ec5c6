import type { JsonRecord } from '../data/json.ts'
import { shown } from '../data/json.ts'

/** A signal, and what it was before where that was something else. */
export interface SignalChange {
  readonly name: string
  readonly value: string
  readonly before: string | null
  readonly isChanged: boolean
}

/** All signals of a turn beside those before it. */
export function changesOf(signals: JsonRecord, previous: JsonRecord): readonly SignalChange[] {
  return Object.keys(signals).map((name) => {
    const value = shown(signals[name])
    const before = name in previous ? shown(previous[name]) : null
    return { name, value, before, isChanged: before !== value }
  })
}
