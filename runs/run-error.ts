import { ConfigError, fileReason } from '../core/index.ts'

/** The run itself failed, in the middle: its folder can no longer be written. Finished episodes are kept. */
export class RunError extends Error {
  override readonly name = 'RunError'
}

/** Before the first episode a folder that cannot be used is the user's choice; afterwards the run's failure. */
export function fileProblem(
  when: 'start' | 'running',
  verb: string,
  path: string,
  error: unknown,
): ConfigError | RunError {
  const [reason, advice] = fileReason(error)
  const message = `Cannot ${verb} ${path}: ${reason} (${advice}${
    when === 'running' ? ', then continue with --resume' : ''
  })`
  return when === 'start'
    ? new ConfigError(message, { cause: error })
    : new RunError(message, { cause: error })
}
