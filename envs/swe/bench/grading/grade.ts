import { EnvError, sharedUnlessAlone } from '../../../../core/index.ts'
import { LruMemory } from '../../lru.ts'
import type { SandboxPlace } from '../../workspace.ts'
import { runTests, type TestRun } from '../harness/run-tests.ts'
import { parsePatch, pathsOf, type SplitPatch, splitPatch } from '../patch/index.ts'
import { testPlanOf } from '../test-plan.ts'
import { type BenchVerdict, judge } from '../verdict.ts'
import {
  applyPatch,
  type LocatedInstance,
  type Repositories,
  type RepositoryWorkspace,
} from '../workspace/index.ts'
import { testHelpersAmong } from './test-helpers.ts'

export interface GradeRequest {
  readonly located: LocatedInstance
  readonly place: SandboxPlace
  /** The whole change, as a unified diff. */
  readonly patch: string
  readonly testTimeoutMs: number
  /** Run the tests of a change that leaves no source changed, too. */
  readonly evenUntouched?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Graded {
  /** What of the change was graded. */
  readonly split: SplitPatch
  /** Undefined where the change could not be put on, or changed no source. */
  readonly verdict: BenchVerdict | undefined
  readonly run: TestRun | undefined
  readonly integrity: readonly string[]
}

export interface Grader {
  /**
   * Judges a change in a sandbox that nobody has used, on the pristine repository with its tests.
   * @throws EnvError, SandboxError when the machinery failed: then there is no verdict.
   */
  grade(request: GradeRequest): Promise<Graded>
}

/** Statuses under the gold patch, by instance and place. */
const REMEMBERED = 256

export function createGrader(repositories: Repositories): Grader {
  const goldRuns = sharedUnlessAlone(() => new LruMemory<TestRun | undefined>(REMEMBERED))
  const grader: Grader = {
    async grade(request) {
      const { located, patch } = request
      const split = splitFor(located, patch)
      const integrity = split.dropped.map(({ path, reason }) => `left out ${path}: ${reason}`)
      const isUntouched = split.source === '' && !request.evenUntouched
      if (split.problem !== undefined || isUntouched) {
        return { split, verdict: undefined, run: undefined, integrity }
      }
      const tested = await testChange(repositories, request, split)
      integrity.push(...tested.helpers.map((path) => `left out ${path}: a helper of tests`))
      const { run } = tested
      if (!run) return { split, verdict: undefined, run, integrity }
      const { instance } = located
      const isSkipped = [...instance.failToPass, ...instance.passToPass].some(
        (name) => run.statuses.get(name) === 'skipped',
      )
      const gold = isSkipped ? await goldRunOf(request) : undefined
      const verdict = judge(instance, run.statuses, { gold: gold?.statuses })
      return { split, verdict, run, integrity: [...integrity, ...run.integrity] }
    },
  }
  /** What the fix itself skips is no failure; asked only when something was skipped. */
  async function goldRunOf({ located, ...request }: GradeRequest): Promise<TestRun | undefined> {
    const { gold, info } = located.instance
    if (gold === undefined) return undefined
    return goldRuns().get(`${request.place.kind} ${info.hash}`, () =>
      // Others may wait for it, too: it has no signal.
      testFix(repositories, { located, ...request, signal: undefined }, gold),
    )
  }
  return grader
}

/** The part of a change that is graded; a task's own fix may change configuration, and then so may anybody. */
function splitFor(
  { instance }: LocatedInstance,
  patch: string,
  { isGold = false, helpers = [] as readonly string[] } = {},
): SplitPatch {
  const { gold, testPatch, testFiles, language } = instance
  const tested = testPatch === undefined ? [] : pathsOf(parsePatch(testPatch).files)
  return splitPatch(patch, {
    language,
    protectedPaths: isGold ? tested : [...tested, ...testFiles, ...helpers],
    editablePaths: touchedByGold(gold),
  })
}

const touchedByGold = (gold: string | undefined): readonly string[] =>
  gold === undefined ? [] : pathsOf(parsePatch(gold).files)

interface Tested {
  /** Undefined: the change cannot be put onto the repository. */
  readonly run: TestRun | undefined
  /** Sources that turned out to be helpers of tests, and were left out. */
  readonly helpers: readonly string[]
}

async function testChange(
  repositories: Repositories,
  request: GradeRequest,
  split: SplitPatch,
): Promise<Tested> {
  const { located, place, patch, signal } = request
  const workspace = await repositories.open(located, place, { fresh: true, signal })
  await using _ = workspace.sandbox
  const { instance } = located
  const fixed = touchedByGold(instance.gold)
  const sources = split.kept.filter((path) => !fixed.includes(path))
  const helpers = await testHelpersAmong(workspace, sources, instance)
  const { source } = helpers.length === 0 ? split : splitFor(located, patch, { helpers })
  return { run: await testIn(workspace, request, source), helpers }
}

async function testFix(
  repositories: Repositories,
  request: Omit<GradeRequest, 'patch'>,
  gold: string,
): Promise<TestRun | undefined> {
  const { located, place, signal } = request
  const workspace = await repositories.open(located, place, { fresh: true, signal })
  await using _ = workspace.sandbox
  return await testIn(workspace, request, splitFor(located, gold, { isGold: true }).source)
}

/** undefined: the change cannot be put onto the repository. */
async function testIn(
  workspace: RepositoryWorkspace,
  { located, testTimeoutMs, signal }: Omit<GradeRequest, 'patch'>,
  source: string,
): Promise<TestRun | undefined> {
  const { instance } = located
  const { testPatch = '' } = instance
  if (!(await applies(workspace, testPatch, signal))) {
    throw new EnvError(
      `Cannot grade ${instance.id}: its test_patch does not fit its repository (mend the instance)`,
    )
  }
  if (!(await applies(workspace, source, signal))) return undefined
  return runTests(workspace.sandbox, testPlanOf(instance), {
    root: workspace.root,
    prelude: workspace.prelude,
    isOwnCommand: instance.testCommand !== undefined,
    testFiles: instance.testFiles,
    timeoutMs: testTimeoutMs,
    signal,
  })
}

async function applies(
  { sandbox, root }: RepositoryWorkspace,
  patch: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (patch.trim() === '') return true
  return (await applyPatch(sandbox, patch, { root, signal })).exitCode === 0
}

/** Why there is no verdict, or one on nothing; undefined where the tests came to their end. */
export function problemOf({ split, verdict, run }: Graded): string | undefined {
  if (split.problem !== undefined) return split.problem
  if (verdict) return run?.problem
  return split.source === ''
    ? 'no source was changed'
    : 'the change cannot be put onto the repository'
}
