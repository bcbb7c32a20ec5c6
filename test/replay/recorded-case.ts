import type { AnyDef, Clock, MakeOptions } from '../../core/index.ts'
import type { Player } from '../../fixtures/index.ts'
import type { SystemPart } from '../system-parts.ts'

/** An episode that is recorded under fixtures/recordings, and what it takes to record it anew. */
export interface RecordedCase {
  /** Its folder there. */
  readonly name: string
  readonly env: AnyDef
  readonly agent: Player<never, unknown>
  readonly seed?: number
  readonly task?: string
  readonly options?: NonNullable<MakeOptions<AnyDef>['options']>
  /** For cases that would otherwise be as long as they took. */
  readonly clock?: () => Clock
  /** Part of the system that only recording needs. */
  readonly needs?: SystemPart
  /** What must be there while it is recorded, and is not for a replay. */
  readonly opens?: () => Promise<AsyncDisposable>
}

export const recordings = 'fixtures/recordings'
