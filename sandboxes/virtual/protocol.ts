import type { ExecResult, SandboxLimits } from '../sandbox.ts'
import type { MachineExecRequest, MachineState } from './machine.ts'

/** What a worker does for the main thread: one request, one reply, in the order they were sent. */
export interface WorkerOperations {
  open(options: OpenRequest): void
  /** `fresh` names the new sandbox. */
  fork(fresh: number): void
  close(): void
  exec(request: MachineExecRequest): ExecResult
  readFile(path: string): Uint8Array
  writeFiles(files: Readonly<Record<string, string | Uint8Array>>): void
  listFiles(path: string): readonly string[]
  remove(path: string): void
  putTar(archive: Uint8Array, path: string): void
  getTar(path: string): Uint8Array
  state(): MachineState
  restore(state: MachineState): void
  stateHash(): string
}
export type Operation = keyof WorkerOperations

/** An interpreter has no processes whose number or share of a core could be limited. */
export type VirtualLimits = Omit<SandboxLimits, 'processes' | 'cpus'>

export interface OpenRequest {
  readonly limits: VirtualLimits
  readonly clockStart: number
  readonly folders: readonly string[]
  readonly files: Readonly<Record<string, string | Uint8Array>>
}

export interface Request {
  readonly id: number
  readonly sandbox: number
  readonly operation: Operation
  readonly argument: readonly unknown[]
}

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ReplyError }

/** `path` is set for an error about a file: the caller's mistake, not the sandbox's. */
export interface ReplyError {
  readonly message: string
  readonly path?: string
}

/** Requests the caller gave up, by `id` modulo the length: readable while the thread is busy. */
export const CANCEL_SLOTS = 1024

export interface WorkerSetup {
  readonly cancels: Int32Array
}
