import { z } from 'zod'
import { ConfigError, defineEnv, describeInvalid, EnvError, text } from '../../../core/index.ts'
import { sandboxKinds } from '../../../sandboxes/index.ts'
import { playOptions } from '../options.ts'
import { actionSpace } from '../tools/action-space.ts'
import { capText } from '../tools/cap.ts'
import { succeeded } from '../tools/outcome.ts'
import { useTool } from '../tools/use-tool.ts'
import type { SandboxOpener } from '../workspace.ts'
import { chooseBenchSandbox } from './choose-sandbox.ts'
import type { BenchEpisode } from './episode.ts'
import { createGrader } from './grading/grade.ts'
import { openHarborEpisode } from './harbor-episode.ts'
import { lookedBack } from './looking-back.ts'
import { openRepositoryEpisode } from './repository-episode.ts'
import { rewards } from './rewards.ts'
import { type BenchSignals, ungraded } from './signals.ts'
import { loadBenchTasks } from './tasks.ts'
import { createRepositories } from './workspace/index.ts'

const options = z.strictObject({
  ...playOptions,
  sandbox: z
    .enum(['auto', ...sandboxKinds.filter((kind) => kind !== 'virtual')])
    .default('auto')
    .describe('Where commands run'),
  tasks: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Instances in the format of SWE-bench (.jsonl, .json, .parquet) or a folder of them, or Harbor task folders; without it two small examples',
    ),
  predictions: z
    .string()
    .min(1)
    .optional()
    .describe('Patches in the format of SWE-bench to grade instead of what an agent does'),
  commandTimeoutMs: z
    .int()
    .min(100)
    .max(280_000)
    .default(60_000)
    .describe('Time a command of the agent may take, in milliseconds'),
  testTimeoutMs: z
    .int()
    .min(100)
    .max(1_500_000)
    .default(240_000)
    .describe('Time the tests of an instance may take, in milliseconds'),
})

type State = BenchEpisode & { failedActions: number; readonly looked: Set<string> }

/** The env's definition; `open` may bring sandboxes of another make. */
export function defineBench(open?: SandboxOpener) {
  const repositories = createRepositories(open)
  const grader = createGrader(repositories)

  return defineEnv({
    id: 'swe/Bench-v0',
    state: 'resource',
    description: 'Repair real repositories: instances of SWE-bench and its kin, and Harbor tasks.',
    options,
    observationSpace: text(),
    actionSpace,
    rewards,
    maxEpisodeSteps: 100,
    // Images are pulled or built when they are first needed, and real tests take minutes.
    deadlines: { setupMs: 3_600_000, gradingMs: 3_600_000 },
    tasks: {
      list: async ({ tasks, predictions }) => (await loadBenchTasks({ tasks, predictions })).infos,
    },

    async reset({ task: info, options, signal }) {
      const { tasks, predictions, unsafeProcess, testTimeoutMs } = options
      const taskset = await loadBenchTasks({ tasks, predictions })
      const id = info?.id ?? ''
      const isOneOfMany = taskset.infos.length > 1
      const { episode, kind, reason } = await withFaultsOf(id, isOneOfMany, async () => {
        const task = await taskset.open(id)
        const { kind, reason } = await chooseBenchSandbox(options.sandbox, task)
        const place = { kind, reason, unsafeProcess }
        const episode =
          task.format === 'harbor'
            ? await openHarborEpisode({ task: task.task, place, open, signal })
            : await openRepositoryEpisode({
                ...{ ...task, place, repositories, grader, testTimeoutMs, signal },
              })
        return { episode, kind, reason }
      })
      const state: State = Object.assign(episode, { failedActions: 0, looked: new Set<string>() })
      try {
        return {
          state,
          observation: capText(await firstObservation(state), options.maxObservationChars),
          signals: signalsOf(state),
          info: {
            sandbox: { kind, reason },
            ...(state.notes.length > 0 ? { notes: [...state.notes] } : {}),
          },
        }
      } catch (error) {
        await episode.close()
        throw error
      }
    },

    async step(state, action, { options, signal }) {
      const isSubmitted = action.tool === 'submit'
      const looked = action.tool === 'bash' ? lookedBack(action.command) : undefined
      if (looked !== undefined) state.looked.add(looked)
      const { sandbox, prelude, env } = state
      const limits = { timeoutMs: options.commandTimeoutMs, prelude, env, signal }
      const { observation, failed, info } = sandbox
        ? await useTool(sandbox, action, limits)
        : succeeded('A prediction is graded: there is nothing to act on.')
      if (failed) state.failedActions++
      return {
        observation: capText(observation, options.maxObservationChars),
        signals: signalsOf(state),
        terminated: isSubmitted,
        info: {
          ...info,
          ...(failed ? { failed } : {}),
          ...(looked === undefined ? {} : { integrity: [looked] }),
          ...(isSubmitted ? { reason: 'submitted' } : {}),
        },
      }
    },

    async finish(state, { signal }) {
      const { signals } = await state.outcome(signal)
      return { ...signals, failedActions: state.failedActions }
    },
    async finalInfo(state, { signal }) {
      const { integrity, info } = await state.outcome(signal)
      const all = [...new Set([...state.looked, ...integrity])]
      return { ...info, ...(all.length > 0 ? { integrity: all } : {}) }
    },
    artifacts: async (state, { signal }) => (await state.outcome(signal)).artifacts,

    invalid(problem, state) {
      state.failedActions++
      return describeInvalid(problem, actionSpace)
    },
    close: (state) => state.close(),
    gold: (state) => state.gold(),
    noop: { tool: 'submit' },
    expect: {
      deterministic: { none: 'real processes take real time, and print it' },
    },
  })
}

/**
 * Of many tasks, one that cannot be opened costs its own episodes and not the run. Messages name the task where it
 * is at fault; where the machine is, all tasks fail alike, and the run ends.
 */
async function withFaultsOf<T>(
  id: string,
  isOneOfMany: boolean,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isOfTask = error instanceof ConfigError && error.message.includes(id)
    if (!isOneOfMany || !isOfTask) throw error
    throw new EnvError(error.message, { cause: error })
  }
}

const signalsOf = ({ failedActions }: State): BenchSignals => ({ ...ungraded, failedActions })

async function firstObservation({ sandbox, statement }: State): Promise<string> {
  if (!sandbox) return 'A prediction is graded.'
  const { stdout } = await sandbox.exec('ls -1ap | head -n 60')
  const names = stdout.split('\n').filter((name) => name !== '' && !/^\.\.?\/$/.test(name))
  return [
    statement.trim(),
    '',
    `Your working directory is ${sandbox.workdir}. It holds:`,
    ...names.map((name) => `  ${name}`),
    '',
    'Tools: bash runs a command, view shows a file, edit replaces a text that occurs once, write writes a whole file, submit ends the episode.',
  ].join('\n')
}

/** Repair a real repository, or solve a Harbor task. */
export const bench = defineBench()
