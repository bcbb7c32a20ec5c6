import type { BrowserContext } from 'playwright-core'
import type { Gateway, Served } from '../gateway/gateway.ts'
import type { RecordingOptions } from '../session/session.ts'

/** What a browser context must be made with; contexts of equal settings may be used again. */
export interface ContextSettings {
  readonly viewport: { readonly width: number; readonly height: number }
  readonly locale: string
  readonly timezone: string
  readonly headed: boolean
  /** Videos belong to a context: one with a video is never used again. */
  readonly recording: RecordingOptions
}

/** A context with a gateway of its own, for one episode. Nothing is stored in it; its first page is `takePage`'s. */
export interface ContextLease {
  readonly context: BrowserContext
  readonly gateway: Gateway
  /** Aborted when the browser died, or its time is over. */
  readonly lost: AbortSignal
  /** Gives it back; `isClean` false where it must not be used again. Called twice, the second does nothing. */
  release(isClean: boolean): Promise<void>
}

export interface LeaseOptions extends ContextSettings {
  readonly served: Served
  readonly signal: AbortSignal | undefined
}
