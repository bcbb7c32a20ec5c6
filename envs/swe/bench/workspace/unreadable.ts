import type { Sandbox } from '../../../../sandboxes/index.ts'
import { attempt, complaintOf, type RunOptions } from './run.ts'

/** Why what an agent left cannot be read; the machinery is well. */
export class UnreadableTree extends Error {
  override readonly name = 'UnreadableTree'
}

/** Nobody's honest files take longer. */
export const LIMIT_MS = 120_000
/** Names of some 400,000 files. */
export const LIST_BYTES = 32 * 2 ** 20

/**
 * Runs a script of ours over what an agent left; failures are its doing.
 * @throws UnreadableTree saying what could not be done.
 */
export async function runOver(
  sandbox: Sandbox,
  what: string,
  script: string,
  options: RunOptions & { readonly mostExitCode?: number },
): Promise<string> {
  const { mostExitCode = 0, ...rest } = options
  const limits = { timeoutMs: LIMIT_MS, maxOutputBytes: LIST_BYTES }
  const result = await attempt(sandbox, script, { ...limits, ...rest })
  const { exitCode, truncated, timedOut } = result
  if (exitCode <= mostExitCode && !truncated && !timedOut) return result.stdout
  throw new UnreadableTree(`${what}: ${complaintOf(result)}`)
}
