import { z } from 'zod'
import {
  type Clock,
  ConfigError,
  defineEnv,
  describeInvalid,
  type Expectations,
  type MaybePromise,
  type TaskInfo,
  type TaskList,
} from '../../core/index.ts'
import { searchCheats } from './judge/cheats.ts'
import { goldActions } from './judge/gold.ts'
import { guardQuery } from './live/guard-query.ts'
import { introduction, observationSpace } from './observe.ts'
import { type ReadingOptions, readingOptions } from './options.ts'
import type { Question } from './questions/question.ts'
import { act } from './reading/act.ts'
import { beginEpisode, type Guard, observationOf, type SearchWorld } from './reading/episode.ts'
import { searchRewards } from './rewards.ts'
import { signalsOf } from './signals.ts'
import { searchActions } from './tools.ts'

/** What a world is opened with. */
export interface WorldSetup {
  /** The episode's. */
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
}

/** Where pages and questions come from. */
export interface SearchFamily<Options extends object> {
  readonly id: string
  readonly description: string
  readonly options: Readonly<Record<string, z.ZodType>>
  readonly tasks: TaskList<ReadingOptions & Options>
  /** Which queries are refused or flagged, where the option says so (default: `guardQuery`). */
  readonly guard?: Guard
  /** A share in what episodes of these options have in common; closing gives it back. */
  open(options: ReadingOptions & Options, setup: WorldSetup): Promise<SearchWorld>
  question(options: ReadingOptions & Options, task: TaskInfo): MaybePromise<Question>
  readonly expect?: Expectations
}

/** An env of questions over pages: search, read, cite, answer. */
export function defineSearchEnv<Options extends object>(family: SearchFamily<Options>) {
  const { guard = guardQuery } = family
  type All = ReadingOptions & Options
  return defineEnv({
    id: family.id,
    state: 'resource',
    description: family.description,
    options: z.strictObject({ ...readingOptions, ...family.options }) as unknown as z.ZodType<
      All,
      object
    >,
    observationSpace,
    actionSpace: searchActions,
    rewards: searchRewards,
    maxEpisodeSteps: 60,
    // The first episode may have to build the index of a million pages.
    deadlines: { setupMs: 1_800_000 },
    tasks: family.tasks,

    async reset({ task, options, clock, signal }) {
      if (task === null) throw new ConfigError(`Cannot play ${family.id}: it has no task`)
      const question = await family.question(options, task)
      const world = await family.open(options, { clock, signal })
      const state = beginEpisode({ world, options, question, guard })
      return {
        state,
        observation: observationOf(state, introduction(question.question, options)),
        signals: signalsOf(state),
      }
    },

    async step(state, action, { signal }) {
      const { text, failed } = await act(state, action, signal)
      return {
        observation: observationOf(state, text),
        signals: signalsOf(state),
        terminated: state.isOver,
        ...(failed ? { info: { failed } } : {}),
      }
    },

    finish: (state) => signalsOf(state),
    finalInfo: ({ question }) => ({
      answers: question.answers,
      ...(question.kind === undefined ? {} : { kind: question.kind }),
      ...(question.hops === undefined ? {} : { hops: question.hops }),
    }),
    invalid(problem, state) {
      state.invalidActions++
      return observationOf(state, describeInvalid(problem, searchActions))
    },
    close: async ({ world }) => {
      await world[Symbol.asyncDispose]()
    },

    gold: goldActions,
    cheats: searchCheats,
    noop: { tool: 'answer', text: '' },
    ...(family.expect === undefined ? {} : { expect: family.expect }),
  })
}
