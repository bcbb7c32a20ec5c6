import type { Rng } from '../../core/index.ts'
import type { Sandbox } from '../../sandboxes/index.ts'
import { diagnose } from './diagnostics/diagnose.ts'
import {
  type Changes,
  countLines,
  noChanges,
  readChanges,
  sourceFiles,
  touchedPaths,
} from './grading/changes.ts'
import type { GradeOptions, Grader } from './grading/grade.ts'
import { submissionOf } from './grading/protected.ts'
import { untouched } from './grading/verdict.ts'
import { inspectSource } from './integrity/inspect-source.ts'
import { linksIn } from './integrity/links.ts'
import { type Times, timesIn } from './options.ts'
import type { Measured } from './signals.ts'
import type { OpenTask } from './tasks/open.ts'
import type { SandboxPlace, Workspaces } from './workspace.ts'

/** A running episode. */
export interface Episode {
  readonly task: OpenTask
  readonly sandbox: Sandbox
  readonly grader: Grader
  readonly grading: Omit<GradeOptions, 'signal'>
  readonly commandTimeoutMs: number
  failedActions: number
  /** What commands tried, whatever became of it. */
  readonly tried: Set<string>
  /** Whether a command may have made links. */
  mayLink: boolean
  /** The latest measurement, the changes and the hash of the repository it was taken of. */
  measured: Measured
  measuredChanges: Changes
  measuredHash: string
}

export interface EpisodeSetup {
  readonly task: OpenTask
  readonly place: SandboxPlace
  readonly times: Times
  readonly rng: Rng
  readonly workspaces: Workspaces
  readonly grader: Grader
  readonly signal: AbortSignal | undefined
}

const nothingChanged = {
  verdict: untouched,
  filesTouched: 0,
  linesChanged: 0,
  droppedChanges: 0,
  integrity: [],
}

export async function openEpisode(setup: EpisodeSetup): Promise<Episode> {
  const { task, place, times, rng, workspaces, grader, signal } = setup
  const { sandbox, pristineHash } = await workspaces.open(task, place, signal)
  const { commandTimeoutMs, testTimeoutMs } = timesIn(sandbox.capabilities.deterministic, times)
  const stream = rng.stream('grading')
  // A name in JavaScript and in a path.
  const nonce = `n${Array.from({ length: 4 }, () => stream.int(2 ** 32).toString(36)).join('')}`
  return {
    task,
    sandbox,
    grader,
    grading: { place, testTimeoutMs, nonce },
    commandTimeoutMs,
    failedActions: 0,
    tried: new Set(),
    mayLink: false,
    measured: { ...nothingChanged, diagnosis: diagnose(task.files) },
    measuredChanges: noChanges,
    measuredHash: pristineHash,
  }
}

/** What was tried that no repair needs: in the files as they are, and by commands until now. */
export function integrityOf({ measured, tried }: Episode): readonly string[] {
  return [...measured.integrity, ...tried]
}

/** Brings the measurement up to date; costs one hash where nothing has changed. */
export async function measure(episode: Episode, signal: AbortSignal | undefined): Promise<void> {
  const { task, sandbox, grader, grading } = episode
  const hash = await sandbox.stateHash()
  if (hash === episode.measuredHash) return
  const changes = await readChanges(sandbox, task.files)
  const { source, integrity } = submissionOf(changes, task)
  const filesTouched = touchedPaths(source).length
  const verdict =
    filesTouched === 0 ? untouched : await grader.grade(task, source, { ...grading, signal })
  episode.measured = {
    verdict,
    diagnosis: diagnose(sourceFiles(task.files, source)),
    filesTouched,
    linesChanged: countLines(source, task.files),
    droppedChanges: integrity.length,
    integrity: [
      ...integrity,
      ...(episode.mayLink ? await linksIn(sandbox) : []),
      ...inspectSource(source, task),
      ...verdict.tried,
    ],
  }
  episode.measuredChanges = changes
  episode.measuredHash = hash
}
