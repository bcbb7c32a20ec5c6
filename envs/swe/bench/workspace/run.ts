import { EnvError } from '../../../../core/index.ts'
import type { ExecResult, Sandbox } from '../../../../sandboxes/index.ts'

/** Repositories with hundreds of megabytes of history take minutes on slow machines. */
const LIMIT_MS = 900_000

/** Of a sandbox's git, whatever a machine, an image or a user has set, and without messages in other languages. */
const ENVIRONMENT = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C.UTF-8',
}

/** git that runs nothing for the repository it works on, and takes files as they are. */
export const GIT = [
  'git',
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.excludesFile=/dev/null'],
  ...['core.attributesFile=/dev/null', 'core.autocrlf=false', 'safe.directory=\\*'],
]
  .join(' -c ')
  .concat(' --no-pager')

export interface RunOptions {
  readonly root: string
  readonly stdin?: string | Uint8Array | undefined
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number | undefined
  readonly maxOutputBytes?: number | undefined
}

/** Runs a script of ours in a repository; how it went is for the caller to judge. */
export function attempt(
  sandbox: Sandbox,
  script: string,
  { root, timeoutMs = LIMIT_MS, ...options }: RunOptions,
): Promise<ExecResult> {
  return sandbox.exec(script, { ...options, cwd: root, timeoutMs, env: ENVIRONMENT })
}

/**
 * Runs a script of ours that has no reason to fail, and gives what it printed.
 * @throws EnvError saying what was being done, and what it complained of.
 */
export async function run(
  sandbox: Sandbox,
  what: string,
  script: string,
  options: RunOptions,
): Promise<string> {
  const result = await attempt(sandbox, script, options)
  if (result.exitCode === 0 && !result.truncated) return result.stdout
  throw new EnvError(`Cannot ${what}: ${complaintOf(result)}`)
}

/** One line that says why a command failed. */
export function complaintOf({ stderr, stdout, timedOut, exitCode, truncated }: ExecResult): string {
  if (timedOut) return 'it takes too long'
  const lines = (stderr.trim() || stdout.trim()).split('\n')
  const told = lines.find((line) => /^(?:fatal|error)/.test(line)) ?? lines.at(0)
  if (told) return told.replace(/^(?:fatal|error): /, '').slice(0, 300)
  return truncated ? 'it printed too much' : `exit code ${exitCode}`
}
