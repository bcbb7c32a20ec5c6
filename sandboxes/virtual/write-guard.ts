export interface WriteFailure {
  readonly index: number
  readonly path: string
  readonly error: unknown
}

/**
 * Watches the writes of one exec. just-bash lets an error of a redirection (`> missing/file`, a full
 * disk) end the whole exec and drops its output. As an exec is deterministic, it can be run again
 * with that one write swallowed and the shell stopped right after it, which keeps the output.
 */
export interface WriteGuard {
  /** The last write that failed. */
  readonly failure: WriteFailure | undefined
  readonly swallowed: WriteFailure | undefined
  run(path: string, write: () => void): void
}

export function createWriteGuard(swallow: number | undefined): WriteGuard {
  let index = 0
  let failure: WriteFailure | undefined
  let swallowed: WriteFailure | undefined
  return {
    get failure() {
      return failure
    },
    get swallowed() {
      return swallowed
    },
    run(path, write) {
      index++
      // What the stopped command still writes goes nowhere.
      if (swallowed) return
      try {
        write()
      } catch (error) {
        failure = { index, path, error }
        if (index !== swallow) throw error
        swallowed = failure
      }
    },
  }
}
