import { z } from 'zod'
import {
  ConfigError,
  defineEnv,
  type Image,
  type Json,
  json,
  observationText,
  type TaskInfo,
} from '../../../core/index.ts'
import { signal, solved, weighted } from '../../../rewards/index.ts'
import { anyToolCall, demonstratedActions } from './demonstrated-actions.ts'
import { type Demonstration, readDemonstrations, shownAt } from './demonstrations.ts'
import { type ActionMatch, matchAction, type ToolAction } from './match-action.ts'

type Observation = string | readonly ({ readonly type: 'text'; readonly text: string } | Image)[]

type State = {
  /** The option `demonstrations`. */
  source: string | null
  id: string
  /** The recorded step that is expected next. */
  at: number
  steps: number
  /** Steps that the policy got right itself. */
  matched: number
  patches: number
  isOver: boolean
}

const part = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image'), mimeType: z.string(), data: z.string() }),
])

export const semiOnlineOptions = z.strictObject({
  demonstrations: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of a run, or its trajectories.jsonl; without it a few small examples'),
  patch: z
    .enum(['action', 'none'])
    .default('action')
    .describe('What stands in for an action that is not the recorded one'),
  maxPatches: z.int().min(0).max(1000).default(1).describe('Patches an episode has'),
  tolerance: z.number().min(0).max(1000).default(24).describe('Pixels that a point may be off'),
  valueGate: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.75)
    .describe('ROUGE-L that a longer text must reach'),
})

/**
 * Recorded demonstrations as if they were live (UI-S1, arXiv:2509.11543), without a browser: the observation of
 * a step is the recorded one, and an action is compared with the recorded one. Where it is another, the recorded
 * one is taken in its place (`patch`), as long as there are patches; then the episode ends. What the policy wrote
 * stays in its own history: an env cannot change it.
 *
 * Confirmed of the paper: rollouts over the policy's own history, patches, discounted future returns, step and
 * episode advantages, the metric SOP. Not confirmed: the formulas of SOP and of the weights 0.1 / 0.4 / 0.5
 * (met in a public reward function of the same three parts), and what `gamma` is (0.5). The patch
 * `thought+action` is left out: demonstrations hold no thoughts.
 *
 * Returns: a step's return is to be cut behind a step with `patched` 1, since what follows is the expert's doing:
 * `R_t = r_t + gamma R_{t+1}`, without the second summand where `patched`: `returnsWithin` does that.
 */
export const semiOnline = defineEnv({
  id: 'web/SemiOnline-v0',
  state: 'data',
  description: 'Recorded demonstrations as if live: each action is compared with the recorded one.',
  options: semiOnlineOptions,
  observationSpace: json<Observation>(z.union([z.string(), z.array(part).readonly()])),
  actionSpace: anyToolCall,
  actions: ({ demonstrations }) => demonstratedActions(readDemonstrations(demonstrations).all),
  rewards: {
    /** 1 where every step was the policy's own and right. */
    sparse: solved({ signal: 'success' }),
    /** Each step by itself: its form, its tool, and the whole of it. */
    dense: weighted({
      format: [0.1, signal('format')],
      type: [0.4, signal('typeMatch')],
      action: [0.5, signal('actionMatch')],
    }),
  },
  maxEpisodeSteps: 200,
  tasks: { list: ({ demonstrations }) => readDemonstrations(demonstrations).all.map(taskOf) },

  reset({ task, options }) {
    const source = options.demonstrations ?? null
    const { demonstrations, one } = demonstrationOf(source, task?.id)
    const state: State = {
      ...{ source, id: one.id, at: 0, steps: one.actions.length },
      ...{ matched: 0, patches: 0, isOver: false },
    }
    return {
      state,
      observation: shownAt(demonstrations, one.observations[0]) as Observation,
      signals: signalsOf(state, null, false),
      info: { env: one.env },
    }
  },

  step(state, action, { options }) {
    const { demonstrations, one } = demonstrationOf(state.source, state.id)
    const expected = one.actions[state.at]
    if (!expected) throw new Error(`Cannot go on with ${state.id}: it has no step ${state.at}`)
    const seen = observationText(one.observations[state.at])
    const match = matchAction(action, expected, seen, options)
    const isPatched =
      !match.isMatch && options.patch === 'action' && state.patches < options.maxPatches
    if (match.isMatch) state.matched++
    if (isPatched) state.patches++
    if (match.isMatch || isPatched) state.at++
    state.isOver = state.at === state.steps || !(match.isMatch || isPatched)
    return {
      // Where nothing stood in for the action, nothing was done: the page is as it was.
      observation: shownAt(demonstrations, one.observations[state.at]) as Observation,
      signals: signalsOf(state, match, isPatched),
      terminated: state.isOver,
      info: isPatched ? { patched: true, recorded: expected as Json } : {},
    }
  },

  invalid: ({ invalid }) => `Invalid action: ${invalid.replace(/\.$/, '')}.`,
  gold: ({ source, id }) => demonstrationOf(source, id).one.actions,
  cheats: {
    /** Blind to what is shown: the tool that is used most, on the first element. */
    'commonest type': ({ source, steps }) => {
      const commonest = commonestOf(readDemonstrations(source ?? undefined).all)
      return Array.from({ length: steps }, () => commonest)
    },
  },
  expect: {
    gold: { min: 1 },
    null: { max: 0 },
  },
})

function signalsOf(state: State, match: ActionMatch | null, isPatched: boolean) {
  const progress = state.matched / state.steps
  const success = state.matched === state.steps
  return {
    /** 1: the action could be read at all. */
    format: match ? 1 : 0,
    typeMatch: match?.type ? 1 : 0,
    targetMatch: match?.type && match.target ? 1 : 0,
    valueMatch: match?.value ?? 0,
    actionMatch: match?.score ?? 0,
    /** Share of the recorded steps that the policy took itself. */
    progress,
    success,
    /** 1: the recorded action stood in for this one, and no return crosses from the next step to it. */
    patched: isPatched ? 1 : 0,
    patches: state.patches,
    sop: (progress + (success ? 1 : 0)) / 2,
  }
}

const taskOf = ({ id, split, difficulty, env, hash }: Demonstration): TaskInfo => ({
  ...{ id, split, kind: env, hash },
  ...(difficulty === undefined ? {} : { difficulty }),
})

function demonstrationOf(source: string | null, id: string | undefined) {
  const demonstrations = readDemonstrations(source ?? undefined)
  const one = demonstrations.all.find((each) => each.id === id)
  if (one) return { demonstrations, one }
  throw new ConfigError(
    `Cannot replay demonstration ${id}: ${demonstrations.file} holds it no more (give the file it was drawn from)`,
  )
}

/** With the arguments of the first call, whatever is asked for. */
export function commonestOf(all: readonly Demonstration[]): ToolAction {
  const calls = new Map<string, ToolAction[]>()
  for (const action of all.flatMap(({ actions }) => actions)) {
    calls.set(action.tool, [...(calls.get(action.tool) ?? []), action])
  }
  const [most = []] = [...calls.values()].sort((a, b) => b.length - a.length)
  const [first = { tool: 'wait', seconds: 0 }] = most
  return first
}
