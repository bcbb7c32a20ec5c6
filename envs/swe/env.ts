import { z } from 'zod'
import { defineEnv, describeInvalid, text } from '../../core/index.ts'
import { chooseSandbox, sandboxKinds } from '../../sandboxes/index.ts'
import { artifactsOf } from './artifacts.ts'
import { cheats } from './cheats.ts'
import { type Episode, integrityOf, measure, openEpisode } from './episode.ts'
import { goldActions } from './gold.ts'
import { createGrader } from './grading/grade.ts'
import { verifyTask } from './grading/verify.ts'
import { mayLink } from './integrity/links.ts'
import { needs, playOptions } from './options.ts'
import { rewards } from './rewards.ts'
import { signalsOf } from './signals.ts'
import { firstObservation } from './statement.ts'
import { loadTaskset } from './taskset.ts'
import { actionSpace } from './tools/action-space.ts'
import { capText } from './tools/cap.ts'
import { useTool } from './tools/use-tool.ts'
import { createWorkspaces, type SandboxOpener } from './workspace.ts'

const options = z.strictObject({
  ...playOptions,
  sandbox: z
    .enum(['auto', ...sandboxKinds])
    .default('auto')
    .describe('Where commands run'),
  tasks: z
    .string()
    .min(1)
    .optional()
    .describe('File or folder of tasks (.jsonl) instead of the built-in ones'),
  progress: z
    .enum(['each-edit', 'end'])
    .default('each-edit')
    .describe('When hidden tests are run: after each action that changed source files, or once'),
  testTimeoutMs: z
    .int()
    .min(100)
    .max(600_000)
    .optional()
    .describe(
      'Time a test file may take in grading, in milliseconds of the sandbox (1 s where time is simulated, else 10 s)',
    ),
  commandTimeoutMs: z
    .int()
    .min(100)
    .max(600_000)
    .optional()
    .describe(
      'Time a command of the agent may take, in milliseconds of the sandbox (5 s where time is simulated, else 30 s)',
    ),
})

/** The family's definition; `open` may bring sandboxes of another make. */
export function defineRepair(open?: SandboxOpener) {
  const workspaces = createWorkspaces(open)
  const grader = createGrader(open)

  return defineEnv({
    id: 'swe/Repair-v0',
    state: 'resource',
    description:
      'Repair a small JavaScript library from a bug report, in a shell; hidden tests judge.',
    options,
    observationSpace: text(),
    actionSpace,
    rewards,
    maxEpisodeSteps: 30,
    tasks: { list: async ({ tasks }) => (await loadTaskset(tasks)).infos },

    async reset({ task, options, rng, signal }) {
      const taskset = await loadTaskset(options.tasks)
      const opened = taskset.open(task?.id ?? '')
      const { unsafeProcess } = options
      const { kind, reason } = await chooseSandbox({ kind: options.sandbox, needs })
      const setup = {
        task: opened,
        place: { kind, reason, unsafeProcess },
        rng,
        workspaces,
        grader,
        signal,
      }
      const state = await openEpisode({ ...setup, times: options })
      if (options.tasks !== undefined) {
        try {
          const place = () => taskset.placeOf(opened.task.id)
          await verifyTask(opened, grader, { ...state.grading, signal }, place)
        } catch (error) {
          await state.sandbox.close()
          throw error
        }
      }
      return {
        state,
        observation: capText(firstObservation(opened), options.maxObservationChars),
        signals: signalsOf(state.measured, state),
        info: { sandbox: { kind, reason } },
      }
    },

    async step(state, action, { options, signal }) {
      const {
        observation,
        failed,
        info,
        tried = [],
      } = await useTool(state.sandbox, action, {
        timeoutMs: state.commandTimeoutMs,
        signal,
      })
      if (failed) state.failedActions++
      for (const line of tried) state.tried.add(line)
      if (action.tool === 'bash') state.mayLink ||= mayLink(action.command)
      const isSubmitted = action.tool === 'submit'
      if (isSubmitted || options.progress === 'each-edit') await measure(state, signal)
      const integrity = integrityOf(state)
      return {
        observation: capText(observation, options.maxObservationChars),
        signals: signalsOf(state.measured, state),
        terminated: isSubmitted,
        info: {
          ...info,
          ...(failed ? { failed } : {}),
          ...(integrity.length > 0 ? { integrity } : {}),
          ...(isSubmitted ? { reason: 'submitted' } : {}),
        },
      }
    },

    async finish(state, { signal }) {
      await measure(state, signal)
      return signalsOf(state.measured, state)
    },

    finalInfo: (state) => ({ integrity: integrityOf(state) }),
    artifacts: artifactsOf,

    invalid(problem, state) {
      state.failedActions++
      return describeInvalid(problem, actionSpace)
    },

    close: ({ sandbox }: Episode) => sandbox.close(),
    gold: ({ task }) => goldActions(task),
    cheats,
    noop: { tool: 'submit' },
  })
}

/** Repair a small library from a bug report. */
export const repair = defineRepair()
