import type { ExecResult, Sandbox } from '../../../../sandboxes/index.ts'
import { attempt, GIT } from './run.ts'

export interface ApplyOptions {
  readonly root: string
  /** `check`: tell whether it fits, and change nothing; `index`: commit it next. */
  readonly mode?: 'check' | 'index' | undefined
  readonly signal?: AbortSignal | undefined
}

/** Puts a patch on once and whole, or not at all: fallbacks that put on a part would make another change of it. */
export function applyPatch(
  sandbox: Sandbox,
  patch: string,
  { root, mode, signal }: ApplyOptions,
): Promise<ExecResult> {
  const apply = `${GIT} apply --whitespace=nowarn ${mode === undefined ? '' : `--${mode} `}-`
  const stdin = patch.endsWith('\n') ? patch : `${patch}\n`
  return attempt(sandbox, apply, { root, stdin, signal })
}
