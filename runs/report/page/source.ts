import type { Json } from '../../../core/index.ts'
import type { PageData, SampleRow } from '../page-data.ts'
import type { Sample } from '../samples/sample.ts'

/** Where the page has its data from: itself, or the server it is followed on. */
export interface Source {
  /** All but transcripts. */
  load(): Promise<PageData>
  /** A stored trajectory, which may be of an older or later version; null where the page does not hold it. */
  trajectory(run: number, id: string): Promise<Json | null>
  /** A stored episode of a training run, with its tokens; null where it is not there. */
  sample(row: SampleRow): Promise<Sample | null>
  /**
   * Episodes whose transcript holds the text, whatever its case, reported as they are found with the
   * share of the transcripts that was looked through.
   */
  search(text: string, signal: AbortSignal, onFound: OnFound): Promise<void>
  /** Where an image of the run's folder is found; null where it cannot be shown. */
  imageUrl(run: number, path: string): string | null
  /** Tells whenever there is more to load, and how the server is doing; only a live page has it. */
  readonly follow?: (listener: Follower) => void
}

export type OnFound = (found: readonly EpisodeRef[], share: number) => void

export interface EpisodeRef {
  readonly run: number
  readonly id: string
}

export interface Follower {
  onChange(): void
  onConnection(isThere: boolean): void
  /** Why the server cannot read runs at the moment, again and again; none: it can. */
  onProblems(problems: readonly string[]): void
}
