import type { Budget, VirtualClock } from '../clock.ts'
import type { VirtualFiles } from '../files.ts'

/** One invocation of the `node` command inside the virtual sandbox. */
export interface NodeRequest {
  /** Everything after `node`: flags, file, arguments. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin: string
  readonly files: VirtualFiles
  readonly clock: VirtualClock
  readonly budget: Budget
  readonly memoryMiB: number
  /** Bytes of stdout and stderr (each) kept; the rest is dropped while running. */
  readonly maxOutputBytes: number
}

export interface NodeResult {
  /** 124 when the budget ran out, 134 when memory did; otherwise as real Node. */
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export declare function runNode(request: NodeRequest): Promise<NodeResult>
