import type { RepairAction } from '../tools/action-space.ts'
import type { SandboxOpener, SandboxPlace } from '../workspace.ts'
import { type BenchEpisode, type BenchOutcome, tailOf } from './episode.ts'
import {
  gradeHarbor,
  type HarborGrade,
  type HarborTask,
  openHarbor,
  solveHarbor,
} from './harbor/index.ts'
import { ungraded } from './signals.ts'

export interface HarborSetup {
  readonly task: HarborTask
  readonly place: SandboxPlace
  readonly open: SandboxOpener | undefined
  readonly signal: AbortSignal | undefined
}

/** Kept to look at. */
const OUTPUT_CHARS = 20_000

/** An episode in the environment of a Harbor task, judged by the task's own verifier. */
export async function openHarborEpisode({
  task,
  place,
  open,
  signal,
}: HarborSetup): Promise<BenchEpisode> {
  const episode = await openHarbor(task, place, { open, signal })
  let judged: Promise<BenchOutcome> | undefined
  return {
    sandbox: episode.sandbox,
    statement: task.instruction,
    notes: episode.notes,
    prelude: '',
    env: episode.env,
    outcome(within) {
      judged ??= gradeHarbor(episode, within).then((grade) => outcomeOf(task, grade))
      return judged
    },
    async gold() {
      const commands = await solveHarbor(episode)
      const actions = commands.map((command): RepairAction => ({ tool: 'bash', command }))
      return [...actions, { tool: 'submit' }]
    },
    close: () => episode.sandbox.close(),
  }
}

function outcomeOf({ info }: HarborTask, grade: HarborGrade): BenchOutcome {
  const { reward, rewards, metrics, integrity, output } = grade
  const isSolved = reward >= 1
  const share = Math.min(1, Math.max(0, reward))
  return {
    signals: {
      ...ungraded,
      verdict: reward,
      resolved: isSolved,
      resolvedStrict: isSolved,
      failToPass: share,
      passToPass: 1,
      progress: share,
      patchApplies: true,
      testsRun: 1,
    },
    integrity,
    info: { verifier: { task: info.id, reward, rewards, metrics } },
    artifacts: output.trim() ? { tests: { type: 'text', text: tailOf(output, OUTPUT_CHARS) } } : {},
  }
}
