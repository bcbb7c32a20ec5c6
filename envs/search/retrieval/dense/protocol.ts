import type { DenseData } from './load.ts'

/** What a thread is started with: the memory is shared, not copied. */
export type WorkerSetup = DenseData

/** Pages from `first` to before `last`. */
export interface Request {
  readonly id: number
  readonly query: Float32Array
  readonly first: number
  readonly last: number
}

export type Reply =
  | { readonly id: number; readonly scores: Float64Array<ArrayBuffer> }
  | { readonly id: number; readonly problem: string }
