export interface WriteFailure {
  readonly index: number
  readonly path: string
  readonly error: unknown
  /** How often the shell had asked for this path, as it does before a redirection opens it. */
  readonly question: number | undefined
}

/** Which steps of an exec are to go another way when it is run again. */
export interface WritePlan {
  /** Questions that are answered by an error: their redirection fails before its command runs. */
  readonly refused: ReadonlyMap<string, WriteFailure>
  /** A write that is swallowed, with the shell stopped right after it. */
  readonly swallow: number | undefined
}

export const noPlan: WritePlan = { refused: new Map(), swallow: undefined }

const MAX_REFUSALS = 16

/** The plan for another run in which this failure does not end the exec. */
export function planFor(plan: WritePlan, failure: WriteFailure): WritePlan {
  const { path, question } = failure
  const key = keyOf(path, question ?? 0)
  if (!question || plan.refused.has(key) || plan.refused.size >= MAX_REFUSALS) {
    return { ...plan, swallow: failure.index }
  }
  return { ...plan, refused: new Map([...plan.refused, [key, failure]]) }
}

/** By path, as a refusal changes how many questions follow. */
function keyOf(path: string, question: number): string {
  return `${question} ${path}`
}

/**
 * Watches the writes of one exec. just-bash lets an error of a redirection (`> missing/file`, a full
 * disk) end the whole exec and drops its output. As an exec is deterministic, it can be run again
 * with the shell told of that error where it expects one.
 */
export interface WriteGuard {
  /** The last write that failed. */
  readonly failure: WriteFailure | undefined
  readonly swallowed: WriteFailure | undefined
  /** Counts a question whether a path exists; throws where the plan says so. */
  ask(path: string): void
  run(path: string, write: () => void): void
}

export function createWriteGuard(plan: WritePlan): WriteGuard {
  let index = 0
  let failure: WriteFailure | undefined
  let swallowed: WriteFailure | undefined
  const asked = new Map<string, number>()
  return {
    get failure() {
      return failure
    },
    get swallowed() {
      return swallowed
    },
    ask(path) {
      const question = (asked.get(path) ?? 0) + 1
      asked.set(path, question)
      const refused = plan.refused.get(keyOf(path, question))
      if (refused) throw refused.error
    },
    run(path, write) {
      index++
      // What the stopped command still writes goes nowhere.
      if (swallowed) return
      try {
        write()
      } catch (error) {
        failure = { index, path, error, question: asked.get(path) }
        if (index !== plan.swallow) throw error
        swallowed = failure
      }
    },
  }
}
