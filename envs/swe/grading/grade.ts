import { hashJson, sharedUnlessAlone, withDeadline } from '../../../core/index.ts'
import { openSandbox, SandboxFileError } from '../../../sandboxes/index.ts'
import { LruMemory } from '../lru.ts'
import type { Files } from '../tasks/edits.ts'
import { fileOf } from '../tasks/format.ts'
import type { OpenTask } from '../tasks/open.ts'
import type { SandboxOpener, SandboxPlace } from '../workspace.ts'
import type { Changes } from './changes.ts'
import { guardTests } from './guard.ts'
import { runTestFiles } from './run-test-files.ts'
import { inapplicable, type Verdict, verdictOf } from './verdict.ts'

export interface Grader {
  /**
   * The verdict on source changes of a task.
   * @throws SandboxError when the machinery failed: then there is no verdict.
   */
  grade(task: OpenTask, changes: Changes, options: GradeOptions): Promise<Verdict>
}

export interface GradeOptions {
  readonly place: SandboxPlace
  /** Time a test file may take. */
  readonly testTimeoutMs: number
  /** Names what the code under test must not guess. */
  readonly nonce: string
  /** Gives up waiting; others may want the same verdict, so the work itself goes on. */
  readonly signal: AbortSignal | undefined
}

interface Graded {
  readonly verdict: Verdict
  readonly isRepeatable: boolean
}

/** Verdicts remembered a process: equal changes of a task are graded once. */
const REMEMBERED_VERDICTS = 4096

/**
 * Grades in fresh sandboxes that no agent has touched. Where sandboxes are deterministic a verdict is
 * a function of task and changes, so it is remembered.
 */
export function createGrader(open: SandboxOpener = openSandbox): Grader {
  const verdicts = sharedUnlessAlone(() => new LruMemory<Graded>(REMEMBERED_VERDICTS))
  return {
    async grade(task, changes, options) {
      const { place, testTimeoutMs, signal } = options
      const key = hashJson([task.hash, keyOf(changes), place.kind, testTimeoutMs])
      const graded = await withDeadline('grading', Number.POSITIVE_INFINITY, signal, () =>
        verdicts().get(key, () => gradeAfresh(open, task, changes, options)),
      )
      if (!graded.isRepeatable) verdicts().forget(key)
      return graded.verdict
    },
  }
}

function keyOf({ written, removed }: Changes) {
  const contents = Object.entries(written).map(([path, bytes]) => [
    path,
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  ])
  return { written: Object.fromEntries(contents), removed: removed.toSorted() }
}

async function gradeAfresh(
  open: SandboxOpener,
  task: OpenTask,
  changes: Changes,
  { place, testTimeoutMs, nonce }: GradeOptions,
): Promise<Graded> {
  const tests = [...new Set([...task.task.failToPass, ...task.task.passToPass].map(fileOf))].sort()
  await using sandbox = await open(place)
  const isRepeatable = sandbox.capabilities.deterministic
  try {
    const files = filesOf(task, changes)
    const guarded = guardTests(tests, { files, sandbox, nonce })
    await sandbox.writeFiles({ ...files, ...changes.written, ...guarded })
  } catch (error) {
    if (error instanceof SandboxFileError) return { verdict: inapplicable, isRepeatable }
    throw error
  }
  const run = { files: tests, nonce, timeoutMs: testTimeoutMs }
  return { verdict: verdictOf(task.task, await runTestFiles(sandbox, run)), isRepeatable }
}

/** The pristine repository with all tests, hidden ones included, but for what was removed. */
function filesOf({ files, hiddenFiles }: OpenTask, { removed }: Changes): Files {
  const gone = new Set(removed)
  const all = Object.entries({ ...files, ...hiddenFiles })
  return Object.fromEntries(all.filter(([path]) => !gone.has(path)))
}
