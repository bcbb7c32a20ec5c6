import type { Query } from '../analyze.ts'
import type { Bm25Data } from './layout.ts'
import type { Found } from './search.ts'

/** What a thread is started with: the buffer is shared, not copied. */
export type WorkerSetup = Bm25Data

export interface Request {
  readonly query: Query
  readonly k: number
}

export type Reply = { readonly found: Found } | { readonly problem: string }
