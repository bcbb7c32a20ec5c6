import type { CommandResult } from './command.ts'

/** The output of several commands behind each other, with the exit code of the last. */
export function joinResults(results: readonly CommandResult[]): CommandResult {
  const stdout = results.map((result) => Buffer.from(result.stdout ?? ''))
  return {
    exitCode: results.at(-1)?.exitCode ?? 0,
    stdout: Buffer.concat(stdout),
    stderr: results.map((result) => result.stderr ?? '').join(''),
  }
}
