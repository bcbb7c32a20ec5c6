import type { Locator, Page } from 'playwright-core'
import type { OpenDialog } from '../observe/view.ts'
import type { TaskFile } from '../session/session.ts'

/** What actions work with. */
export interface ActContext {
  /** The tab in front. */
  readonly page: Page
  /** The element of the last snapshot; undefined: there is no such ref, or nothing was seen yet. */
  locate(ref: string): Locator | undefined
  /** How the last snapshot showed it: `button "Send"`. */
  describe(ref: string): string | undefined
  readonly files: readonly TaskFile[]
  readonly timeoutMs: number
  readonly loadTimeoutMs: number
  readonly tabs: Tabs
  readonly dialogs: Dialogs
  /** The clock of pages goes on by that much, and stands again. */
  advance(ms: number): Promise<void>
  /** Addresses other than those of the task and the network the task allows. */
  isAllowed(url: string): boolean
}

export interface Tabs {
  count(): number
  open(url?: string): Promise<void>
  /** By number from 1; false: there is none. */
  show(tab: number): Promise<boolean>
  close(tab?: number): Promise<boolean>
}

export interface Dialogs {
  /** The one that waits for an answer: nothing of its page runs meanwhile. */
  open(): OpenDialog | null
  answer(accept: boolean, text?: string): Promise<void>
}
