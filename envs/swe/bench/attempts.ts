import { withDeadline } from '../../../core/index.ts'
import { useTool } from '../tools/use-tool.ts'
import type { SandboxOpener, SandboxPlace } from '../workspace.ts'
import { type Graded, type Grader, problemOf } from './grading/grade.ts'
import type { HarborTask } from './harbor/index.ts'
import { openHarborEpisode } from './harbor-episode.ts'
import type { BenchTask } from './tasks.ts'
import type { LocatedInstance } from './workspace/index.ts'

/** How a task came out with its known solution, or with nothing done. */
export interface Attempt {
  /** What rewards pay for in full. */
  readonly passed: boolean
  /** SWE-bench's own rules would say so; of a Harbor task the same as `passed`. */
  readonly resolved: boolean
  /** Share of FAIL_TO_PASS that passes; of a Harbor task what its verifier gave. */
  readonly failToPass: number
  /** Share of PASS_TO_PASS that passes; of a Harbor task 1. */
  readonly passToPass: number
  /** `log`: the judged code could write the results itself. */
  readonly channel: 'harness' | 'log'
  /** Why it did not pass; what grading noticed besides. */
  readonly problem: string | undefined
  readonly integrity: readonly string[]
}

export interface AttemptContext {
  readonly grader: Grader
  readonly place: SandboxPlace
  readonly open: SandboxOpener | undefined
  readonly testTimeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** For what is not the tests: sandboxes, images, patches. */
const SPARE_MS = 600_000

/** Does what the known solution says, or nothing, and has it judged. */
export function attempt(
  task: BenchTask,
  what: 'gold' | 'nothing',
  context: AttemptContext,
): Promise<Attempt> {
  const name = `${idOf(task)} with ${what === 'gold' ? 'its solution' : 'nothing done'}`
  return withDeadline(name, timeOf(task, context), context.signal, (signal) =>
    task.format === 'harbor'
      ? harborAttempt(task.task, what, { ...context, signal })
      : instanceAttempt(task.located, what, { ...context, signal }),
  )
}

export const idOf = (task: BenchTask): string =>
  task.format === 'harbor' ? task.task.info.id : task.located.instance.id

function timeOf(task: BenchTask, { testTimeoutMs }: AttemptContext): number {
  // Where tests of the lists are skipped, the fix is run once more.
  if (task.format === 'instance') return 2 * testTimeoutMs + SPARE_MS
  const { agent, verifier, environment } = task.task
  // A verifier that gives no reward is asked once more, where nothing was done.
  return agent.timeoutMs + 2 * (verifier.timeoutMs + environment.buildTimeoutMs) + SPARE_MS
}

async function instanceAttempt(
  located: LocatedInstance,
  what: 'gold' | 'nothing',
  { grader, place, testTimeoutMs, signal }: AttemptContext,
): Promise<Attempt> {
  const patch = what === 'gold' ? (located.instance.gold ?? '') : ''
  const request = { located, place, patch, testTimeoutMs, signal }
  const graded = await grader.grade({ ...request, evenUntouched: what === 'nothing' })
  const { verdict, run, integrity } = graded
  return {
    passed: verdict?.resolvedStrict ?? false,
    resolved: verdict?.resolved ?? false,
    failToPass: verdict?.failToPassStrict ?? 0,
    passToPass: verdict?.passToPassStrict ?? 0,
    channel: run?.channel ?? 'harness',
    problem: problemWith(graded),
    integrity,
  }
}

function problemWith(graded: Graded): string | undefined {
  const [dropped] = graded.split.dropped
  const left = dropped ? `, and of it ${dropped.path} is not graded (${dropped.reason})` : ''
  const problem = problemOf(graded)
  if (problem !== undefined) return `${problem}${left}`
  const failing = graded.verdict?.tests.filter(({ countsStrictly }) => !countsStrictly) ?? []
  const [first] = failing
  if (!first) return undefined
  const more = failing.length > 1 ? ` and ${failing.length - 1} more` : ''
  return `${first.name} is ${first.status}${more}${left}`
}

async function harborAttempt(
  task: HarborTask,
  what: 'gold' | 'nothing',
  { place, open, signal }: AttemptContext,
): Promise<Attempt> {
  const episode = await openHarborEpisode({ task, place, open, signal })
  try {
    const actions = what === 'gold' ? await episode.gold() : []
    for (const action of actions) {
      const { sandbox, prelude, env } = episode
      if (!sandbox || action.tool === 'submit') break
      const limits = { timeoutMs: task.agent.timeoutMs, prelude, env, signal }
      await useTool(sandbox, action, limits)
    }
    const { signals, integrity } = await episode.outcome(signal)
    const passed = signals.verdict >= 1
    return {
      ...{ passed, resolved: passed, failToPass: signals.verdict, passToPass: 1, integrity },
      channel: 'harness',
      problem: passed ? undefined : `its verifier gave ${signals.verdict}`,
    }
  } finally {
    await episode.close()
  }
}
