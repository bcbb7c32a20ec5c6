import type { z } from 'zod'
import type { Clock, MaybePromise, Rng, TaskInfo, TaskList } from '../../core/index.ts'
import type { WebAction } from './act/tools.ts'
import type { SnapNode, View } from './observe/view.ts'
import type { TaskFile, WebSession } from './session/session.ts'
import type { Site } from './site/site.ts'

/** Monday, 2 March 2026, 09:00 UTC: what the clock of pages shows at the start, and what servers take for now. */
export const WEB_NOW = Date.UTC(2026, 2, 2, 9)

/** A family of web tasks: what it serves, what it asks for, and how its own state tells whether that was done. */
export interface WebWorld<World, Options = object> {
  readonly id: string
  readonly description: string
  /** Of the family, beside those of every web env. */
  readonly options?: Readonly<Record<string, z.ZodType>>
  readonly tasks: TaskList<Options>
  readonly maxEpisodeSteps: number
  /** The state of one episode: servers, data, the simulated user. Nothing of it is shared with another. */
  open(context: OpenContext<Options>): MaybePromise<World>
  site(world: World): Site
  /** Hosts of the real network (default: none). */
  liveHosts?(world: World): readonly string[]
  start(world: World): string | readonly string[]
  goal(world: World): string
  files?(world: World): readonly TaskFile[]
  initScript?(world: World): string
  /** Once pages are open, before the first observation. */
  prepare?(world: World, session: WebSession): MaybePromise<void>
  /**
   * Whether it was done, from the servers' state (or `session.evaluateIsolated`): never from what scripts of
   * the page say. Called after every action, and once more at the end.
   */
  judge(world: World, context: JudgeContext): MaybePromise<Judgement>
  /** What the simulated user answers; null: nothing. */
  hear?(world: World, message: string): string | null
  /** Steps that do it, for the oracle. */
  gold(world: World): Script
  /** Attacks that must not pay, by name. */
  readonly cheats: Readonly<Record<string, (world: World) => Script>>
}

export interface OpenContext<Options> {
  readonly task: TaskInfo
  readonly options: Options
  /** Seeded by the task and the episode. */
  readonly rng: Rng
  readonly clock: Clock
}

export interface JudgeContext {
  readonly session: WebSession
  /** What the agent said: with `answer`, `report_infeasible`; null: it has not. */
  readonly answer: string | null
  readonly infeasible: string | null
  readonly said: readonly string[]
}

export interface Judgement {
  readonly solved: boolean
  /** Nothing can change any more (the order is placed, the wrong form was sent): the episode ends. */
  readonly ended: boolean
  /** What of the goal is there, by name. */
  readonly subgoals: Readonly<Record<string, boolean>>
  /** Share of the form's fields that are right, in [0, 1]; where there is no form, 0. */
  readonly fields?: number
  /** A reward of the family's own (of attributes, raw of MiniWoB++); default: 1 for solved, else 0. */
  readonly score?: number
  /** Attempts to cheat that the servers saw: `forged-cookie`, `direct-call` ... */
  readonly integrity?: readonly string[]
}

/** Steps in order, or a closed loop: the next step for what is seen, null when there is none left. */
export type Script = readonly ScriptStep[] | ((seen: Seen) => ScriptStep | null)

export interface Seen {
  readonly view: View
  /** Steps done before. */
  readonly step: number
}

/** An action, where elements may be said by role and name: refs are known only once the page is seen. */
export type ScriptStep =
  | WebAction
  | { readonly on: Target; readonly do: 'click' | 'double_click' | 'check' | 'uncheck' | 'hover' }
  | {
      readonly on: Target
      readonly do: 'fill' | 'type'
      readonly text: string
      readonly submit?: boolean
    }
  | { readonly on: Target; readonly do: 'select'; readonly options: readonly string[] }
  | { readonly on: Target; readonly do: 'press'; readonly key: string }
  | { readonly on: Target; readonly do: 'upload'; readonly files: readonly string[] }
  | { readonly on: Target; readonly do: 'drag'; readonly to: Target }
  | {
      readonly on: Target
      readonly do: 'scroll'
      readonly direction: 'up' | 'down'
      readonly pixels?: number
    }

/** An element of the snapshot. */
export interface Target {
  readonly role: string
  /** The whole name, or a pattern within it. */
  readonly name?: string | RegExp
  /** Where several fit: which, from 0 (default 0). */
  readonly nth?: number
  /** Below an element that fits this: a row, a list item, a dialog. */
  readonly within?: Target
  /** Whatever else must hold. */
  readonly where?: (node: SnapNode) => boolean
}
