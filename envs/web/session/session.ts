import type { Artifacts } from '../../../core/index.ts'
import type { PageAction } from '../act/tools.ts'
import type { ObserveOptions, View } from '../observe/view.ts'
import type { Site } from '../site/site.ts'

export interface SessionOptions {
  readonly site: Site
  /** Hosts of the real network that may be reached, as `example.com` or `*.example.com`. */
  readonly liveHosts: readonly string[]
  /** Addresses to open, one a tab; the first is in front. */
  readonly start: readonly string[]
  /** Decides `Math.random` and `crypto` of pages. */
  readonly seed: number
  /** Milliseconds since the epoch at which the clock of pages stands. */
  readonly time: number
  readonly viewport: { readonly width: number; readonly height: number }
  readonly locale: string
  readonly timezone: string
  readonly observe: ObserveOptions
  /** Time that one action may take, of the wall clock. */
  readonly actionTimeoutMs: number
  /** Time that a page may take to load. */
  readonly loadTimeoutMs: number
  readonly files: readonly TaskFile[]
  /** Script that runs in every frame before the page's own. */
  readonly initScript?: string | undefined
  readonly recording: RecordingOptions
  /** Show the window. */
  readonly headed: boolean
  /** Of the browser itself, with pages of any kind: where it ends, so does the episode. */
  readonly signal: AbortSignal | undefined
}

/** What is kept for people: of episodes that failed, or of all. */
export interface RecordingOptions {
  readonly trace: Kept
  readonly video: Kept
  readonly screenshots: Kept
  /** Where traces and videos go. */
  readonly folder: string | null
  /** Begins the name of a file: env, task and seed. */
  readonly name: string
}
export type Kept = 'none' | 'failures' | 'all'

/** What a task gives to upload, and what is expected to be downloaded. */
export interface TaskFile {
  readonly name: string
  readonly mimeType: string
  readonly content: string | Uint8Array
}

/** What became of an action. */
export interface Acted {
  /** Why it did not do what it was to: what blocked it, in one or two lines; null: it did. */
  readonly error: string | null
  /** What happened beside it: `A tab was opened: ...`, `A download was refused: ...`. */
  readonly notes: readonly string[]
}

/** A browser context of one episode: its pages, its servers, its clock. */
export interface WebSession extends AsyncDisposable {
  /**
   * Does it, and waits until pages are still. An action that fails is an `error`, for the policy to learn from.
   * @throws SandboxError where the browser or the page died: an episode that cannot be judged.
   */
  act(action: PageAction): Promise<Acted>
  /** @throws SandboxError as `act` does. */
  view(): Promise<View>
  /** The clock of pages goes on by that much, and stands again. */
  advance(ms: number): Promise<void>
  /**
   * For validators: runs where no script of the page can reach, in a world of its own. While a dialog holds the page
   * up, what the expression last came to; null where it was not asked before.
   */
  evaluateIsolated<T>(expression: string): Promise<T>
  readonly traffic: Traffic
  /** Downloads that pages began, by suggested name; their content is kept up to a cap. */
  readonly downloads: readonly { readonly name: string; readonly content: Uint8Array | null }[]
  /** Screenshots, trace and video that were kept. Called once, before `close`. */
  keep(isFailure: boolean): Promise<Artifacts>
  close(): Promise<void>
}

export interface Traffic {
  /** Requests that were answered. */
  readonly served: number
  /** Requests to hosts that are none of the task's, by host. */
  readonly blocked: Readonly<Record<string, number>>
  /** Requests in flight. */
  readonly open: number
}
