import type { Sandbox } from '../../../sandboxes/index.ts'
import { finding } from '../integrity/findings.ts'
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
  const outcome = timedOut ? failed(observation) : succeeded(observation, { exitCode })
  const tried = [
    ...(truncated ? [finding('endless output', 'a command printed more than is kept')] : []),
    ...(FULL.test(stderr)
      ? [finding('disk filled', 'a command wrote until no space was left')]
      : []),
  ]
  return tried.length > 0 ? { ...outcome, tried } : outcome
}

const FULL = /no space left on device|ENOSPC|disk quota exceeded/i
