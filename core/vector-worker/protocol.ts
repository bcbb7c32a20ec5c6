import type { ErrorClass } from '../errors.ts'
import type { AutoresetMode, VectorStep } from '../vector.ts'
import type { LaneReset, LaneStatus, LanesReset } from './lanes.ts'

/** What a worker is started with: which envs are its own, and how to make them. */
export interface WorkerSetup {
  /** What `import()` takes. */
  readonly module: string
  readonly name: string
  readonly make: {
    readonly options: unknown
    readonly reward: string | undefined
    readonly maxEpisodeSteps: number | undefined
  }
  readonly autoreset: AutoresetMode
  readonly root: number
  /** Index of its first env in the whole vector. */
  readonly first: number
  readonly count: number
}

export interface WorkerOperations {
  /** Asked for by starting the worker, as request 0. */
  open(): void
  reset(resets: readonly LaneReset[]): LanesReset<unknown>
  step(actions: readonly unknown[]): VectorStep<unknown>
  close(): void
}
export type Operation = keyof WorkerOperations

export interface Request {
  readonly id: number
  readonly operation: Exclude<Operation, 'open'>
  readonly argument: readonly unknown[]
}

export type Reply = { readonly id: number; readonly status: readonly LaneStatus[] } & (
  | { readonly value: unknown }
  | { readonly error: ReplyError }
)

/** An error without its class, which threads do not share. */
export interface ReplyError {
  readonly type: ErrorClass
  readonly message: string
  /** Of the sub-env that threw. */
  readonly index: number | null
  readonly stack: string | undefined
}
