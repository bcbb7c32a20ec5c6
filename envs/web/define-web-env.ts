import { z } from 'zod'
import { ConfigError, defineEnv, describeInvalid, json } from '../../core/index.ts'
import { actionsOf, type ToolSet, toolSetNames, webActions } from './act/tools.ts'
import {
  act,
  infoOf,
  isOver,
  measure,
  observationOf,
  signalsOf,
  type WebEpisode,
  type WebObservation,
} from './episode.ts'
import { observeOptions, recordingOptions, type WebOptions, webOptions } from './options.ts'
import { actionsOfScript } from './script.ts'
import { openSession } from './session/open-session.ts'
import { webRewards } from './signals.ts'
import { type Script, WEB_NOW, type WebWorld } from './world.ts'

const part = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image'), mimeType: z.string(), data: z.string() }),
])
const observationSpace = json<WebObservation>(z.union([z.string(), z.array(part).readonly()]))

/** An env of a family of web tasks: a browser context and servers of its own for every episode. */
export function defineWebEnv<World, Options extends object>(family: WebWorld<World, Options>) {
  type State = WebEpisode<World>
  type All = WebOptions & Options
  const setsOf = ({ actions }: WebOptions): readonly ToolSet[] =>
    actions ?? toolSetNames.filter((set) => set !== 'chat' || family.hear !== undefined)
  const scripted = (script: (world: World) => Script) => (state: State) => {
    const next = actionsOfScript(script(state.world), () => state.view)
    return () => next()
  }
  const open = async (world: World, options: All, setup: OpenSetup) => {
    const start = family.start(world)
    return openSession({
      site: family.site(world),
      liveHosts: family.liveHosts?.(world) ?? [],
      start: typeof start === 'string' ? [start] : start,
      seed: setup.seed,
      time: WEB_NOW,
      viewport: { width: options.width, height: options.height },
      ...{ locale: options.locale, timezone: options.timezone, headed: options.headed },
      // Solutions and refs need the tree, also where the agent is not shown it.
      observe: { ...observeOptions(options), snapshot: true },
      ...{ actionTimeoutMs: options.actionTimeoutMs, loadTimeoutMs: options.loadTimeoutMs },
      files: family.files?.(world) ?? [],
      initScript: family.initScript?.(world),
      recording: recordingOptions(options, setup.name),
      signal: setup.signal,
    })
  }

  return defineEnv({
    id: family.id,
    state: 'resource',
    description: family.description,
    options: z.strictObject({ ...webOptions, ...family.options }) as unknown as z.ZodType<
      All,
      object
    >,
    observationSpace,
    actionSpace: webActions,
    actions: (options) => actionsOf(setsOf(options)),
    rewards: webRewards,
    maxEpisodeSteps: family.maxEpisodeSteps,
    tasks: family.tasks,

    async reset({ task, options, rng, seed, clock, signal }) {
      if (task === null) throw new ConfigError(`Cannot play ${family.id}: it has no task`)
      const world = await family.open({ task, options, rng: rng.stream('world'), clock })
      const name = `${family.id}-${task.id}-${seed}`
      const pageSeed = rng.stream('pages').int(2 ** 31)
      const session = await open(world, options, { seed: pageSeed, name, signal })
      try {
        await family.prepare?.(world, session)
        const state: State = {
          ...{ world, session, options, view: await session.view(), judgement: NOTHING },
          ...{ answer: null, infeasible: null, said: [], chat: [], last: null },
          ...{ invalidActions: 0, failedActions: 0, repeatedActions: 0 },
        }
        await measure(family, state)
        return {
          state,
          observation: observationOf(state, null, family.goal(world)),
          signals: signalsOf(state),
        }
      } catch (error) {
        await session.close()
        throw error
      }
    },

    async step(state, action) {
      const acted = await act(family, state, action)
      state.view = await state.session.view()
      await measure(family, state)
      return {
        observation: observationOf(state, acted),
        signals: signalsOf(state),
        terminated: isOver(state),
        info: { ...infoOf(state), ...(acted.error === null ? {} : { failed: true }) },
      }
    },

    async finish(state) {
      await measure(family, state)
      return signalsOf(state)
    },
    artifacts: (state) => state.session.keep(!state.judgement.solved),
    finalInfo: (state) => infoOf(state),
    invalid(problem, state) {
      state.invalidActions++
      return describeInvalid(problem, actionsOf(setsOf(state.options)))
    },
    close: ({ session }) => session.close(),

    gold: scripted((world) => family.gold(world)),
    cheats: Object.fromEntries(
      Object.entries(family.cheats).map(([name, cheat]) => [name, scripted(cheat)]),
    ),
    noop: { tool: 'wait', seconds: 0 },
  })
}

const NOTHING = { solved: false, ended: false, subgoals: {} }

interface OpenSetup {
  readonly seed: number
  readonly name: string
  readonly signal: AbortSignal | undefined
}
