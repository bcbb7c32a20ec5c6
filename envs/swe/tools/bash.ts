import type { Sandbox } from '../../../sandboxes/index.ts'
import { failed, succeeded, type ToolOutcome } from './outcome.ts'

export interface CommandLimits {
  /** Commands that set up the shell first. */
  readonly prelude?: string
  /** Variables of the task. */
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** A command that exits with another code than 0 has done its work; one that was stopped has not. */
export async function bash(
  sandbox: Sandbox,
  { command }: { readonly command: string },
  { prelude = '', ...limits }: CommandLimits,
): Promise<ToolOutcome> {
  const { exitCode, stdout, stderr, timedOut, truncated, durationMs } = await sandbox.exec(
    prelude === '' ? command : `${prelude}\n${command}`,
    limits,
  )
  const parts = [
    stdout.trimEnd(),
    stderr.trim() === '' ? '' : `[stderr]\n${stderr.trimEnd()}`,
    truncated ? '[output too long: the rest was dropped]' : '',
    timedOut ? `[stopped after ${durationMs} ms: it took too long]` : '',
    `[exit code ${exitCode}]`,
  ]
  const observation = parts.filter((part) => part !== '').join('\n')
  return timedOut ? failed(observation) : succeeded(observation, { exitCode })
}
