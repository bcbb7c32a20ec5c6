import type { Json } from '../../../../core/index.ts'
import { formatNumber } from '../../format.ts'
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
    const isKnown = name in previous
    return {
      name,
      value: read(signals[name]),
      before: isKnown ? read(previous[name]) : null,
      isChanged: !isKnown || shown(signals[name]) !== shown(previous[name]),
    }
  })
}

const read = (value: Json | undefined) =>
  typeof value === 'number' ? formatNumber(value) : shown(value)
