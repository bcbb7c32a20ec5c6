import type { Json, Rng } from '../../../core/index.ts'
import type { TaskFile } from '../session/session.ts'
import type { Script } from '../world.ts'
import type { Html } from './page.ts'

export const MICRO_ORIGIN = 'http://micro.test'

/** How much there is to do, and how much stands in the way. */
export type Level = 1 | 2 | 3
export type Fields = Readonly<Record<string, string>>

/** A sort of task, as `date-picker`. */
export interface MicroKind {
  readonly kind: string
  /** One instance, for one episode: whatever its server changes is its own. */
  pose(rng: Rng, level: Level): MicroTask
}

export interface MicroPage {
  readonly title: string
  readonly main: Html
  /** Runs in the page, after `client.ts`, whose functions it may call. */
  readonly script?: string
  /** `data` of the script. */
  readonly data?: Json
}

export interface MicroTask extends MicroPage {
  /** What a user would say. */
  readonly goal: string
  /** What has to be sent, by field; '' for what must be left empty. Repeated values are joined with '|'. */
  readonly expected?: Fields
  /** Where being equal to `expected` is not what counts. */
  isRight?(sent: Fields): boolean
  /** For tasks that only ask: the answer that is to be told. */
  readonly answer?: string
  /** Further pages by path: frames, other tabs. */
  readonly pages?: Readonly<Record<string, MicroPage>>
  /** What the page asks its server for, by path. */
  readonly api?: Readonly<Record<string, Api>>
  /** Files behind links, by path. */
  readonly served?: Readonly<Record<string, TaskFile>>
  onServed?(name: string): void
  /** Subgoals that `api` reaches, and `downloaded <name>` of a served file. */
  readonly milestones?: readonly string[]
  /** Files to upload. */
  readonly files?: readonly TaskFile[]
  /** Paths of further tabs that are open at the start. */
  readonly tabs?: readonly string[]
  readonly gold: Script
}

/** Answers a page's request; `reached` tells that a milestone is. */
export type Api = (input: Fields, reached: (milestone: string) => void) => Json
