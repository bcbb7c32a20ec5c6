import { ConfigError } from '../../../core/index.ts'
import { shellQuote } from '../../../core/shell-quote.ts'
import type { RepairAction } from '../tools/action-space.ts'
import type { SandboxPlace } from '../workspace.ts'
import { type BenchEpisode, type BenchOutcome, tailOf } from './episode.ts'
import { type Graded, type Grader, problemOf } from './grading/grade.ts'
import type { Instance } from './instances/index.ts'
import { type FilePatch, parsePatch } from './patch/index.ts'
import type { Prediction } from './predictions.ts'
import { reportOf } from './report.ts'
import { type BenchSignals, ungraded } from './signals.ts'
import type { LocatedInstance, Repositories } from './workspace/index.ts'

export interface RepositorySetup {
  readonly located: LocatedInstance
  readonly place: SandboxPlace
  readonly prediction: Prediction | undefined
  readonly repositories: Repositories
  readonly grader: Grader
  readonly testTimeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Kept to look at. */
const LOG_CHARS = 20_000
const DIFF_CHARS = 2 ** 20
const MOST_TESTS = 2000

/** An episode on a repository: the agent works in one sandbox, and others judge what it changed. */
export async function openRepositoryEpisode(setup: RepositorySetup): Promise<BenchEpisode> {
  const { located, place, prediction, repositories, grader, testTimeoutMs, signal } = setup
  const { instance } = located
  // A prediction brings its change; nobody acts.
  const workspace = prediction ? undefined : await repositories.open(located, place, { signal })
  let judged: Promise<BenchOutcome> | undefined

  async function judge(within: AbortSignal | undefined): Promise<BenchOutcome> {
    const { patch, problem, packages } = workspace
      ? await repositories.readChange(located, place, workspace, within)
      : { patch: prediction?.model_patch ?? '', problem: undefined, packages: [] }
    const graded = await grader.grade({ located, place, patch, testTimeoutMs, signal: within })
    const modelPatch = prediction ? prediction.model_patch : patch
    const outcome = outcomeOf(located, { modelPatch, problem }, graded)
    const own = packages.map((name) => `${name}: changed, but grading has its own`)
    return { ...outcome, integrity: [...own, ...outcome.integrity] }
  }

  return {
    sandbox: workspace?.sandbox,
    statement: instance.statement,
    notes: [],
    prelude: workspace?.prelude ?? '',
    env: {},
    outcome(within) {
      judged ??= judge(within)
      return judged
    },
    gold: async () => goldActions(instance),
    close: async () => workspace?.sandbox.close(),
  }
}

function goldActions({ id, gold }: Instance): readonly RepairAction[] {
  if (gold === undefined) {
    throw new ConfigError(`Cannot solve ${id}: it has no patch (add the field, or another agent)`)
  }
  const submit: RepairAction = { tool: 'submit' }
  const patch = shellQuote(gold.endsWith('\n') ? gold : `${gold}\n`)
  const command = `printf %s ${patch} | git apply --whitespace=nowarn -`
  return [{ tool: 'bash', command }, submit]
}

function outcomeOf(
  { instance }: LocatedInstance,
  change: { readonly modelPatch: string | null; readonly problem: string | undefined },
  graded: Graded,
): BenchOutcome {
  const { split, verdict, run, integrity } = graded
  const { modelPatch } = change
  const { files } = parsePatch(split.source)
  const measured: Partial<BenchSignals> = verdict
    ? {
        verdict: verdict.resolvedStrict ? 1 : 0,
        resolved: verdict.resolved,
        resolvedStrict: verdict.resolvedStrict,
        failToPass: verdict.failToPassStrict,
        passToPass: verdict.passToPassStrict,
        progress: verdict.failToPassStrict * verdict.passToPassStrict,
        testsRun: verdict.tests.filter(({ status }) => status !== 'missing').length,
      }
    : {}
  const report = {
    instance_id: instance.id,
    ...reportOf(modelPatch, verdict),
    resolved_strict: verdict?.resolvedStrict ?? false,
  }
  const problem = change.problem ?? problemOf(graded)
  const failing = verdict?.tests.filter(({ countsStrictly }) => !countsStrictly) ?? []
  return {
    signals: {
      ...ungraded,
      ...measured,
      patchApplies: verdict !== undefined,
      filesTouched: files.length,
      linesChanged: files.reduce((sum, file) => sum + changedLines(file), 0),
      droppedChanges: split.dropped.length,
    },
    integrity,
    info: {
      report,
      ...(problem === undefined ? {} : { problem }),
      ...(run ? { results: run.channel } : {}),
      ...((modelPatch?.length ?? 0) > DIFF_CHARS ? { diffIsCut: true } : {}),
      ...(failing.length > 0
        ? { failing: failing.slice(0, MOST_TESTS).map(({ name, status }) => `${name}: ${status}`) }
        : {}),
    },
    artifacts: {
      ...(modelPatch ? { diff: { type: 'diff', text: cut(modelPatch) } } : {}),
      ...(run?.printed.trim()
        ? { tests: { type: 'text', text: tailOf(run.printed, LOG_CHARS) } }
        : {}),
    },
  }
}

const cut = (patch: string) =>
  patch.length <= DIFF_CHARS ? patch : `${patch.slice(0, DIFF_CHARS)}\n[the rest is left out]\n`

function changedLines({ hunks }: FilePatch): number {
  return hunks.reduce(
    (sum, { lines }) => sum + lines.filter((line) => /^[+-]/.test(line)).length,
    0,
  )
}
