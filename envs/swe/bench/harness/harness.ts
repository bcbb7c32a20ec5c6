/** Makes a test runner report through a channel that the judged code, which runs beside it, cannot write. */
export interface Harness {
  /** Undefined where it cannot take over the command that the instance brings. */
  plan(request: HarnessRequest): HarnessPlan | undefined
}

export interface HarnessRequest {
  /** Absolute path of the repository in the sandbox. */
  readonly root: string
  /** Absolute path of an empty folder outside of the repository, for the harness alone. */
  readonly folder: string
  /** Lower-case letters and digits that nobody can guess; other ones in each run. */
  readonly nonce: string
  /** Test files to hand to the runner, relative to the root; all tests where there are none. */
  readonly testFiles: readonly string[]
  /** The command that the instance brings, where it brings one. */
  readonly command: string | undefined
}

export interface HarnessPlan {
  /** Files to write first: absolute path (in `folder`, or in the repository) -> contents. */
  readonly files: Readonly<Record<string, string>>
  /**
   * A shell command for the root of the repository. What it prints is a log and no proof of anything; the runner
   * itself prints no results there, so that any which stand there were forged.
   */
  readonly command: string
  /** Absolute path of the file in which the runner's results are. */
  readonly report: string
  /** What that file says, empty where there is none. It never throws: whoever is judged may have written to it. */
  read(report: string): HarnessReport
}

export interface HarnessReport {
  /** The runner was loaded before any judged code; otherwise the machine lacks something, and there is no verdict. */
  readonly started: boolean
  /** Why it did not start, for people. */
  readonly problem?: string | undefined
  /** It came to its end, and tests that must fail did; otherwise nothing of it counts. */
  readonly ended: boolean
  /** What the runner reported, as a log that the runner's own parser reads (`parsers/`). */
  readonly log: string
  /** What the judged code did to be judged otherwise, each a sentence without a full stop. */
  readonly integrity: readonly string[]
}
